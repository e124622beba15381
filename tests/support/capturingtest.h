// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rawclient.h"
#include "support/serveprocess.h"

#include <QJsonObject>
#include <QObject>

namespace hookloupe {

/// One request as its sender, the output of `serve` and the session saw it.
struct Seen {
    WireResponse response;
    QJsonObject line;
    Delivery record; ///< without a request when no line came
};

/// Base of the tests that send requests to one running `serve`.
class CapturingTest : public QObject {
    Q_OBJECT

protected:
    /// Sends \p request over a connection of its own.
    Seen deliver(const QByteArray& request);
    /// The delivery that the next line tells of.
    Seen nextSeen();
    /// What stderr has beside the lines that tell the addresses.
    QByteArray complaints();

    ServeProcess m_server;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QByteArray>
#include <QStringView>

namespace hookloupe {

/// A delivery as one line of NDJSON, without the line end, in the form that the command line promises.
///
/// Facts that nobody has established are null or neutral (signature verdict "unknown", reaction "unknown").
/// After the promised keys come "challenge": the name of the provider's challenge that the request is, or null;
/// "candidates": the providers whose marks fit equally well, where that leaves the provider open; "anomalies": the
/// codes of what is unusual in the request.
/// \param delivery  its body is read from its file where it lies in one
QByteArray toNdjson(const Delivery& delivery);

/// The line that `serve --format ndjson` begins with, one per address, without the line end.
/// \param session  the path of the session file
QByteArray listeningNdjson(QStringView url, QStringView session);

} // namespace hookloupe

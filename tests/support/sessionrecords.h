// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// Everything that a session holds; empty when it cannot be read.
std::vector<Delivery> recordsOf(const QString& session);
/// One delivery of a session; one without a request when it is not there.
Delivery recordOf(const QString& session, qint64 id);

/// The raw bytes of a record, all of them.
QByteArray rawOf(const Delivery& record);
QByteArray bodyOf(const Delivery& record);
/// SHA-1 of the body, read in pieces.
QByteArray bodySha1Of(const Delivery& record);
/// The anomalies' codes, joined by spaces.
QByteArray anomaliesOf(const Delivery& record);

} // namespace hookloupe

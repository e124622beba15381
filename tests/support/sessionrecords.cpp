// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sessionrecords.h"

#include "session/sessionreader.h"

#include <QCryptographicHash>

#include <limits>

namespace hookloupe {

std::vector<Delivery> recordsOf(const QString& session)
{
    auto reader = SessionReader::open(session);
    if (!reader) {
        qWarning("%s", qPrintable(reader.error().detail));
        return {};
    }
    return (*reader)->deliveriesAfter({}, std::numeric_limits<int>::max());
}

Delivery recordOf(const QString& session, qint64 id)
{
    auto reader = SessionReader::open(session);
    if (!reader) {
        qWarning("%s", qPrintable(reader.error().detail));
        return {};
    }
    return (*reader)->delivery(DeliveryId { id }).value_or(Delivery {});
}

QByteArray rawOf(const Delivery& record)
{
    return rawBytes(*record.request, std::numeric_limits<qint64>::max());
}

QByteArray bodyOf(const Delivery& record)
{
    return record.request->body.read(0, record.request->body.size());
}

QByteArray bodySha1Of(const Delivery& record)
{
    constexpr qint64 PieceBytes = 1 << 20;
    QCryptographicHash hash(QCryptographicHash::Sha1);
    const Body& body = record.request->body;
    for (qint64 at = 0; at < body.size(); at += PieceBytes)
        hash.addData(body.read(at, PieceBytes));
    return hash.result();
}

QByteArray anomaliesOf(const Delivery& record)
{
    QByteArray text;
    for (const Anomaly anomaly : record.request->anomalies.list())
        text += (text.isEmpty() ? "" : " ") + anomalyCode(anomaly).toByteArray();
    return text;
}

} // namespace hookloupe

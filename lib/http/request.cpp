// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/request.h"

namespace hookloupe {

namespace {

void forEachBodyPiece(
    const Body& body, qint64 from, qint64 to, qint64 pieceBytes, const std::function<void(QByteArrayView)>& visit)
{
    if (!body.isInFile()) {
        if (to > from)
            visit(QByteArrayView(body.bytes()).sliced(from, to - from));
        return;
    }
    while (from < to) {
        const QByteArray piece = body.read(from, qMin(pieceBytes, to - from));
        if (piece.isEmpty())
            return;
        visit(piece);
        from += piece.size();
    }
}

} // namespace

bool Request::isTruncated() const
{
    return discarded > 0 || anomalies.contains(Anomaly::IncompleteHead) || anomalies.contains(Anomaly::IncompleteBody)
        || anomalies.contains(Anomaly::ConnectionReset) || anomalies.contains(Anomaly::TargetTooLong)
        || anomalies.contains(Anomaly::HeadTooLarge) || anomalies.contains(Anomaly::BodyTooLarge)
        || anomalies.contains(Anomaly::HeadTooSlow) || anomalies.contains(Anomaly::BodyTooSlow);
}

void forEachRawPiece(const Request& request, qint64 pieceBytes, const std::function<void(QByteArrayView)>& visit)
{
    visit(request.head.raw());
    qint64 at = 0;
    request.chunkMarks.forEach([&](qint64 offset, QByteArrayView mark) {
        const qint64 place = qMin(offset, request.body.size());
        forEachBodyPiece(request.body, at, place, pieceBytes, visit);
        at = place;
        visit(mark);
    });
    forEachBodyPiece(request.body, at, request.body.size(), pieceBytes, visit);
    if (!request.rest.isEmpty())
        visit(request.rest);
}

QByteArray rawBytes(const Request& request, qint64 limit)
{
    QByteArray raw;
    raw.reserve(qMin(limit, rawSize(request)));
    forEachRawPiece(request, 1 << 20, [&raw, limit](QByteArrayView piece) {
        const qint64 room = limit - raw.size();
        if (room > 0)
            raw += piece.first(qMin(room, piece.size()));
    });
    return raw;
}

qint64 rawSize(const Request& request)
{
    return request.head.raw().size() + request.body.size() + request.chunkMarks.markBytes() + request.rest.size();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/requestsource.h"

#include <algorithm>

namespace hookloupe {

RequestSource::RequestSource(RequestPtr request)
    : m_request(std::move(request))
    , m_headSize(m_request->head.raw().size())
{
    qint64 marksBefore = 0;
    m_request->chunkMarks.forEach([this, &marksBefore](qint64 offset, QByteArrayView bytes) {
        const qint64 place = qMin(offset, m_request->body.size());
        m_marks.push_back({ m_headSize + place + marksBefore, place, bytes });
        marksBefore += bytes.size();
    });
    m_markedEnd = m_headSize + m_request->body.size() + marksBefore;
    m_marks.push_back({ m_markedEnd, m_request->body.size(), {} });
    m_size = m_markedEnd + m_request->rest.size();
}

QByteArray RequestSource::read(qint64 offset, qint64 length) const
{
    if (offset < 0 || offset >= m_size || length <= 0)
        return {};
    const qint64 end = offset + qMin(length, m_size - offset);
    QByteArray out;
    out.reserve(end - offset);
    if (offset < m_headSize)
        out += QByteArrayView(m_request->head.raw()).sliced(offset, qMin(end, m_headSize) - offset);
    if (end > m_headSize && offset < m_markedEnd) {
        const qint64 from = qMax(offset, m_headSize);
        readMarked(from, qMin(end, m_markedEnd) - from, out);
    }
    if (end > m_markedEnd) {
        const qint64 from = qMax(offset, m_markedEnd);
        out += QByteArrayView(m_request->rest).sliced(from - m_markedEnd, end - from);
    }
    return out;
}

void RequestSource::readMarked(qint64 offset, qint64 length, QByteArray& out) const
{
    const qint64 end = offset + length;
    auto mark = std::upper_bound(m_marks.begin(), m_marks.end(), offset,
        [](qint64 place, const Mark& candidate) { return place < candidate.rawOffset + candidate.bytes.size(); });
    while (offset < end && mark != m_marks.end()) {
        if (offset < mark->rawOffset) {
            const qint64 wanted = qMin(end, mark->rawOffset) - offset;
            const QByteArray piece = m_request->body.read(mark->bodyOffset - (mark->rawOffset - offset), wanted);
            out += piece;
            if (piece.size() < wanted)
                return;
            offset += wanted;
        }
        const qint64 within = offset - mark->rawOffset;
        if (offset < end && within < mark->bytes.size()) {
            const qint64 wanted = qMin(end - offset, mark->bytes.size() - within);
            out += mark->bytes.sliced(within, wanted);
            offset += wanted;
        }
        ++mark;
    }
}

} // namespace hookloupe

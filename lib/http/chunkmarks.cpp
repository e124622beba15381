// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkmarks.h"

#include <limits>
#include <optional>

namespace hookloupe {

namespace {

void appendNumber(QByteArray& out, quint64 value)
{
    while (value >= 0x80) {
        out += static_cast<char>((value & 0x7f) | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

std::optional<quint64> readNumber(QByteArrayView in, qsizetype& at)
{
    quint64 value = 0;
    for (unsigned shift = 0; shift < 63 && at < in.size(); shift += 7) {
        const auto byte = static_cast<unsigned char>(in[at++]);
        value |= quint64(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

} // namespace

ChunkMarks ChunkMarks::fromEncoded(QByteArray encoded)
{
    ChunkMarks marks;
    marks.m_encoded = std::move(encoded);
    marks.forEach([&marks](qint64 offset, QByteArrayView bytes) {
        marks.m_lastOffset = offset;
        marks.m_markBytes += bytes.size();
    });
    return marks;
}

void ChunkMarks::append(qint64 bodyOffset, QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    appendNumber(m_encoded, static_cast<quint64>(bodyOffset - m_lastOffset));
    appendNumber(m_encoded, static_cast<quint64>(bytes.size()));
    m_encoded += bytes;
    m_lastOffset = bodyOffset;
    m_markBytes += bytes.size();
}

void ChunkMarks::forEach(const std::function<void(qint64, QByteArrayView)>& visit) const
{
    const QByteArrayView all(m_encoded);
    quint64 offset = 0;
    for (qsizetype at = 0; at < all.size();) {
        const auto distance = readNumber(all, at);
        const auto length = distance ? readNumber(all, at) : std::nullopt;
        if (!length || *length > static_cast<quint64>(all.size() - at))
            return;
        offset += *distance; // two numbers of 63 bits cannot wrap
        if (offset > static_cast<quint64>(std::numeric_limits<qint64>::max()))
            return;
        visit(static_cast<qint64>(offset), all.sliced(at, static_cast<qsizetype>(*length)));
        at += static_cast<qsizetype>(*length);
    }
}

} // namespace hookloupe

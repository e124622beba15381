// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/lineindex.h"

#include <algorithm>
#include <cstring>

namespace hookloupe {

namespace {

constexpr qint64 SliceBytes = 256 << 10;

void advance(LineIndex::Note& place, QByteArrayView row)
{
    place.offset += row.size();
    place.startsLine = row.endsWith('\n');
    if (place.startsLine)
        ++place.line;
}

} // namespace

qint64 rowLength(QByteArrayView bytes, qint64 wrapBytes, bool isEnd)
{
    const qint64 reach = qMin<qint64>(bytes.size(), wrapBytes + 2);
    const auto* newline = static_cast<const char*>(std::memchr(bytes.data(), '\n', static_cast<std::size_t>(reach)));
    if (newline) {
        const qint64 length = newline - bytes.data() + 1;
        const bool endsInCrLf = length >= 2 && newline[-1] == '\r';
        if (length <= wrapBytes + (endsInCrLf ? 2 : 1))
            return length;
    }
    if (bytes.size() <= wrapBytes)
        return isEnd ? bytes.size() : 0;
    if (bytes.size() < wrapBytes + 2 && !isEnd)
        return 0;
    qint64 cut = wrapBytes;
    for (int back = 0; back < 3 && cut > 1 && (static_cast<unsigned char>(bytes[cut]) & 0xc0) == 0x80; ++back)
        --cut;
    return (static_cast<unsigned char>(bytes[cut]) & 0xc0) == 0x80 ? wrapBytes : cut;
}

void LineIndex::extend(const ByteSource& source, qint64 budget)
{
    const qint64 size = source.size();
    const qint64 stop = m_next.offset + budget;
    while (m_next.offset < size && m_next.offset < stop) {
        const QByteArray slice = source.read(m_next.offset, SliceBytes);
        const QByteArrayView all(slice);
        const bool isEnd = m_next.offset + slice.size() >= size || slice.size() < SliceBytes;
        qsizetype at = 0;
        while (at < all.size()) {
            const qint64 length = rowLength(all.sliced(at), m_wrapBytes, isEnd);
            if (length == 0)
                break;
            if ((m_firstRow + m_rowCount) % RowsPerNote == 0)
                m_notes.push_back(m_next);
            advance(m_next, all.sliced(at, length));
            ++m_rowCount;
            at += length;
        }
        if (at == 0)
            break;
        if (slice.size() < SliceBytes)
            break;
    }
    m_isComplete = m_next.offset >= size || m_next.offset < stop;
}

void LineIndex::append(LineIndex piece)
{
    m_notes.insert(m_notes.end(), piece.m_notes.begin(), piece.m_notes.end());
    m_rowCount += piece.m_rowCount;
    m_next = piece.m_next;
    m_isComplete = piece.m_isComplete;
}

LineIndex LineIndex::continuation() const
{
    LineIndex next(m_wrapBytes);
    next.m_next = m_next;
    next.m_firstRow = m_firstRow + m_rowCount;
    next.m_isComplete = m_isComplete;
    return next;
}

void LineIndex::walk(
    const ByteSource& source, qsizetype note, const std::function<bool(qint64, const TextRow&)>& visit) const
{
    constexpr qint64 WindowBytes = 32 << 10;
    if (note < 0 || note >= std::ssize(m_notes))
        return;
    Note place = m_notes[static_cast<std::size_t>(note)];
    qint64 number = note * RowsPerNote;
    const qint64 size = source.size();
    while (number < m_rowCount) {
        const QByteArray window = source.read(place.offset, WindowBytes);
        const QByteArrayView all(window);
        const bool isEnd = place.offset + window.size() >= size || window.size() < WindowBytes;
        qsizetype at = 0;
        while (at < all.size() && number < m_rowCount) {
            const qint64 length = rowLength(all.sliced(at), m_wrapBytes, isEnd);
            if (length == 0)
                break;
            const TextRow row { place.offset, length, place.line, place.startsLine };
            if (!visit(number++, row))
                return;
            advance(place, all.sliced(at, length));
            at += length;
        }
        if (at == 0)
            return;
    }
}

std::vector<TextRow> LineIndex::rows(const ByteSource& source, qint64 first, qint64 count) const
{
    std::vector<TextRow> found;
    walk(source, first / RowsPerNote, [&](qint64 number, const TextRow& row) {
        if (number >= first)
            found.push_back(row);
        return std::ssize(found) < count;
    });
    return found;
}

qint64 LineIndex::rowOf(const ByteSource& source, qint64 offset) const
{
    const auto behind = std::upper_bound(
        m_notes.begin(), m_notes.end(), offset, [](qint64 place, const Note& note) { return place < note.offset; });
    qint64 found = qMax<qint64>(0, m_rowCount - 1);
    walk(source, qMax<qsizetype>(0, behind - m_notes.begin() - 1), [&](qint64 number, const TextRow& row) {
        found = number;
        return offset >= row.offset + row.length;
    });
    return found;
}

} // namespace hookloupe

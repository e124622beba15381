// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"

#include <QByteArrayView>

#include <functional>
#include <vector>

namespace hookloupe {

/// A row of text as it is shown: a line, or a piece of one that is too long.
struct TextRow {
    qint64 offset = 0;
    qint64 length = 0; ///< bytes, the line end included
    qint64 line = 0; ///< 0 and up
    bool startsLine = true;
};

/// Length of the row at the start of \p bytes: to the end of its line, or \p wrapBytes (a little fewer so that no
/// UTF-8 sequence is cut). Depends on nothing before the row.
/// \param isEnd  true when no bytes follow \p bytes
/// \return 0 when more bytes are needed to tell
qint64 rowLength(QByteArrayView bytes, qint64 wrapBytes, bool isEnd);

/// Where the rows of a text begin: one note for every 256 rows, so that even 100 MiB of empty lines take little.
class LineIndex {
public:
    static constexpr qint64 RowsPerNote = 256;

    struct Note {
        qint64 offset = 0;
        qint64 line = 0;
        bool startsLine = true;
    };

    LineIndex() = default;
    explicit LineIndex(qint64 wrapBytes)
        : m_wrapBytes(wrapBytes)
    {
    }

    qint64 wrapBytes() const { return m_wrapBytes; }
    qint64 rowCount() const { return m_rowCount; }
    qint64 lineCount() const { return m_next.startsLine ? m_next.line : m_next.line + 1; }
    /// Bytes the index covers; rows beyond are not known yet.
    qint64 covered() const { return m_next.offset; }
    bool isComplete() const { return m_isComplete; }

    /// Goes on over the next \p budget bytes of \p source.
    void extend(const ByteSource& source, qint64 budget);
    /// Appends what was found from where this one ends: \p piece was begun by continuation().
    void append(LineIndex piece);
    /// An empty index that goes on where this one ends.
    LineIndex continuation() const;

    /// The rows \p first to \p first + \p count - 1, as far as they are known.
    std::vector<TextRow> rows(const ByteSource& source, qint64 first, qint64 count) const;
    /// The row that holds the byte at \p offset; the last one for a place behind the end.
    qint64 rowOf(const ByteSource& source, qint64 offset) const;

private:
    /// Calls \p visit(number, row) from note \p note on until it returns false.
    void walk(const ByteSource& source, qsizetype note, const std::function<bool(qint64, const TextRow&)>& visit) const;

    qint64 m_wrapBytes = 120;
    std::vector<Note> m_notes; ///< of the rows m_firstNoted, + 256, ...
    Note m_next; ///< where the first unknown row begins
    qint64 m_firstRow = 0;
    qint64 m_rowCount = 0;
    bool m_isComplete = false;
};

} // namespace hookloupe

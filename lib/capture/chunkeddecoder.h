// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/anomaly.h"
#include "http/chunkmarks.h"

#include <QByteArray>
#include <QByteArrayView>

namespace hookloupe {

/// Takes a chunked body apart into its data and the marks around it (RFC 9112 section 7.1).
///
/// Incremental: however the bytes are split, data, marks and anomalies are the same. The marks hold every byte that is
/// not data, those of a broken line included, up to the byte that shows the fault.
/// A size has 1 to 16 hexadecimal digits; what stands behind them (blanks, extensions) is a ChunkExtension. A line may
/// end in LF alone (BareLf). Faults: BadChunkSize (also a size line longer than SizeLineBytes), BadChunkEnd, and
/// BodyTooLarge when the data or the marks exceed their limit, the trailers counted as marks.
class ChunkedDecoder {
public:
    static constexpr qsizetype SizeLineBytes = 16 << 10;

    /// \param bodyLimit, markLimit  most bytes of data and of marks that are taken; 0 and up
    ChunkedDecoder(qint64 bodyLimit, qint64 markLimit);

    /// Takes bytes from the front of \p bytes and appends the data among them to \p body.
    /// \return how many were used: all of them unless the body ended or failed on the way
    qsizetype feed(QByteArrayView bytes, QByteArray& body);

    bool isDone() const { return m_state == State::Done; }
    bool hasFailed() const { return m_state == State::Failed; }
    AnomalySet anomalies() const { return m_anomalies; }
    /// Bytes of data so far.
    qint64 bodyBytes() const { return m_bodyBytes; }
    /// Moves the marks out, those of an unfinished line included. Nothing may be fed afterwards.
    ChunkMarks takeMarks();

private:
    enum class State : quint8 { Size, Data, DataEnd, Trailer, Done, Failed };

    qsizetype feedSize(QByteArrayView bytes);
    qsizetype feedData(QByteArrayView bytes, QByteArray& body);
    qsizetype feedDataEnd(QByteArrayView bytes);
    qsizetype feedTrailer(QByteArrayView bytes);
    void finishSizeLine(QByteArrayView line);
    bool keep(QByteArrayView bytes);
    bool keepTrailer(QByteArrayView bytes);
    void flush();
    void fail(Anomaly fault);

    qint64 m_bodyLimit = 0;
    qint64 m_markRoom = 0; ///< how many more bytes of marks may come
    State m_state = State::Size;
    AnomalySet m_anomalies;
    ChunkMarks m_marks;
    QByteArray m_pending; ///< bytes of the mark that is being read
    qsizetype m_lineStart = 0; ///< where the size line begins within m_pending
    qint64 m_lineBytes = 0; ///< of the trailer line so far
    bool m_endsInCr = false; ///< the last byte was CR: of the trailer line so far, or behind the data
    qint64 m_remaining = 0; ///< data of the chunk still to come
    qint64 m_bodyBytes = 0;
};

} // namespace hookloupe

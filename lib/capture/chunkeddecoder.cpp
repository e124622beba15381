// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/chunkeddecoder.h"

#include <utility>

namespace hookloupe {

namespace {

constexpr qsizetype MostSizeDigits = 16;
constexpr qsizetype PieceBytes = 16 << 10; // a trailer line is kept in marks of this size: never twice in memory

constexpr int hexValue(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

constexpr bool isControl(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return (code < 0x20 && code != '\t') || code == 0x7f;
}

/// The bytes up to and including the first LF, or all of them.
QByteArrayView lineFrom(QByteArrayView bytes, bool& isWhole)
{
    const qsizetype newline = bytes.indexOf('\n');
    isWhole = newline >= 0;
    return isWhole ? bytes.first(newline + 1) : bytes;
}

/// True when a CR in \p bytes is followed by something else than LF.
bool hasInnerCr(QByteArrayView bytes)
{
    for (qsizetype at = bytes.indexOf('\r'); at >= 0 && at + 1 < bytes.size(); at = bytes.indexOf('\r', at + 1)) {
        if (bytes[at + 1] != '\n')
            return true;
    }
    return false;
}

} // namespace

ChunkedDecoder::ChunkedDecoder(qint64 bodyLimit, qint64 markLimit)
    : m_bodyLimit(bodyLimit)
    , m_markRoom(markLimit)
{
}

qsizetype ChunkedDecoder::feed(QByteArrayView bytes, QByteArray& body)
{
    qsizetype used = 0;
    while (used < bytes.size() && !isDone() && !hasFailed()) {
        const QByteArrayView left = bytes.sliced(used);
        switch (m_state) {
        case State::Size:
            used += feedSize(left);
            break;
        case State::Data:
            used += feedData(left, body);
            break;
        case State::DataEnd:
            used += feedDataEnd(left);
            break;
        case State::Trailer:
            used += feedTrailer(left);
            break;
        case State::Done:
        case State::Failed:
            break;
        }
    }
    return used;
}

ChunkMarks ChunkedDecoder::takeMarks()
{
    flush();
    return std::exchange(m_marks, {});
}

qsizetype ChunkedDecoder::feedSize(QByteArrayView bytes)
{
    bool isWhole = false;
    const QByteArrayView line = lineFrom(bytes, isWhole);
    const qint64 lineRoom = SizeLineBytes - (m_pending.size() - m_lineStart);
    if (line.size() > lineRoom && lineRoom < m_markRoom) {
        keep(line.first(lineRoom));
        fail(Anomaly::BadChunkSize);
        return lineRoom;
    }
    const qsizetype taken = static_cast<qsizetype>(qMin<qint64>(line.size(), m_markRoom));
    if (keep(line) && isWhole)
        finishSizeLine(QByteArrayView(m_pending).sliced(m_lineStart));
    return taken;
}

void ChunkedDecoder::finishSizeLine(QByteArrayView line)
{
    line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    else
        m_anomalies.add(Anomaly::BareLf);

    quint64 size = 0;
    qsizetype digits = 0;
    for (; digits < line.size() && hexValue(line[digits]) >= 0; ++digits)
        size = size << 4 | static_cast<quint64>(hexValue(line[digits]));
    qsizetype at = digits;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    const QByteArrayView extension = line.sliced(at);
    bool isBad = digits == 0 || digits > MostSizeDigits || (!extension.isEmpty() && extension.front() != ';');
    for (const char byte : extension)
        isBad = isBad || isControl(byte);
    if (isBad) {
        fail(Anomaly::BadChunkSize);
        return;
    }
    if (digits < line.size())
        m_anomalies.add(Anomaly::ChunkExtension);
    if (size > static_cast<quint64>(m_bodyLimit - m_bodyBytes)) {
        fail(Anomaly::BodyTooLarge);
        return;
    }
    flush();
    m_remaining = static_cast<qint64>(size);
    m_state = size > 0 ? State::Data : State::Trailer;
}

qsizetype ChunkedDecoder::feedData(QByteArrayView bytes, QByteArray& body)
{
    const qint64 taken = qMin<qint64>(m_remaining, bytes.size());
    body.append(bytes.first(static_cast<qsizetype>(taken)));
    m_bodyBytes += taken;
    m_remaining -= taken;
    if (m_remaining == 0)
        m_state = State::DataEnd;
    return static_cast<qsizetype>(taken);
}

qsizetype ChunkedDecoder::feedDataEnd(QByteArrayView bytes)
{
    const char byte = bytes.front();
    if (byte != '\n' && (byte != '\r' || m_endsInCr)) {
        fail(Anomaly::BadChunkEnd);
        return 0;
    }
    if (!keep(bytes.first(1)))
        return 0;
    if (byte == '\r') {
        m_endsInCr = true;
        return 1;
    }
    if (!m_endsInCr)
        m_anomalies.add(Anomaly::BareLf);
    m_endsInCr = false;
    m_lineStart = m_pending.size();
    m_state = State::Size;
    return 1;
}

qsizetype ChunkedDecoder::feedTrailer(QByteArrayView bytes)
{
    bool isWhole = false;
    const QByteArrayView line = lineFrom(bytes, isWhole);
    const QByteArrayView piece = line.first(static_cast<qsizetype>(qMin<qint64>(line.size(), m_markRoom)));
    if (hasInnerCr(piece) || (m_endsInCr && !piece.isEmpty() && piece.front() != '\n'))
        m_anomalies.add(Anomaly::BareCr);
    if (!keepTrailer(line))
        return piece.size();
    if (!isWhole) {
        m_lineBytes += line.size();
        m_endsInCr = line.endsWith('\r');
        return line.size();
    }
    const bool endsInCr = line.size() > 1 ? line[line.size() - 2] == '\r' : m_endsInCr;
    const qint64 lineBytes = m_lineBytes + line.size() - (endsInCr ? 2 : 1);
    if (!endsInCr)
        m_anomalies.add(Anomaly::BareLf);
    flush();
    m_lineBytes = 0;
    m_endsInCr = false;
    if (lineBytes == 0)
        m_state = State::Done;
    return line.size();
}

/// \return false when not all of them could be kept, and the body is too large thereby
bool ChunkedDecoder::keep(QByteArrayView bytes)
{
    const qint64 kept = qMin<qint64>(bytes.size(), m_markRoom);
    m_pending.append(bytes.first(static_cast<qsizetype>(kept)));
    m_markRoom -= kept;
    if (kept < bytes.size())
        fail(Anomaly::BodyTooLarge);
    return kept == bytes.size();
}

bool ChunkedDecoder::keepTrailer(QByteArrayView bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const QByteArrayView piece = bytes.sliced(at, qMin(bytes.size() - at, PieceBytes - m_pending.size()));
        if (!keep(piece))
            return false;
        if (m_pending.size() == PieceBytes)
            flush();
        at += piece.size();
    }
    return true;
}

void ChunkedDecoder::flush()
{
    m_marks.append(m_bodyBytes, m_pending);
    m_pending.resize(0); // keeps its memory for the next mark
    m_lineStart = 0;
}

void ChunkedDecoder::fail(Anomaly fault)
{
    m_anomalies.add(fault);
    m_state = State::Failed;
}

} // namespace hookloupe

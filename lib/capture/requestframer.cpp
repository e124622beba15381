// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/requestframer.h"

#include "capture/bodyframing.h"

#include <cstring>
#include <utility>

namespace hookloupe {

namespace {

constexpr qint64 MostHeadBytes = 1 << 30; // RequestHead keeps its places in 32 bits

bool isLimit(Anomaly anomaly)
{
    return anomaly == Anomaly::TargetTooLong || anomaly == Anomaly::HeadTooLarge || anomaly == Anomaly::BodyTooLarge;
}

/// Takes no more memory than it must when everything comes at once, as it mostly does.
void gather(QByteArray& gathered, QByteArrayView bytes)
{
    if (gathered.isEmpty())
        gathered = bytes.toByteArray();
    else
        gathered.append(bytes);
}

QByteArrayView withoutCr(QByteArrayView line)
{
    return line.endsWith('\r') ? line.chopped(1) : line;
}

} // namespace

RequestFramer::RequestFramer(const CaptureLimits& limits)
    : m_limits(limits)
{
    m_limits.headBytes = qBound(qint64(0), m_limits.headBytes, MostHeadBytes);
}

bool RequestFramer::isAtStart() const
{
    return m_state == State::Head && m_headBytes.isEmpty();
}

bool RequestFramer::expectsContinue() const
{
    return m_state == State::Body && m_isContinueExpected;
}

qsizetype RequestFramer::feed(QByteArrayView bytes)
{
    qsizetype used = 0;
    while (used < bytes.size() && m_state != State::Complete) {
        const QByteArrayView left = bytes.sliced(used);
        if (m_state == State::Head) {
            used += feedHead(left);
        } else if (m_state == State::Body) {
            used += feedBody(left);
        } else {
            keepRest(left);
            used = bytes.size();
        }
    }
    return used;
}

qsizetype RequestFramer::feedHead(QByteArrayView bytes)
{
    const QByteArrayView part = bytes.first(qMin<qsizetype>(bytes.size(), m_limits.headBytes - m_headBytes.size()));
    const qsizetype end = headEnd(part);
    if (end >= 0) {
        gather(m_headBytes, part.first(end));
        finishHead();
        return end;
    }
    gather(m_headBytes, part);
    if (part.size() < bytes.size()) {
        const bool isWithinRequestLine = !m_sawRequestLine && !isPartialLineEmpty();
        parseHead();
        breakWith(isWithinRequestLine ? Anomaly::TargetTooLong : Anomaly::HeadTooLarge);
    }
    return part.size();
}

bool RequestFramer::isPartialLineEmpty() const
{
    return withoutCr(QByteArrayView(m_headBytes).sliced(m_lineStart)).isEmpty();
}

/// Looks at each byte once: what came before is known by m_lineStart and m_sawRequestLine.
/// \return how many of the bytes belong to the head when it ends among them, otherwise -1
qsizetype RequestFramer::headEnd(QByteArrayView bytes)
{
    const QByteArrayView earlier = QByteArrayView(m_headBytes).sliced(m_lineStart);
    bool isContinued = !earlier.isEmpty();
    for (qsizetype begin = 0; begin < bytes.size();) {
        const QByteArrayView left = bytes.sliced(begin);
        const auto* newline
            = static_cast<const char*>(std::memchr(left.data(), '\n', static_cast<std::size_t>(left.size())));
        if (!newline)
            return -1;
        const QByteArrayView line = left.first(newline - left.data());
        const bool isEmpty = isContinued ? earlier == "\r" && line.isEmpty() : withoutCr(line).isEmpty();
        begin += line.size() + 1;
        if (isEmpty && m_sawRequestLine)
            return begin;
        if (!isEmpty && !m_sawRequestLine) {
            m_sawRequestLine = true;
            QByteArray joined;
            if (isContinued)
                joined.append(earlier).append(line);
            if (!hasVersion(withoutCr(isContinued ? QByteArrayView(joined) : line)))
                return begin;
        }
        isContinued = false;
        m_lineStart = m_headBytes.size() + begin;
    }
    return -1;
}

void RequestFramer::parseHead()
{
    m_head = RequestHead::parse(std::exchange(m_headBytes, {}));
    m_anomalies.add(m_head.anomalies());
}

void RequestFramer::finishHead()
{
    parseHead();
    BodyFramingDecision decision;
    if (!m_anomalies.hasFault()) {
        decision = decideBodyFraming(m_head);
        m_anomalies.add(decision.anomalies);
        m_mustClose = decision.mustClose;
    }
    if (m_anomalies.hasFault()) {
        m_state = State::Broken;
        m_isRestKept = true;
        m_mustClose = true;
        return;
    }
    beginBody(decision);
}

void RequestFramer::beginBody(const BodyFramingDecision& decision)
{
    m_framing = decision.framing;
    if (m_framing == BodyFraming::Chunked) {
        m_chunks.emplace(m_limits.bodyBytes, m_limits.chunkMarkBytes);
    } else if (decision.length > m_limits.bodyBytes) {
        breakWith(Anomaly::BodyTooLarge);
        return;
    } else if (decision.length == 0) {
        m_state = State::Complete;
        return;
    }
    m_remaining = decision.length;
    m_state = State::Body;
    if (m_head.version() != "1.0") {
        const auto expectation = m_head.header("Expect");
        m_isContinueExpected = expectation && equalsIgnoringCase(*expectation, "100-continue");
    }
}

qsizetype RequestFramer::feedBody(QByteArrayView bytes)
{
    m_isContinueExpected = false;
    if (m_chunks) {
        const qsizetype used = m_chunks->feed(bytes, m_body);
        m_bodyBytes = m_chunks->bodyBytes();
        if (m_chunks->isDone() || m_chunks->hasFailed())
            finishChunks();
        return used;
    }
    const qint64 taken = qMin<qint64>(m_remaining, bytes.size());
    gather(m_body, bytes.first(static_cast<qsizetype>(taken)));
    m_bodyBytes += taken;
    m_remaining -= taken;
    if (m_remaining == 0)
        m_state = State::Complete;
    return static_cast<qsizetype>(taken);
}

void RequestFramer::finishChunks()
{
    const AnomalySet found = m_chunks->anomalies();
    m_anomalies.add(found);
    m_marks = m_chunks->takeMarks();
    m_chunks.reset();
    m_state = State::Complete;
    if (found.hasFault()) {
        m_state = State::Broken;
        m_isRestKept = !found.contains(Anomaly::BodyTooLarge);
        m_mustClose = true;
    }
}

void RequestFramer::keepRest(QByteArrayView bytes)
{
    const qsizetype kept = m_isRestKept ? qMin(bytes.size(), RestBytes - m_rest.size()) : 0;
    m_rest.append(bytes.first(kept));
    m_discarded += bytes.size() - kept;
}

void RequestFramer::breakWith(Anomaly fault)
{
    m_anomalies.add(fault);
    m_state = State::Broken;
    m_isRestKept = !isLimit(fault);
    m_mustClose = true;
}

void RequestFramer::endInput(Anomaly why)
{
    if (isAtStart() || m_state == State::Complete || m_state == State::Broken)
        return;
    const bool isInHead = m_state == State::Head;
    if (isInHead)
        parseHead();
    if (m_chunks)
        finishChunks();
    if (why != Anomaly::ConnectionReset && why != Anomaly::HeadTooSlow && why != Anomaly::BodyTooSlow)
        why = isInHead ? Anomaly::IncompleteHead : Anomaly::IncompleteBody;
    breakWith(why);
}

QByteArray RequestFramer::takeBody()
{
    return std::exchange(m_body, {});
}

Request RequestFramer::takeRequest()
{
    Request request;
    request.head = std::move(m_head);
    request.body = Body(std::move(m_body));
    request.framing = m_framing;
    request.chunkMarks = std::move(m_marks);
    request.rest = std::move(m_rest);
    request.discarded = m_discarded;
    request.anomalies = m_anomalies;
    *this = RequestFramer(m_limits);
    return request;
}

} // namespace hookloupe

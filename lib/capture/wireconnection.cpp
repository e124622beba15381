// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/wireconnection.h"

#include "response/responseprogram.h"

#include <array>

namespace hookloupe {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype ReadBytes = 64 << 10;
/// Reads in a row before other connections get their turn.
constexpr int ReadsInARow = 16;
/// How long the wire must be quiet behind a fault until the request is recorded.
constexpr auto RestPause = 150ms;
/// How long a client has to close after its last answer.
constexpr auto DrainTime = 2s;

/// One read buffer for the capture thread: connections read one after the other.
char* readBuffer()
{
    static thread_local const std::unique_ptr<char[]> buffer(new char[static_cast<std::size_t>(ReadBytes)]);
    return buffer.get();
}

} // namespace

WireConnection::WireConnection(std::unique_ptr<Transport> transport, std::optional<TlsFacts> tls,
    const CaptureLimits& limits, ExchangeHandler& handler, QObject* parent)
    : QObject(parent)
    , m_transport(std::move(transport))
    , m_tls(std::move(tls))
    , m_limits(limits)
    , m_handler(handler)
    , m_peer(m_transport->peerEnd())
    , m_local(m_transport->localEnd())
    , m_framer(limits)
    , m_spool(limits.spillBytes, [&handler] { return handler.newBodyFile(); })
    , m_player(*m_transport)
    , m_lastActivity(Clock::now())
    , m_requestStart(m_lastActivity)
    , m_requestEnd(m_lastActivity)
{
    connect(m_transport.get(), &Transport::readable, this, &WireConnection::onReadable);
    connect(m_transport.get(), &Transport::drained, this, [this] {
        m_lastActivity = Clock::now();
        if (m_phase == Phase::Reading)
            continueReading();
        else if (m_phase == Phase::Draining && m_transport->isInputEnded())
            end();
    });
    connect(m_transport.get(), &Transport::inputEnded, this, &WireConnection::onInputEnded);
    connect(m_transport.get(), &Transport::gone, this, &WireConnection::onGone);
    connect(&m_player, &ProgramPlayer::finished, this, &WireConnection::onAnswered);
    connect(&m_player, &ProgramPlayer::closing, this, &WireConnection::drain);
    connect(&m_player, &ProgramPlayer::wasReset, this, &WireConnection::end);
}

void WireConnection::start()
{
    onReadable();
}

void WireConnection::onReadable()
{
    if (m_phase == Phase::Draining || (m_phase == Phase::Answering && m_player.isHanging())) {
        discardInput();
        return;
    }
    for (int round = 0; m_phase == Phase::Reading || m_phase == Phase::GatheringRest; ++round) {
        if (round == ReadsInARow) {
            QMetaObject::invokeMethod(this, &WireConnection::onReadable, Qt::QueuedConnection);
            return;
        }
        const qsizetype got = m_transport->read(readBuffer(), ReadBytes);
        if (got == 0)
            return;
        m_lastActivity = Clock::now();
        process(QByteArrayView(readBuffer(), got));
        if (got < ReadBytes && !m_tls)
            return;
    }
}

void WireConnection::process(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && (m_phase == Phase::Reading || m_phase == Phase::GatheringRest)) {
        if (m_framer.isAtStart()) {
            m_times.firstByte = now();
            m_requestStart = m_lastActivity;
        }
        bytes = bytes.sliced(m_framer.feed(bytes));
        afterFeed();
    }
    if (!bytes.isEmpty() && m_phase == Phase::Answering)
        m_pending += bytes;
}

void WireConnection::afterFeed()
{
    if (m_framer.state() == RequestFramer::State::Head)
        return;
    if (m_times.headEnd == SystemTime {})
        m_times.headEnd = now();
    m_spool.append(m_framer.takeBody());
    switch (m_framer.state()) {
    case RequestFramer::State::Head:
        return;
    case RequestFramer::State::Body:
        if (!m_isExpectationMet && m_framer.expectsContinue())
            meetExpectation();
        return;
    case RequestFramer::State::Complete:
        submit(m_spool.discarded() > 0 ? RequestEnd::Unstorable : RequestEnd::Whole);
        return;
    case RequestFramer::State::Broken:
        onBroken();
        return;
    }
}

void WireConnection::meetExpectation()
{
    m_isExpectationMet = true;
    switch (m_limits.expectContinue) {
    case ExpectContinue::Send:
        if (m_framer.bodyBytes() == 0)
            m_transport->write(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
        return;
    case ExpectContinue::Withhold:
        return;
    case ExpectContinue::Refuse:
        m_framer.endInput(Anomaly::IncompleteBody);
        submit(RequestEnd::Refused);
        return;
    }
}

void WireConnection::onBroken()
{
    const AnomalySet anomalies = m_framer.anomalies();
    const bool isOverLimit = anomalies.contains(Anomaly::TargetTooLong) || anomalies.contains(Anomaly::HeadTooLarge)
        || anomalies.contains(Anomaly::BodyTooLarge);
    if (isOverLimit || m_transport->isInputEnded()) {
        submit(RequestEnd::Broken);
        return;
    }
    if (m_phase != Phase::GatheringRest)
        m_brokenSince = Clock::now();
    m_phase = Phase::GatheringRest;
    if (!m_restTimer) {
        m_restTimer = new QTimer(this);
        m_restTimer->setSingleShot(true);
        connect(m_restTimer, &QTimer::timeout, this, [this] {
            if (m_phase == Phase::GatheringRest)
                submit(RequestEnd::Broken);
        });
    }
    // The pause counts from the last bytes, but a client that trickles cannot put the answer off for long.
    if (!m_restTimer->isActive() || Clock::now() - m_brokenSince < DrainTime)
        m_restTimer->start(RestPause);
}

Request WireConnection::gatherRequest()
{
    Request request = m_framer.takeRequest();
    request.discarded += m_spool.discarded();
    if (m_spool.discarded() > 0)
        request.anomalies.add(Anomaly::IncompleteBody);
    request.body = m_spool.take();
    if (m_isPipelined)
        request.anomalies.add(Anomaly::Pipelined);
    m_times.lastByte = now();
    if (m_times.headEnd == SystemTime {})
        m_times.headEnd = m_times.lastByte;
    request.times = std::exchange(m_times, {});
    request.peer = m_peer;
    request.local = m_local;
    request.tls = m_tls;
    return request;
}

void WireConnection::submit(RequestEnd end)
{
    m_mustClose = m_finishSoon || end != RequestEnd::Whole || m_framer.mustClose();
    m_phase = Phase::Answering;
    m_transport->pauseReading(true);
    auto request = std::make_shared<const Request>(gatherRequest());
    m_answeredHead = request->head;
    m_requestEnd = Clock::now();
    m_isExpectationMet = false;
    m_isPipelined = false;
    m_handler.handle(*this, std::move(request), end);
}

void WireConnection::answer(const Response& response)
{
    if (m_phase != Phase::Answering)
        return;
    m_player.play(makeResponseProgram(response, m_answeredHead, m_mustClose), m_requestEnd);
    if (!m_player.isHanging())
        return;
    if (m_transport->isInputEnded())
        end();
    else
        m_transport->pauseReading(false); // what still comes is dropped, so that the end of the client is noticed
}

void WireConnection::onAnswered()
{
    if (m_phase != Phase::Answering)
        return;
    m_answeredHead = {};
    m_lastActivity = Clock::now();
    m_phase = Phase::Reading;
    // A client that does not take its answers is not read from: what it has sent since stays behind m_pending.
    if (m_transport->bytesToWrite() == 0)
        continueReading();
}

void WireConnection::continueReading()
{
    if (m_finishSoon && m_framer.isAtStart()) {
        drain();
        return;
    }
    m_transport->pauseReading(false);
    if (!m_pending.isEmpty()) {
        const QByteArray pending = std::exchange(m_pending, {});
        m_isPipelined = true;
        process(pending);
        m_isPipelined = m_isPipelined && !m_framer.isAtStart();
    }
    if (m_phase != Phase::Reading)
        return;
    if (m_transport->isInputEnded())
        onInputEnded();
    else if (m_tls)
        onReadable();
}

void WireConnection::onInputEnded()
{
    switch (m_phase) {
    case Phase::Reading:
        if (!m_pending.isEmpty() || m_transport->bytesToWrite() > 0)
            return; // continueReading() comes to this end, behind what was sent before it
        if (m_framer.isAtStart()) {
            drain();
            return;
        }
        m_framer.endInput(Anomaly::IncompleteHead);
        submit(RequestEnd::Broken);
        return;
    case Phase::GatheringRest:
        submit(RequestEnd::Broken);
        return;
    case Phase::Answering:
        if (m_player.isHanging())
            end();
        return;
    case Phase::Draining:
        if (m_transport->bytesToWrite() == 0)
            end();
        return;
    case Phase::Over:
        return;
    }
}

void WireConnection::onGone()
{
    if (m_phase == Phase::Reading && !m_framer.isAtStart()) {
        m_framer.endInput(Anomaly::ConnectionReset);
        submit(RequestEnd::Broken);
    } else if (m_phase == Phase::GatheringRest) {
        submit(RequestEnd::Broken);
    }
    end();
}

void WireConnection::finishSoon()
{
    m_finishSoon = true;
    m_mustClose = true;
    if (m_phase == Phase::Reading && m_framer.isAtStart() && m_transport->bytesToWrite() == 0) {
        // A client that has just sent a request gets time to hear of the end; one that is silent needs none.
        const bool isSilent = m_transport->read(readBuffer(), ReadBytes) == 0;
        drain();
        if (isSilent)
            end();
    } else if (m_phase == Phase::Answering && m_player.isHanging()) {
        end();
    }
}

void WireConnection::checkTime(Clock::time_point now, std::chrono::milliseconds idleTime)
{
    switch (m_phase) {
    case Phase::Reading:
        if (m_framer.isAtStart()) {
            if (now - m_lastActivity > idleTime)
                drain();
        } else if (m_framer.state() == RequestFramer::State::Head) {
            if (now - m_requestStart > m_limits.headTime) {
                m_framer.endInput(Anomaly::HeadTooSlow);
                submit(RequestEnd::Broken);
            }
        } else if (now - m_lastActivity > m_limits.bodyPause) {
            m_framer.endInput(Anomaly::BodyTooSlow);
            submit(RequestEnd::Broken);
        }
        return;
    case Phase::Draining:
        // An answer that is still on its way has the time of a connection that stands by.
        if (now - m_lastActivity
            > (m_transport->bytesToWrite() > 0 ? qMax<Clock::duration>(idleTime, DrainTime) : DrainTime))
            end();
        return;
    case Phase::GatheringRest:
    case Phase::Answering:
    case Phase::Over:
        return;
    }
}

void WireConnection::drain()
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Draining;
    m_pending.clear();
    m_lastActivity = Clock::now();
    m_transport->finishSending();
    if (m_phase != Phase::Draining)
        return;
    if (m_transport->isInputEnded()) {
        if (m_transport->bytesToWrite() == 0)
            end();
        return;
    }
    m_transport->pauseReading(false);
    discardInput();
}

void WireConnection::discardInput()
{
    for (int round = 0; round < ReadsInARow && m_phase != Phase::Over; ++round) {
        if (m_transport->read(readBuffer(), ReadBytes) < ReadBytes)
            return;
    }
}

void WireConnection::end()
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Over;
    m_spool.discard();
    m_pending.clear();
    emit over();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/bodyspool.h"
#include "capture/capturelimits.h"
#include "capture/net/programplayer.h"
#include "capture/net/transport.h"
#include "capture/requestframer.h"
#include "http/request.h"
#include "http/response.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace hookloupe {

class WireConnection;

/// How a request ended, for the choice of its response.
enum class RequestEnd : quint8 {
    Whole,
    Broken, ///< malformed, cut short, over a limit: its anomalies say which
    Refused, ///< its Expect header is refused; the body was not read
    Unstorable, ///< its body could not be kept
};

/// Takes the requests of connections and answers them later through WireConnection::answer().
class ExchangeHandler {
public:
    virtual ~ExchangeHandler() = default;
    virtual void handle(WireConnection& connection, RequestPtr request, RequestEnd end) = 0;
    virtual QString newBodyFile() = 0;
};

/// One connection: cuts its bytes into requests, one exchange at a time, and plays the answers.
///
/// Pipelined requests wait until the one before is answered, so that answers keep the order. Capture thread only.
class WireConnection final : public QObject {
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    /// \param limits  outlives the connection
    WireConnection(std::unique_ptr<Transport> transport, std::optional<TlsFacts> tls, const CaptureLimits& limits,
        ExchangeHandler& handler, QObject* parent = nullptr);

    /// Reads what has come already.
    void start();
    /// Answers the request that was handed to the handler.
    void answer(const Response& response);
    /// No further request after the one under way; closes at once when there is none.
    void finishSoon();
    /// Ends what has taken too long.
    /// \param idleTime  how long the connection may stand between two requests
    void checkTime(Clock::time_point now, std::chrono::milliseconds idleTime);

signals:
    /// Nothing more comes of this connection: it can be deleted (later).
    void over();

private:
    enum class Phase : quint8 {
        Reading, ///< waiting for a request, or within one
        GatheringRest, ///< behind a fault: what else the client sent with it
        Answering, ///< handed over; the answer is awaited or being played
        Draining, ///< answered for the last time: waiting for the client to close
        Over,
    };

    void onReadable();
    void process(QByteArrayView bytes);
    void afterFeed();
    void meetExpectation();
    void onBroken();
    void submit(RequestEnd end);
    Request gatherRequest();
    void onInputEnded();
    void onGone();
    void onAnswered();
    void continueReading();
    void drain();
    void discardInput();
    void end();

    std::unique_ptr<Transport> m_transport;
    std::optional<TlsFacts> m_tls;
    const CaptureLimits& m_limits;
    ExchangeHandler& m_handler;
    SocketEnd m_peer;
    SocketEnd m_local;
    RequestFramer m_framer;
    BodySpool m_spool;
    ProgramPlayer m_player;
    QTimer* m_restTimer = nullptr; ///< made when a request is first at fault
    Phase m_phase = Phase::Reading;
    QByteArray m_pending; ///< came behind the request that is being answered
    RequestHead m_answeredHead; ///< what the answer depends on
    WireTimes m_times;
    Clock::time_point m_lastActivity;
    Clock::time_point m_requestStart;
    Clock::time_point m_requestEnd;
    Clock::time_point m_brokenSince;
    bool m_isExpectationMet = false;
    bool m_isPipelined = false;
    bool m_mustClose = false;
    bool m_finishSoon = false;
};

} // namespace hookloupe

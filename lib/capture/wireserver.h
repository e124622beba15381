// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "capture/capturelimits.h"
#include "capture/exchangesink.h"
#include "capture/httpbridge.h"
#include "capture/listenaddress.h"
#include "capture/net/nativesocket.h"
#include "capture/tls/tlsidentity.h"
#include "capture/wireconnection.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hookloupe {

class Arrival;
class Listener;
class ReadinessSet;

/// The wire side of the capture: listens, takes connections, hands exchanges to the sink, answers what is released.
///
/// Made and used in the capture thread only.
class WireServer final : public QObject, private ExchangeHandler {
    Q_OBJECT

public:
    /// An exchange that may be answered now.
    struct Release {
        ExchangeTicket ticket = 0;
        bool isRecorded = true; ///< false: it could not be kept, and is answered 503
    };

    /// \param sink  records the exchanges and decides their responses; outlives the server
    explicit WireServer(ExchangeSink& sink, QObject* parent = nullptr);
    ~WireServer() override;

    /// Opens every address, or none.
    /// \return where it listens, with the real ports
    Result<std::vector<ListenAddress>, ListenError> listen(
        const std::vector<ListenAddress>& addresses, const CaptureLimits& limits, const TlsSettings& tls);
    /// Closes the listening sockets; connections end with the exchange under way. allClosed() follows.
    void finish();
    /// Drops every connection at once.
    void abort();
    void release(const std::vector<Release>& releases);

signals:
    void connectionsChanged(int open);
    void allClosed();
    void handshakeFailed(const QString& peer, const QString& reason);

private:
    struct Awaited {
        WireConnection* connection = nullptr;
        ResponsePtr response;
    };

    void handle(WireConnection& connection, RequestPtr request, RequestEnd end) override;
    QString newBodyFile() override { return m_sink.newBodyFile(); }
    void acceptFrom(Listener& listener);
    void addArrival(NativeSocket socket);
    void promote(Arrival& arrival);
    void remove(Arrival& arrival);
    void remove(WireConnection& connection);
    void updateRoom();
    void checkTimes();
    int openCount() const { return static_cast<int>(m_arrivals.size() + m_connections.size()); }

    ExchangeSink& m_sink;
    std::shared_ptr<ReadinessSet> m_readiness; ///< of all connections
    HttpBridge m_bridge;
    CaptureLimits m_limits;
    std::unique_ptr<TlsIdentity> m_identity;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::unordered_set<Arrival*> m_arrivals;
    std::unordered_map<WireConnection*, ExchangeTicket> m_connections; ///< with the exchange that it awaits, if any
    std::unordered_map<ExchangeTicket, Awaited> m_awaited;
    QTimer m_clock;
    int m_reportedOpen = 0;
    bool m_isFull = false;
};

} // namespace hookloupe

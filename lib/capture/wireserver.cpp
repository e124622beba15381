// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/wireserver.h"

#include "capture/arrival.h"
#include "capture/faultresponse.h"
#include "capture/net/listener.h"
#include "capture/net/readinessset.h"

namespace hookloupe {

namespace {

using namespace std::chrono_literals;

constexpr auto CheckInterval = 250ms;
/// Descriptors that the session, its bodies and the program itself need beside the connections.
constexpr qint64 ReservedFiles = 40;
/// When every place is taken, connections that only stand by give theirs up after this time.
constexpr std::chrono::milliseconds IdleTimeWhenFull = 1s;

ResponsePtr expectationRefused()
{
    static const auto response = [] {
        Response plan;
        plan.status = 417;
        return std::make_shared<const Response>(std::move(plan));
    }();
    return response;
}

/// What a request gets that did not come to its end; null for a whole one.
ResponsePtr refusalOf(const Request& request, RequestEnd end)
{
    switch (end) {
    case RequestEnd::Broken:
        return faultResponse(request.anomalies);
    case RequestEnd::Refused:
        return expectationRefused();
    case RequestEnd::Unstorable:
        return storageFailedResponse();
    case RequestEnd::Whole:
        break;
    }
    return nullptr;
}

} // namespace

WireServer::WireServer(ExchangeSink& sink, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_readiness(std::make_shared<ReadinessSet>())
{
    m_clock.setInterval(CheckInterval);
    connect(&m_clock, &QTimer::timeout, this, &WireServer::checkTimes);
}

WireServer::~WireServer()
{
    abort();
}

Result<std::vector<ListenAddress>, ListenError> WireServer::listen(
    const std::vector<ListenAddress>& addresses, const CaptureLimits& limits, const TlsSettings& tls)
{
    auto identity = TlsIdentity::load(tls);
    if (!identity)
        return Unexpected(ListenError { ListenErrorCode::BadCertificate, identity.error().detail, {}, {} });

    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<ListenAddress> open;
    m_listeners.clear();
    for (const ListenAddress& wanted : addresses) {
        auto listener = std::make_unique<Listener>();
        auto address = listener->listen(wanted);
        if (!address)
            return Unexpected(address.error());
        open.push_back(*address);
        connect(listener.get(), &Listener::connectionWaiting, this,
            [this, waiting = listener.get()] { acceptFrom(*waiting); });
        listeners.push_back(std::move(listener));
    }
    // Arrivals hold on to the identity that they began with.
    for (Arrival* arrival : std::exchange(m_arrivals, {}))
        delete arrival;
    m_identity = std::make_unique<TlsIdentity>(std::move(*identity));
    m_listeners = std::move(listeners);
    m_limits = limits;
    const qint64 possible = qMax<qint64>(8, raiseOpenFilesLimit() - ReservedFiles);
    m_limits.connections = static_cast<int>(qMax<qint64>(1, qMin<qint64>(limits.connections, possible)));
    m_isFull = false;
    m_clock.start();
    updateRoom();
    return open;
}

void WireServer::finish()
{
    m_listeners.clear();
    for (Arrival* arrival : std::exchange(m_arrivals, {}))
        arrival->deleteLater();
    const auto connections = m_connections;
    for (const auto& [connection, awaited] : connections)
        connection->finishSoon();
    if (m_connections.empty())
        emit allClosed();
}

void WireServer::abort()
{
    m_listeners.clear();
    m_awaited.clear();
    for (Arrival* arrival : std::exchange(m_arrivals, {}))
        delete arrival;
    for (const auto& [connection, awaited] : std::exchange(m_connections, {}))
        delete connection;
}

void WireServer::acceptFrom(Listener& listener)
{
    while (openCount() < m_limits.connections) {
        NativeSocket socket = listener.takeConnection();
        if (!socket.isOpen())
            break;
        addArrival(std::move(socket));
    }
    updateRoom();
}

void WireServer::addArrival(NativeSocket socket)
{
    auto* arrival = new Arrival(std::move(socket), *m_identity, m_readiness, this);
    m_arrivals.insert(arrival);
    connect(arrival, &Arrival::ready, this, [this, arrival] { promote(*arrival); });
    connect(arrival, &Arrival::over, this, [this, arrival] { remove(*arrival); });
    connect(arrival, &Arrival::handshakeFailed, this, &WireServer::handshakeFailed);
    arrival->start();
}

void WireServer::promote(Arrival& arrival)
{
    auto* connection = new WireConnection(arrival.takeTransport(), arrival.takeTlsFacts(), m_limits, *this, this);
    m_connections.emplace(connection, 0);
    connect(connection, &WireConnection::over, this, [this, connection] { remove(*connection); });
    m_arrivals.erase(&arrival);
    arrival.deleteLater();
    connection->start();
}

void WireServer::remove(Arrival& arrival)
{
    m_arrivals.erase(&arrival);
    arrival.deleteLater();
    updateRoom();
}

void WireServer::remove(WireConnection& connection)
{
    const auto found = m_connections.find(&connection);
    if (found == m_connections.end())
        return;
    m_awaited.erase(found->second);
    m_connections.erase(found);
    connection.deleteLater();
    updateRoom();
    if (m_listeners.empty() && m_connections.empty())
        emit allClosed();
}

void WireServer::updateRoom()
{
    const bool isFull = openCount() >= m_limits.connections;
    if (isFull == m_isFull)
        return;
    m_isFull = isFull;
    for (const auto& listener : m_listeners)
        listener->setAccepting(!isFull);
}

void WireServer::checkTimes()
{
    const auto now = WireConnection::Clock::now();
    const auto idleTime = m_isFull ? qMin(IdleTimeWhenFull, m_limits.idleTime) : m_limits.idleTime;
    const auto connections = m_connections;
    for (const auto& [connection, awaited] : connections)
        connection->checkTime(now, idleTime);
    const auto arrivals = m_arrivals;
    for (Arrival* arrival : arrivals) {
        if (now - arrival->since() > (arrival->hasBegun() ? m_limits.handshakeTime : idleTime))
            remove(*arrival);
    }
    if (m_reportedOpen != openCount()) {
        m_reportedOpen = openCount();
        emit connectionsChanged(m_reportedOpen);
    }
}

void WireServer::handle(WireConnection& connection, RequestPtr request, RequestEnd end)
{
    ResponsePtr refusal = refusalOf(*request, end);
    ExchangeSink::Accepted accepted;
    if (refusal)
        accepted = m_sink.submit(std::move(request), std::move(refusal));
    else
        m_bridge.serve([&] { accepted = m_sink.submit(std::move(request), nullptr); });
    m_connections[&connection] = accepted.ticket;
    m_awaited.emplace(accepted.ticket, Awaited { &connection, std::move(accepted.response) });
}

void WireServer::release(const std::vector<Release>& releases)
{
    for (const Release& release : releases) {
        const auto found = m_awaited.find(release.ticket);
        if (found == m_awaited.end())
            continue;
        const Awaited awaited = std::move(found->second);
        m_awaited.erase(found);
        m_connections[awaited.connection] = 0;
        awaited.connection->answer(release.isRecorded ? *awaited.response : *storageFailedResponse());
    }
}

} // namespace hookloupe

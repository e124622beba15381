// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/httpbridge.h"

#include <QAbstractHttpServer>
#include <QHostAddress>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstring>
#include <utility>

namespace hookloupe {

namespace {

/// A connected socket with nothing behind it: what is injected can be read, what is written is kept.
class BridgeSocket final : public QTcpSocket {
public:
    BridgeSocket()
    {
        setSocketState(ConnectedState);
        setPeerAddress(QHostAddress(QHostAddress::LocalHost));
        setPeerPort(1);
        setLocalAddress(QHostAddress(QHostAddress::LocalHost));
        setOpenMode(ReadWrite | Unbuffered);
    }

    QByteArray exchange(const QByteArray& request)
    {
        m_input = request;
        m_at = 0;
        m_output.clear();
        emit readyRead();
        return std::exchange(m_output, {});
    }

    qint64 bytesAvailable() const override { return m_input.size() - m_at + QIODevice::bytesAvailable(); }
    bool canReadLine() const override { return m_input.indexOf('\n', m_at) >= 0 || QIODevice::canReadLine(); }
    bool isSequential() const override { return true; }
    void disconnectFromHost() override { drop(); }
    void close() override { drop(); }

protected:
    qint64 readData(char* data, qint64 maxSize) override
    {
        const qsizetype size = qMin<qsizetype>(static_cast<qsizetype>(maxSize), m_input.size() - m_at);
        std::memcpy(data, m_input.constData() + m_at, static_cast<std::size_t>(size));
        m_at += size;
        return size;
    }

    qint64 writeData(const char* data, qint64 size) override
    {
        m_output.append(data, static_cast<qsizetype>(size));
        return size;
    }

private:
    void drop()
    {
        if (state() == UnconnectedState)
            return;
        setSocketState(UnconnectedState);
        emit disconnected();
    }

    QByteArray m_input;
    qsizetype m_at = 0;
    QByteArray m_output;
};

/// Hands bridge sockets to the HTTP server as if they had connected.
class BridgeGate final : public QTcpServer {
public:
    using QTcpServer::QTcpServer;

    void hand(QTcpSocket* socket)
    {
        m_waiting = socket;
        // Which of the two the HTTP server listens to depends on its version.
        for (const char* signal : { "pendingConnectionAvailable", "newConnection" }) {
            if (m_waiting)
                QMetaObject::invokeMethod(this, signal, Qt::DirectConnection);
        }
        delete std::exchange(m_waiting, nullptr);
    }

    bool hasPendingConnections() const override { return m_waiting != nullptr; }
    QTcpSocket* nextPendingConnection() override { return std::exchange(m_waiting, nullptr); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        QTcpSocket stranger;
        stranger.setSocketDescriptor(descriptor);
        stranger.abort();
    }

private:
    QTcpSocket* m_waiting = nullptr;
};

/// Answers each request by calling the handler of the moment.
class CaptureServer final : public QAbstractHttpServer {
public:
    std::function<void()> handler;

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) override
    {
        QHttpServerResponder responder = makeResponder(request, socket);
        answer(responder);
        return true;
    }
    void missingHandler(const QHttpServerRequest&, QTcpSocket*) override { }
#else
    bool handleRequest(const QHttpServerRequest&, QHttpServerResponder& responder) override
    {
        answer(responder);
        return true;
    }
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder&&) override { }
#else
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder&) override { }
#endif
#endif

private:
    void answer(QHttpServerResponder& responder)
    {
        if (auto once = std::exchange(handler, {}))
            once();
        responder.write(QHttpServerResponder::StatusCode::NoContent);
    }
};

} // namespace

struct HttpBridge::Private {
    CaptureServer server;
    BridgeGate* gate = nullptr; ///< belongs to the server
    QPointer<BridgeSocket> socket;
    int bypassed = 0;

    void connectSocket()
    {
        if (!gate)
            return;
        auto* fresh = new BridgeSocket; // the HTTP server deletes it when it disconnects
        socket = fresh;
        gate->hand(fresh);
    }
};

HttpBridge::HttpBridge()
    : d(std::make_unique<Private>())
{
    // The server wants a listening socket to be bound to; nothing is to connect to it, so it closes at once.
    auto* gate = new BridgeGate(&d->server);
    if (gate->listen(QHostAddress(QHostAddress::LocalHost), 0)) {
        d->server.bind(gate);
        gate->close();
        d->gate = gate;
    }
}

HttpBridge::~HttpBridge()
{
    delete d->socket;
}

QByteArray HttpBridge::serve(const std::function<void()>& handler)
{
    static const QByteArray Request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    d->server.handler = handler;
    QByteArray answer;
    for (int attempt = 0; attempt < 2 && d->server.handler; ++attempt) {
        if (!d->socket || d->socket->state() != QAbstractSocket::ConnectedState)
            d->connectSocket();
        if (!d->socket)
            break;
        answer = d->socket->exchange(Request);
        if (d->server.handler && d->socket)
            d->socket->close();
    }
    if (auto unserved = std::exchange(d->server.handler, {})) {
        ++d->bypassed;
        unserved();
    }
    return answer;
}

int HttpBridge::bypassed() const
{
    return d->bypassed;
}

} // namespace hookloupe

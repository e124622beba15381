// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/readinessset.h"
#include "capture/net/sniffer.h"
#include "capture/net/transport.h"
#include "capture/tls/tlsidentity.h"
#include "http/request.h"

#include <QObject>
#include <QSslSocket>

#include <chrono>
#include <memory>
#include <optional>

namespace hookloupe {

/// A connection that has just come: told apart into plain and TLS, and taken through its handshake.
///
/// Capture thread only. Exactly one of ready() and over() comes.
class Arrival final : public QObject {
    Q_OBJECT

public:
    Arrival(
        NativeSocket socket, TlsIdentity& identity, std::shared_ptr<ReadinessSet> readiness, QObject* parent = nullptr);

    void start();
    /// After ready(): the connection's byte stream.
    std::unique_ptr<Transport> takeTransport() { return std::move(m_transport); }
    /// After ready(): what the handshake said; nothing for a plain connection.
    std::optional<TlsFacts> takeTlsFacts() { return std::move(m_facts); }
    /// True once the client has begun to speak.
    bool hasBegun() const;
    std::chrono::steady_clock::time_point since() const { return m_since; }

signals:
    void ready();
    void over();
    /// The client and we could not agree; the usual reason is that it does not trust the certificate. over() follows.
    void handshakeFailed(const QString& peer, const QString& reason);

private:
    void becomePlain();
    void beginTls(const ClientHello& hello);
    void finishTls();
    void failTls(const QString& reason);

    TlsIdentity& m_identity;
    std::shared_ptr<ReadinessSet> m_readiness;
    std::unique_ptr<Sniffer> m_sniffer;
    QSslSocket* m_tlsSocket = nullptr;
    std::unique_ptr<Transport> m_transport;
    std::optional<TlsFacts> m_facts;
    QString m_peer;
    std::chrono::steady_clock::time_point m_since;
    bool m_isDecided = false;
};

} // namespace hookloupe

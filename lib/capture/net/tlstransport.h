// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/transport.h"

#include <QSslSocket>

namespace hookloupe {

/// A connection through TLS, after its handshake.
class TlsTransport final : public Transport {
    Q_OBJECT

public:
    /// \param socket  encrypted already; ownership is taken
    explicit TlsTransport(QSslSocket* socket, QObject* parent = nullptr);

    qsizetype read(char* buffer, qsizetype size) override;
    void pauseReading(bool isPaused) override { m_isPaused = isPaused; }
    void write(const QByteArray& bytes) override;
    qint64 bytesToWrite() const override;
    bool isInputEnded() const override { return m_isGone; }
    void finishSending() override;
    void reset() override;
    SocketEnd peerEnd() const override { return m_peer; }
    SocketEnd localEnd() const override { return m_local; }

private:
    void onDisconnected();

    static constexpr qint64 ReadBufferBytes = 256 << 10;

    QSslSocket* m_socket;
    SocketEnd m_peer;
    SocketEnd m_local;
    bool m_isPaused = false;
    bool m_isGone = false;
};

} // namespace hookloupe

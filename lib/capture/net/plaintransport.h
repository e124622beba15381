// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/nativesocket.h"
#include "capture/net/socketwatch.h"
#include "capture/net/transport.h"

namespace hookloupe {

/// A plain TCP connection.
class PlainTransport final : public Transport {
    Q_OBJECT

public:
    PlainTransport(NativeSocket socket, std::shared_ptr<ReadinessSet> readiness, QObject* parent = nullptr);

    qsizetype read(char* buffer, qsizetype size) override;
    void pauseReading(bool isPaused) override;
    void write(const QByteArray& bytes) override;
    qint64 bytesToWrite() const override { return m_pending.size() - m_sent; }
    bool isInputEnded() const override { return m_isInputEnded; }
    void finishSending() override;
    void reset() override;
    SocketEnd peerEnd() const override { return m_socket.peerEnd(); }
    SocketEnd localEnd() const override { return m_socket.localEnd(); }

private:
    void onReadable();
    void peekWhilePaused();
    void sendPending();
    void endInput();
    void lose();

    NativeSocket m_socket;
    SocketWatch m_watch;
    QByteArray m_pending;
    qsizetype m_sent = 0; ///< bytes at the front of m_pending that are on their way
    bool m_isPaused = false;
    bool m_isInputEnded = false;
    bool m_finishWhenSent = false;
    bool m_isGone = false;
};

} // namespace hookloupe

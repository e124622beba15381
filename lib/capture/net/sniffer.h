// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/nativesocket.h"
#include "capture/net/socketwatch.h"
#include "capture/tls/clienthello.h"

#include <QObject>

namespace hookloupe {

/// Looks at the first bytes of a new connection, without taking them, and says whether it is TLS.
///
/// Capture thread only. One of the signals comes once; then the object is of no more use.
class Sniffer final : public QObject {
    Q_OBJECT

public:
    Sniffer(NativeSocket socket, std::shared_ptr<ReadinessSet> readiness, QObject* parent = nullptr);

    /// True once the client has sent something that is not yet enough.
    bool hasBegun() const { return m_hasBegun; }
    /// Gives the socket away, with all its bytes unread.
    NativeSocket takeSocket() { return std::move(m_socket); }
    /// Looks at once, instead of at the next turn of the event loop.
    void look();

signals:
    void foundPlain();
    void foundTls(const hookloupe::ClientHello& hello);
    /// The client left without a word.
    void gone();

private:
    NativeSocket m_socket;
    SocketWatch m_watch;
    qsizetype m_seen = 0; ///< bytes of a hello that is not whole yet
    bool m_hasBegun = false;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "capture/listenaddress.h"
#include "capture/net/nativesocket.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>

#include <memory>

namespace hookloupe {

/// One listening address. Accepts only when there is room, so that a flood waits in the system's backlog.
///
/// QTcpServer opens the address; accepting is done here, since QTcpServer takes everything that waits at once and
/// stops for ever when the process runs out of descriptors. Capture thread only.
class Listener final : public QObject {
    Q_OBJECT

public:
    explicit Listener(QObject* parent = nullptr);

    /// \return where it listens now, with the real port
    Result<ListenAddress, ListenError> listen(const ListenAddress& wanted);
    ListenAddress address() const { return m_address; }
    /// While closed to new connections, they wait in the backlog.
    void setAccepting(bool isAccepting);

signals:
    /// Somebody has connected; take it with takeConnection() until there is none.
    void connectionWaiting();

public:
    /// The next waiting connection; not open when there is none, or no descriptor for it (it is tried again later).
    NativeSocket takeConnection();

private:
    static constexpr int Backlog = 4096;
    static constexpr int RetryMs = 100;

    QTcpServer m_server;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_retry;
    ListenAddress m_address;
    bool m_isAccepting = true;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/listener.h"

#include "capture/net/portholder.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

ListenError listenError(const QTcpServer& server, const ListenAddress& wanted)
{
    const QString place = wanted.address.toString() + u" port "_s + QString::number(wanted.port);
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError: {
        const QString holder = portHolder(wanted.port);
        const QString by = holder.isEmpty() ? u"another program"_s : holder;
        return { ListenErrorCode::PortInUse,
            place + u" is in use by "_s + by + u"; choose another port, or 0 for any free one"_s, wanted, holder };
    }
    case QAbstractSocket::SocketAddressNotAvailableError:
        return { ListenErrorCode::AddressNotAvailable,
            wanted.address.toString() + u" is not an address of this machine; 127.0.0.1 is"_s, wanted, {} };
    case QAbstractSocket::SocketAccessError:
        return { ListenErrorCode::NotPermitted, place + u" is reserved by the system; choose a port of 1024 or above"_s,
            wanted, {} };
    default:
        return { ListenErrorCode::Failed, place + u": "_s + server.errorString(), wanted, {} };
    }
}

} // namespace

Listener::Listener(QObject* parent)
    : QObject(parent)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryMs);
    connect(&m_retry, &QTimer::timeout, this, [this] { setAccepting(m_isAccepting); });
}

Result<ListenAddress, ListenError> Listener::listen(const ListenAddress& wanted)
{
    m_server.setListenBacklogSize(Backlog);
    if (!m_server.listen(wanted.address, wanted.port))
        return Unexpected(listenError(m_server, wanted));
    m_server.pauseAccepting();
    m_address = wanted;
    m_address.port = m_server.serverPort();
    m_notifier = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Listener::connectionWaiting);
    return m_address;
}

void Listener::setAccepting(bool isAccepting)
{
    m_isAccepting = isAccepting;
    if (m_notifier)
        m_notifier->setEnabled(isAccepting && !m_retry.isActive());
}

NativeSocket Listener::takeConnection()
{
    for (;;) {
        AcceptResult result = acceptFrom(m_server.socketDescriptor());
        switch (result.outcome) {
        case AcceptResult::Outcome::Accepted:
            return std::move(result.socket);
        case AcceptResult::Outcome::Again:
            continue;
        case AcceptResult::Outcome::NoResources:
            m_retry.start();
            m_notifier->setEnabled(false);
            return {};
        case AcceptResult::Outcome::NothingWaiting:
            return {};
        }
    }
}

} // namespace hookloupe

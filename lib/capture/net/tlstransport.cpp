// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/tlstransport.h"

#include "capture/net/nativesocket.h"

#include <QHostAddress>

namespace hookloupe {

namespace {

QString plainAddress(const QHostAddress& address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4).toString() : address.toString();
}

} // namespace

TlsTransport::TlsTransport(QSslSocket* socket, QObject* parent)
    : Transport(parent)
    , m_socket(socket)
    , m_peer { plainAddress(socket->peerAddress()), socket->peerPort() }
    , m_local { plainAddress(socket->localAddress()), socket->localPort() }
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(ReadBufferBytes);
    connect(m_socket, &QSslSocket::readyRead, this, [this] {
        if (!m_isPaused)
            emit readable();
    });
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, [this] {
        if (bytesToWrite() == 0)
            emit drained();
    });
    connect(m_socket, &QSslSocket::disconnected, this, &TlsTransport::onDisconnected);
}

qsizetype TlsTransport::read(char* buffer, qsizetype size)
{
    return static_cast<qsizetype>(qMax<qint64>(0, m_socket->read(buffer, size)));
}

void TlsTransport::write(const QByteArray& bytes)
{
    if (m_isGone)
        return;
    m_socket->write(bytes);
    m_socket->flush();
}

qint64 TlsTransport::bytesToWrite() const
{
    return m_isGone ? 0 : m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void TlsTransport::finishSending()
{
    if (!m_isGone)
        m_socket->disconnectFromHost();
}

void TlsTransport::reset()
{
    m_isGone = true;
    m_socket->disconnect(this);
    armReset(m_socket->socketDescriptor());
    m_socket->abort();
}

void TlsTransport::onDisconnected()
{
    if (m_isGone)
        return;
    m_isGone = true;
    if (m_socket->bytesAvailable() > 0)
        emit readable();
    emit gone();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/arrival.h"

#include "capture/net/plaintransport.h"
#include "capture/net/tlstransport.h"

#include <QSslCertificate>
#include <QSslCipher>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return u"TLSv1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLSv1.3"_s;
    default:
        return u"TLS"_s;
    }
}

QString subjectOf(const QSslCertificate& certificate)
{
    if (certificate.isNull())
        return {};
    const QStringList commonNames = certificate.subjectInfo(QSslCertificate::CommonName);
    const QString name = commonNames.isEmpty() ? certificate.subjectDisplayName() : commonNames.join(u", "_s);
    return name.isEmpty() ? QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex()) : name;
}

} // namespace

Arrival::Arrival(NativeSocket socket, TlsIdentity& identity, std::shared_ptr<ReadinessSet> readiness, QObject* parent)
    : QObject(parent)
    , m_identity(identity)
    , m_readiness(std::move(readiness))
    , m_sniffer(std::make_unique<Sniffer>(std::move(socket), m_readiness))
    , m_since(std::chrono::steady_clock::now())
{
    connect(m_sniffer.get(), &Sniffer::foundPlain, this, &Arrival::becomePlain);
    connect(m_sniffer.get(), &Sniffer::foundTls, this, &Arrival::beginTls);
    connect(m_sniffer.get(), &Sniffer::gone, this, [this] {
        m_isDecided = true;
        emit over();
    });
}

void Arrival::start()
{
    m_sniffer->look();
}

bool Arrival::hasBegun() const
{
    return m_tlsSocket || m_sniffer->hasBegun();
}

void Arrival::becomePlain()
{
    m_isDecided = true;
    m_transport = std::make_unique<PlainTransport>(m_sniffer->takeSocket(), m_readiness);
    emit ready();
}

void Arrival::beginTls(const ClientHello& hello)
{
    NativeSocket socket = m_sniffer->takeSocket();
    const SocketEnd peer = socket.peerEnd();
    m_peer = peer.address + u':' + QString::number(peer.port);
    m_facts = TlsFacts {};
    m_facts->serverName = hello.serverName;
    m_facts->offeredProtocols = hello.protocols;

    auto configuration = m_identity.configurationFor(hello.serverName);
    if (!configuration) {
        failTls(configuration.error().detail);
        return;
    }
    m_tlsSocket = new QSslSocket(this);
    m_tlsSocket->setSslConfiguration(*configuration);
    m_tlsSocket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_tlsSocket, &QSslSocket::encrypted, this, &Arrival::finishTls);
    connect(
        m_tlsSocket, &QSslSocket::sslErrors, m_tlsSocket, [tlsSocket = m_tlsSocket] { tlsSocket->ignoreSslErrors(); });
    connect(m_tlsSocket, &QAbstractSocket::errorOccurred, this, [this] { failTls(m_tlsSocket->errorString()); });
    connect(m_tlsSocket, &QAbstractSocket::disconnected, this, [this] { failTls(u"the client left"_s); });
    if (!m_tlsSocket->setSocketDescriptor(socket.descriptor())) {
        failTls(m_tlsSocket->errorString());
        return;
    }
    socket.release();
    m_tlsSocket->startServerEncryption();
}

void Arrival::finishTls()
{
    if (m_isDecided)
        return;
    m_isDecided = true;
    m_facts->protocol = protocolName(m_tlsSocket->sessionProtocol());
    m_facts->cipher = m_tlsSocket->sessionCipher().name();
    m_facts->negotiatedProtocol = m_tlsSocket->sslConfiguration().nextNegotiatedProtocol();
    m_facts->clientCertificate = subjectOf(m_tlsSocket->peerCertificate());
    m_tlsSocket->disconnect(this);
    m_transport = std::make_unique<TlsTransport>(m_tlsSocket);
    emit ready();
}

void Arrival::failTls(const QString& reason)
{
    if (m_isDecided)
        return;
    m_isDecided = true;
    emit handshakeFailed(m_peer, reason);
    emit over();
}

} // namespace hookloupe

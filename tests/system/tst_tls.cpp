// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTest>

#include <chrono>
#include <memory>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int DeadlineMs = 20'000;

QByteArray post(const QByteArray& body)
{
    return "POST /t HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// The hello of a client that knows nothing beyond TLS 1.1 (RFC 4346).
QByteArray oldClientHello()
{
    const QByteArray extensions = QByteArray::fromHex("000a00040002001700 0b00020100");
    const QByteArray body = QByteArray::fromHex("0302") + QByteArray(32, 'r')
        + QByteArray::fromHex("000004c00a002f0100") + QByteArray::fromHex("000e") + extensions.leftJustified(14, '\0');
    const QByteArray handshake
        = QByteArray::fromHex("0100") + QByteArray(1, '\0') + QByteArray(1, static_cast<char>(body.size())) + body;
    return QByteArray::fromHex("160301") + QByteArray(1, '\0') + QByteArray(1, static_cast<char>(handshake.size()))
        + handshake;
}

std::unique_ptr<QSslSocket> tlsClient(quint16 port, const QSslConfiguration& configuration, const QString& name)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setSslConfiguration(configuration);
    socket->connectToHostEncrypted(u"127.0.0.1"_s, port, name);
    if (!socket->waitForEncrypted(DeadlineMs))
        return nullptr;
    return socket;
}

QSslConfiguration trusting(QSsl::SslProtocol protocol = QSsl::TlsV1_2OrLater)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(protocol);
    return configuration;
}

int askOver(QSslSocket& socket, const QByteArray& request)
{
    socket.write(request);
    QByteArray received;
    std::optional<WireResponse> response;
    while (!(response = parseWireResponse(received, false, false)) && socket.waitForReadyRead(DeadlineMs))
        received += socket.readAll();
    return response ? response->status : 0;
}

} // namespace

/// TLS on every port, with the clients of others as counterparts.
class tst_Tls final : public CapturingTest {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void versionIsAgreedAndRecorded_data();
    void versionIsAgreedAndRecorded();
    void clientThatOnlyKnowsTls11IsRefused();
    void madeCertificateIsGoodForEveryLocalName_data();
    void madeCertificateIsGoodForEveryLocalName();
    void madeKeyIsForTheUserAlone();
    void serverNameSelectsTheCertificate();
    void clientCertificateIsNoted();
    void protocolIsNegotiated();
    void clientThatOnlyKnowsHttp2DoesNoHarm();
    void bothKindsOfPortUnderstandBoth();
    void stalledHandshakeCostsNothingAndEnds();
    void helloMayComeInPieces();
    void clientThatEndsWithinItsHelloIsForgotten();
    void manyRequestsAndLargeBodiesPass();
    void resetIsSentThroughTls();
    void unusableCertificateIsCode2_data();
    void unusableCertificateIsCode2();

private:
    void makeCertificate(const QString& name);

    QTemporaryDir m_files;
};

void tst_Tls::initTestCase()
{
    QVERIFY(m_server.start({ u"--tls-listen"_s, u"127.0.0.1:0"_s, u"--tls-listen"_s, u"[::1]:0"_s }));
    for (const char* name : { "hooks.example", "client1" })
        makeCertificate(QString::fromLatin1(name));
}

void tst_Tls::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_Tls::cleanupTestCase()
{
    QCOMPARE(m_server.stop(), 0);
    QCOMPARE(complaints(), QByteArray());
}

void tst_Tls::makeCertificate(const QString& name)
{
    const CommandResult made = runOther(u"openssl"_s,
        { u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s,
            u"-days"_s, u"30"_s, u"-subj"_s, QString("/CN="_L1 + name), u"-addext"_s,
            QString("subjectAltName=DNS:"_L1 + name), u"-keyout"_s, m_files.filePath(name + ".key"_L1), u"-out"_s,
            m_files.filePath(name + ".pem"_L1) });
    QVERIFY2(made.exitCode == 0, made.error.constData());
}

void tst_Tls::versionIsAgreedAndRecorded_data()
{
    QTest::addColumn<int>("protocol");
    QTest::addColumn<QString>("name");
    QTest::newRow("1.2") << int(QSsl::TlsV1_2) << u"TLSv1.2"_s;
    QTest::newRow("1.3") << int(QSsl::TlsV1_3) << u"TLSv1.3"_s;
}

void tst_Tls::versionIsAgreedAndRecorded()
{
    QFETCH(const int, protocol);
    QFETCH(const QString, name);
    const auto client = tlsClient(m_server.port(), trusting(QSsl::SslProtocol(protocol)), u"localhost"_s);
    QVERIFY(client);
    QCOMPARE(askOver(*client, post("hello")), 200);
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request && seen.record.request->tls);
    QVERIFY(seen.line[u"tls"].toBool());
    QCOMPARE(rawOf(seen.record), post("hello"));
    QCOMPARE(seen.record.request->tls->protocol, name);
    QCOMPARE(seen.record.request->tls->cipher, client->sessionCipher().name());
    QCOMPARE(seen.record.request->tls->serverName, u"localhost"_s);
    QCOMPARE(seen.record.request->tls->clientCertificate, QString());
}

void tst_Tls::clientThatOnlyKnowsTls11IsRefused()
{
    RawClient client(m_server.port());
    QVERIFY(client.send(oldClientHello()));
    const QByteArray answer = client.readToEnd();
    QVERIFY(client.end() != RawClient::End::Open);
    QVERIFY2(answer.startsWith("\x15\x03"), answer.toHex().constData()); // an alert (RFC 8446 section 6)
    QCOMPARE(answer.sliced(5, 2).toHex(), QByteArray("0246")); // fatal, protocol_version
    QVERIFY(tlsClient(m_server.port(), trusting(), u"localhost"_s));
}

void tst_Tls::madeCertificateIsGoodForEveryLocalName_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("address");
    QTest::newRow("localhost") << u"localhost"_s << 0;
    QTest::newRow("127.0.0.1") << u"127.0.0.1"_s << 0;
    QTest::newRow("::1") << u"[::1]"_s << 1;
}

void tst_Tls::madeCertificateIsGoodForEveryLocalName()
{
    QFETCH(const QString, host);
    QFETCH(const int, address);
    if (QStandardPaths::findExecutable(u"curl"_s).isEmpty())
        QSKIP("curl is not here");
    const QString url = u"https://%1:%2/curl"_s.arg(host).arg(m_server.port(std::size_t(address)));
    QVERIFY(tlsClient(m_server.port(), trusting(), u"localhost"_s)); // the certificate exists now
    const CommandResult result = runOther(u"curl"_s,
        { u"-sS"_s, u"--max-time"_s, u"15"_s, u"--cacert"_s,
            QString(m_server.folder() + "/data/hookloupe/tls/self-signed.pem"_L1), u"-d"_s, u"hello"_s, u"-w"_s,
            u"%{http_code}"_s, url });
    QVERIFY2(result.exitCode == 0, result.error.constData());
    QCOMPARE(result.output, QByteArray("200"));
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request && seen.record.request->tls);
    QCOMPARE(seen.record.request->head.target().toByteArray(), QByteArray("/curl"));
}

void tst_Tls::madeKeyIsForTheUserAlone()
{
    QVERIFY(tlsClient(m_server.port(), trusting(), u"localhost"_s));
    const QFile key(m_server.folder() + "/data/hookloupe/tls/self-signed.key"_L1);
    QVERIFY(key.exists());
    constexpr auto OfOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(key.permissions() & OfOthers, QFile::Permissions());
}

void tst_Tls::serverNameSelectsTheCertificate()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--tls-listen"_s, u"127.0.0.1:0"_s, u"--cert"_s, m_files.filePath(u"hooks.example.pem"_s),
        u"--key"_s, m_files.filePath(u"hooks.example.key"_s) }));
    const auto namesFor = [&server](const QString& name) {
        const auto client = tlsClient(server.port(), trusting(), name);
        return client ? client->peerCertificate().subjectAlternativeNames().values(QSsl::DnsEntry) : QStringList();
    };
    QCOMPARE(namesFor(u"hooks.example"_s), QStringList { u"hooks.example"_s });
    QCOMPARE(namesFor(u"unknown.example"_s), QStringList { u"hooks.example"_s });
    QVERIFY(namesFor(u"localhost"_s).contains(u"localhost"_s));
    QCOMPARE(server.stop(), 0);
}

void tst_Tls::clientCertificateIsNoted()
{
    QFile certificate(m_files.filePath(u"client1.pem"_s));
    QFile key(m_files.filePath(u"client1.key"_s));
    QVERIFY(certificate.open(QIODevice::ReadOnly) && key.open(QIODevice::ReadOnly));
    QSslConfiguration configuration = trusting();
    configuration.setLocalCertificate(QSslCertificate(&certificate));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    const auto client = tlsClient(m_server.port(), configuration, u"localhost"_s);
    QVERIFY(client);
    QCOMPARE(askOver(*client, post("hello")), 200);
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request && seen.record.request->tls);
    QVERIFY2(seen.record.request->tls->clientCertificate.contains("client1"_L1),
        qPrintable(seen.record.request->tls->clientCertificate));
}

void tst_Tls::protocolIsNegotiated()
{
    QSslConfiguration configuration = trusting();
    configuration.setAllowedNextProtocols({ "h2", "http/1.1" });
    const auto client = tlsClient(m_server.port(), configuration, u"localhost"_s);
    QVERIFY(client);
    QCOMPARE(client->sslConfiguration().nextNegotiatedProtocol(), QByteArray("http/1.1"));
    QCOMPARE(askOver(*client, post("hello")), 200);
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request && seen.record.request->tls);
    QCOMPARE(seen.record.request->tls->negotiatedProtocol, QByteArray("http/1.1"));
    QVERIFY(seen.record.request->tls->offeredProtocols == std::vector<QByteArray>({ "h2", "http/1.1" }));
}

void tst_Tls::clientThatOnlyKnowsHttp2DoesNoHarm()
{
    const CommandResult result = runOther(u"openssl"_s,
        { u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(m_server.port()), u"-alpn"_s, u"h2"_s, u"-servername"_s,
            u"localhost"_s });
    QVERIFY(!result.output.contains("ALPN protocol: h2"));
    const auto client = tlsClient(m_server.port(), trusting(), u"localhost"_s);
    QVERIFY(client);
    QCOMPARE(askOver(*client, post("hello")), 200);
    QVERIFY(nextSeen().record.request);
}

void tst_Tls::bothKindsOfPortUnderstandBoth()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-listen"_s, u"127.0.0.1:0"_s }));
    for (const std::size_t address : { std::size_t(0), std::size_t(1) }) {
        QCOMPARE(ask(server.port(address), post("plain")).status, 200);
        QVERIFY(!server.readDelivery()[u"tls"].toBool());
        const auto client = tlsClient(server.port(address), trusting(), u"localhost"_s);
        QVERIFY(client);
        QCOMPARE(askOver(*client, post("secret")), 200);
        QVERIFY(server.readDelivery()[u"tls"].toBool());
    }
    QCOMPARE(server.stop(), 0);
}

void tst_Tls::stalledHandshakeCostsNothingAndEnds()
{
    RawClient stalled(m_server.port());
    QVERIFY(stalled.send(oldClientHello().first(20)));
    const auto client = tlsClient(m_server.port(), trusting(), u"localhost"_s);
    QVERIFY(client);
    QCOMPARE(askOver(*client, post("hello")), 200);
    QVERIFY(nextSeen().record.request);
    const auto cpuBefore = m_server.cpuTime();
    QVERIFY(!stalled.waitForInput(1s));
    QVERIFY2(m_server.cpuTime() - cpuBefore < 400ms, "it spins while a handshake stalls");
    stalled.readToEnd();
    QVERIFY(stalled.end() != RawClient::End::Open);
}

void tst_Tls::helloMayComeInPieces()
{
    const QByteArray hello = oldClientHello();
    RawClient client(m_server.port());
    for (const char byte : hello)
        QVERIFY(client.send(QByteArrayView(&byte, 1)));
    QVERIFY(client.readToEnd().startsWith("\x15\x03"));
}

void tst_Tls::clientThatEndsWithinItsHelloIsForgotten()
{
    RawClient client(m_server.port());
    QVERIFY(client.send(oldClientHello().first(20)));
    client.finish();
    client.readToEnd(5s);
    QVERIFY(client.end() != RawClient::End::Open);
}

void tst_Tls::manyRequestsAndLargeBodiesPass()
{
    const auto client = tlsClient(m_server.port(), trusting(), u"localhost"_s);
    QVERIFY(client);
    for (const qsizetype size : { qsizetype(0), qsizetype(1), qsizetype(16'384), qsizetype(3'000'000), qsizetype(5) }) {
        const QByteArray body(size, 'b');
        QCOMPARE(askOver(*client, post(body)), 200);
        const Seen seen = nextSeen();
        QVERIFY(seen.record.request);
        QVERIFY(bodyOf(seen.record) == body);
    }
}

void tst_Tls::resetIsSentThroughTls()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"reset"_s }));
    const auto client = tlsClient(server.port(), trusting(), u"localhost"_s);
    QVERIFY(client);
    client->write(post("hello"));
    QVERIFY(client->waitForDisconnected(DeadlineMs));
    QCOMPARE(client->readAll(), QByteArray());
    QCOMPARE(server.stop(), 0);
}

void tst_Tls::unusableCertificateIsCode2_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::newRow("a key that belongs to another") << u"hooks.example.pem"_s << u"client1.key"_s;
    QTest::newRow("files the wrong way round") << u"client1.key"_s << u"client1.pem"_s;
    QTest::newRow("no PEM") << u"nonsense"_s << u"client1.key"_s;
    QTest::newRow("no such file") << u"nowhere.pem"_s << u"client1.key"_s;
}

void tst_Tls::unusableCertificateIsCode2()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, key);
    QFile nonsense(m_files.filePath(u"nonsense"_s));
    QVERIFY(nonsense.open(QIODevice::WriteOnly) && nonsense.write("nonsense\n") > 0);
    nonsense.close();
    const CommandResult result = runProgram({ u"serve"_s, u"--tls-listen"_s, u"127.0.0.1:0"_s, u"--cert"_s,
        m_files.filePath(certificate), u"--key"_s, m_files.filePath(key) });
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.error.count('\n'), 1);
    QVERIFY2(result.error.contains(m_files.path().toLocal8Bit()), result.error.constData());
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Tls)
#include "tst_tls.moc"

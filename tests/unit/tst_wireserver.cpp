// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/wireserver.h"
#include "response/responserules.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <utility>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// Keeps what was submitted and releases when told to, or at once.
class TestSink final : public ExchangeSink {
public:
    Accepted submit(RequestPtr request, ResponsePtr refusal) override
    {
        responses.push_back(refusal ? std::move(refusal) : rules.decide({ static_cast<qint64>(requests.size()) + 1 }));
        requests.push_back(std::move(request));
        const auto ticket = static_cast<ExchangeTicket>(requests.size());
        if (releasesAtOnce)
            QMetaObject::invokeMethod(
                wire,
                [this, ticket] {
                    wire->release({ { ticket, isRecorded } });
                },
                Qt::QueuedConnection);
        return { ticket, responses.back() };
    }
    QString newBodyFile() override { return folder.filePath(u"body-"_s + QString::number(++files)); }

    ResponseRules rules;
    WireServer* wire = nullptr;
    std::vector<RequestPtr> requests;
    std::vector<ResponsePtr> responses;
    QTemporaryDir folder;
    int files = 0;
    bool releasesAtOnce = true;
    bool isRecorded = true;
};

} // namespace

class tst_WireServer : public QObject {
    Q_OBJECT

private:
    struct Bench {
        TestSink sink;
        std::unique_ptr<WireServer> wire;
        quint16 port = 0;
        CaptureLimits limits;
        QTemporaryDir tlsFolder;

        explicit Bench(CaptureLimits wanted = {})
            : limits(wanted)
        {
            wire = std::make_unique<WireServer>(sink);
            sink.wire = wire.get();
            ListenAddress address;
            address.port = 0;
            TlsSettings tls;
            tls.identityFolder = tlsFolder.path();
            const auto open = wire->listen({ address }, limits, tls);
            port = open ? open->front().port : 0;
        }

        QByteArray talk(const QByteArray& bytes, int responses = 1)
        {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, port);
            socket.write(bytes);
            QByteArray received;
            const bool came = QTest::qWaitFor([&] {
                received += socket.readAll();
                return received.count("HTTP/1.1 ") >= responses || socket.state() == QAbstractSocket::UnconnectedState;
            });
            received += socket.readAll();
            return came ? received : received.prepend("timeout: ");
        }
    };

private slots:
    void answersWhatWasRecorded()
    {
        Bench bench;
        QVERIFY(bench.port > 0);
        const QByteArray answer = bench.talk("POST /hook?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");

        QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
        QCOMPARE(bench.sink.requests.size(), std::size_t(1));
        const Request& request = *bench.sink.requests[0];
        QCOMPARE(request.head.target().toByteArray(), "/hook?x=1");
        QCOMPARE(request.body.bytes(), "hello");
        QCOMPARE(request.peer.address, u"127.0.0.1"_s);
        QVERIFY(request.times.firstByte <= request.times.lastByte);
        QVERIFY(request.anomalies.isEmpty());
    }

    void answers503WhatCouldNotBeRecorded()
    {
        Bench bench;
        bench.sink.isRecorded = false;

        QVERIFY(bench.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n").startsWith("HTTP/1.1 503 "));
    }

    void saysNothingBeforeTheDeliveryIsRecorded()
    {
        Bench bench;
        bench.sink.releasesAtOnce = false;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, bench.port);
        socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_COMPARE(bench.sink.requests.size(), std::size_t(1));
        QVERIFY(!socket.waitForReadyRead(50));

        bench.wire->release({ { 1, true } });

        QTRY_VERIFY(socket.bytesAvailable() > 0);
    }

    void keepsPipelinedRequestsInOrder()
    {
        Bench bench;
        QByteArray many;
        for (int i = 0; i < 100; ++i)
            many += "POST /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok";
        const QByteArray answer = bench.talk(many, 100);

        QCOMPARE(answer.count("HTTP/1.1 200 OK"), 100);
        QCOMPARE(bench.sink.requests.size(), std::size_t(100));
        for (int i = 0; i < 100; ++i)
            QCOMPARE(bench.sink.requests[static_cast<std::size_t>(i)]->head.target().toByteArray(),
                "/" + QByteArray::number(i));
        QVERIFY(!bench.sink.requests.front()->anomalies.contains(Anomaly::Pipelined));
        QVERIFY(bench.sink.requests.back()->anomalies.contains(Anomaly::Pipelined));
    }

    void keepsTheOrderBehindAnswersThatAreNotTaken()
    {
        Bench bench;
        Response plan;
        plan.body = QByteArray(128 << 10, 'x');
        bench.sink.rules.setSequence(ResponseSequence(plan));
        QTcpSocket socket;
        socket.setReadBufferSize(1024);
        socket.connectToHost(QHostAddress::LocalHost, bench.port);
        const auto pipeline = [&socket](int from, int to) {
            for (int i = from; i < to; ++i)
                socket.write("POST /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
        };
        pipeline(0, 150);
        std::size_t before = 0;
        QTRY_VERIFY(std::exchange(before, bench.sink.requests.size()) == bench.sink.requests.size() && before > 0);

        pipeline(150, 300); // arrives while the client takes no more answers
        QTRY_COMPARE(socket.bytesToWrite(), 0);
        QVERIFY(bench.sink.requests.size() < 300);
        socket.setReadBufferSize(0);

        qint64 received = 0;
        QTRY_VERIFY((received += socket.readAll().size()) > 300 * plan.body.size());
        QCOMPARE(bench.sink.requests.size(), std::size_t(300));
        for (int i = 0; i < 300; ++i)
            QCOMPARE(bench.sink.requests[static_cast<std::size_t>(i)]->head.target().toByteArray(),
                "/" + QByteArray::number(i));
    }

    void answersAClientThatHalfCloses()
    {
        Bench bench;
        bench.sink.releasesAtOnce = false;
        NativeSocket client;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, bench.port);
        QVERIFY(socket.waitForConnected());
        socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        socket.flush();
        client = NativeSocket(socket.socketDescriptor());
        client.finishSending();
        client.release();
        QTRY_COMPARE(bench.sink.requests.size(), std::size_t(1));
        QVERIFY(!socket.waitForReadyRead(20)); // the end of the client arrives before the answer

        bench.wire->release({ { 1, true } });

        QTRY_VERIFY(socket.bytesAvailable() > 0);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK"));
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    }

    void recordsWhatIsAtFaultAndCloses()
    {
        Bench bench;
        const QByteArray sent = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!";
        const QByteArray answer = bench.talk(sent);

        QVERIFY2(answer.startsWith("HTTP/1.1 400 "), answer.constData());
        QCOMPARE(rawBytes(*bench.sink.requests.at(0), 1000), sent);
        QVERIFY(bench.sink.requests[0]->anomalies.contains(Anomaly::ConflictingContentLength));
    }

    void movesALargeBodyToAFile()
    {
        Bench bench;
        const QByteArray body(3 << 20, 'x');
        const QByteArray answer = bench.talk(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);

        QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.left(200).constData());
        const Body& kept = bench.sink.requests.at(0)->body;
        QVERIFY(kept.isInFile());
        QCOMPARE(kept.read(0, kept.size()), body);
    }

    void refusesABodyOverTheLimit()
    {
        CaptureLimits limits;
        limits.bodyBytes = 10;
        Bench bench(limits);

        QVERIFY(bench.talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
                    .startsWith("HTTP/1.1 200 "));
        QVERIFY(bench.talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n01234567890")
                    .startsWith("HTTP/1.1 413 "));
        QVERIFY(bench.sink.requests.at(1)->isTruncated());
    }

    void givesUpOnASlowHead()
    {
        CaptureLimits limits;
        limits.headTime = std::chrono::milliseconds(50);
        Bench bench(limits);

        const QByteArray answer = bench.talk("POST / HTTP/1.1\r\nHo");

        QVERIFY2(answer.startsWith("HTTP/1.1 408 "), answer.constData());
        QVERIFY(bench.sink.requests.at(0)->anomalies.contains(Anomaly::HeadTooSlow));
    }

    void tellsTlsFromPlainOnOnePort()
    {
        Bench bench;
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"localhost"_s, bench.port);
        QTRY_VERIFY(socket.isEncrypted());
        socket.write("GET /tls HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_VERIFY(socket.bytesAvailable() > 0);

        const Request& request = *bench.sink.requests.at(0);
        QVERIFY(request.tls.has_value());
        QCOMPARE(request.tls->serverName, u"localhost"_s);
        QVERIFY(request.tls->protocol.startsWith(u"TLSv1."));
        QVERIFY(bench.talk("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n").startsWith("HTTP/1.1 200 "));
        QVERIFY(!bench.sink.requests.at(1)->tls.has_value());
    }

    void makesRoomWhenConnectionsEnd()
    {
        CaptureLimits limits;
        limits.connections = 8;
        Bench bench(limits);
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 8; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QHostAddress::LocalHost, bench.port);
            idle.back()->write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        QTRY_COMPARE(bench.sink.requests.size(), std::size_t(8));
        QTcpSocket late;
        late.connectToHost(QHostAddress::LocalHost, bench.port);
        late.write("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");

        idle.clear();

        QTRY_VERIFY(late.bytesAvailable() > 0);
    }

    void playsFaults_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::newRow("reset") << Fault::Reset;
        QTest::newRow("close") << Fault::Close;
    }

    void playsFaults()
    {
        QFETCH(Fault, fault);
        Bench bench;
        Response plan;
        plan.fault = fault;
        bench.sink.rules.setSequence(ResponseSequence(plan));
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, bench.port);
        QSignalSpy errors(&socket, &QAbstractSocket::errorOccurred);
        socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(socket.readAll().isEmpty());
        QVERIFY(!errors.isEmpty());
    }

    void neverAnswersUntilTheClientLeaves()
    {
        Bench bench;
        Response plan;
        plan.fault = Fault::Timeout;
        bench.sink.rules.setSequence(ResponseSequence(plan));
        QSignalSpy open(bench.wire.get(), &WireServer::connectionsChanged);
        {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, bench.port);
            socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            QTRY_COMPARE(bench.sink.requests.size(), std::size_t(1));
            QTRY_COMPARE(open.size(), 1);
            QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
            QVERIFY(socket.readAll().isEmpty());
        }
        QTRY_COMPARE(open.back().at(0).toInt(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_WireServer)
#include "tst_wireserver.moc"

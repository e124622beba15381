// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <chrono>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// How long nothing must come to be taken for silence.
constexpr auto Silence = 300ms;

QByteArray post(const QByteArray& body, const QByteArray& headers = {})
{
    return "POST /r HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

const QByteArray ExpectingHead = "POST /r HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

} // namespace

/// Every way to answer, seen from the client; each case has a `serve` of its own.
class tst_Responses final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void fixedResponseIsSent_data();
    void fixedResponseIsSent();
    void responseWithoutBodyLeavesTheConnectionUsable_data();
    void responseWithoutBodyLeavesTheConnectionUsable();
    void delayIsKept();
    void clientMayLeaveBeforeADelayedResponse();
    void timeoutNeverAnswers();
    void resetSendsRst_data();
    void resetSendsRst();
    void closeSendsFinAlone();
    void truncatedBodyEndsTooEarly();
    void garbageIsNoResponse();
    void stepsCountForEachMessage();
    void pipelinedResponsesKeepTheirOrderWhateverTheDelay();
    void slowReaderIsWaitedForWithoutMemory();
    void expectationIsMetWith100();
    void expectationIsLeftUnanswered();
    void expectationIsRefusedWith417();
    void oldClientAndCloseAreHonoured_data();
    void oldClientAndCloseAreHonoured();
};

void tst_Responses::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_Responses::fixedResponseIsSent_data()
{
    QTest::addColumn<QString>("respond");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("200") << u"200"_s << 200 << QByteArray("OK") << QByteArray();
    QTest::newRow("409") << u"409"_s << 409 << QByteArray("Conflict") << QByteArray();
    QTest::newRow("a body") << u"500(body=sorry,type=text/plain)"_s << 500 << QByteArray("Internal Server Error")
                            << QByteArray("sorry");
    QTest::newRow("299 with a reason") << u"299(reason=Fine)"_s << 299 << QByteArray("Fine") << QByteArray();
    QTest::newRow("999") << u"999(reason=Odd,body=x)"_s << 999 << QByteArray("Odd") << QByteArray("x");
}

void tst_Responses::fixedResponseIsSent()
{
    QFETCH(const QString, respond);
    QFETCH(const int, status);
    QFETCH(const QByteArray, reason);
    QFETCH(const QByteArray, body);
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, respond }));
    const WireResponse response = ask(server.port(), post("hello"));
    QCOMPARE(response.status, status);
    QCOMPARE(response.reason, reason);
    QCOMPARE(response.body, body);
    QCOMPARE(response.header("Content-Length"), QByteArray::number(body.size()));
    const QJsonObject line = server.readDelivery();
    QCOMPARE(line[u"response"][u"status"].toInt(), status);
    QVERIFY(line[u"response"][u"fault"].isNull());
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::responseWithoutBodyLeavesTheConnectionUsable_data()
{
    QTest::addColumn<QString>("respond");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::newRow("204") << u"204"_s << QByteArray("POST") << 204;
    QTest::newRow("204 with a body in the plan") << u"204(body=never)"_s << QByteArray("POST") << 204;
    QTest::newRow("304") << u"304(body=never)"_s << QByteArray("GET") << 304;
    QTest::newRow("HEAD") << u"200(body=never)"_s << QByteArray("HEAD") << 200;
}

void tst_Responses::responseWithoutBodyLeavesTheConnectionUsable()
{
    QFETCH(const QString, respond);
    QFETCH(const QByteArray, method);
    QFETCH(const int, status);
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, respond }));
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        QVERIFY(client.send(QByteArray(method + " / HTTP/1.1\r\nHost: h\r\n\r\n")));
        QCOMPARE(client.readResponse(method == "HEAD").status, status);
    }
    client.finish();
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::delayIsKept()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"200(delay=400ms)"_s }));
    RawClient client(server.port());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(client.send(post("hello")));
    QCOMPARE(client.readResponse().status, 200);
    QVERIFY2(timer.elapsed() >= 395, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(server.readDelivery()[u"response"][u"delay_ms"].toInt(), 400);
    client.close();
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::clientMayLeaveBeforeADelayedResponse()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"200(delay=400ms)x20,200(delay=30s)"_s }));
    for (int i = 0; i < 20; ++i) {
        RawClient client(server.port());
        QVERIFY(client.send(post("same")));
        if (i % 2 == 0)
            client.reset();
        else
            client.close();
        if (i % 2 == 1)
            QVERIFY(server.readRecord().request);
    }
    // The later of the delays has passed when this one has been answered.
    QCOMPARE(ask(server.port(), post("another")).status, 200);
    RawClient patient(server.port());
    QVERIFY(patient.send(post("same")));
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::timeoutNeverAnswers()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"timeout"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(post("hello")));
    const QJsonObject line = server.readDelivery();
    QVERIFY(line[u"response"][u"status"].isNull());
    QCOMPARE(line[u"response"][u"fault"].toString(), u"timeout"_s);
    QVERIFY(!client.waitForInput(Silence));
    client.close();
    RawClient next(server.port());
    QVERIFY(next.send(post("hello")));
    QVERIFY(!server.readDelivery().isEmpty());
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::resetSendsRst_data()
{
    QTest::addColumn<QString>("respond");
    QTest::newRow("at once") << u"reset"_s;
    QTest::newRow("later") << u"reset(delay=200ms)"_s;
}

void tst_Responses::resetSendsRst()
{
    QFETCH(const QString, respond);
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, respond }));
    RawClient client(server.port());
    QVERIFY(client.send(post("hello")));
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::Reset);
    QCOMPARE(server.readDelivery()[u"response"][u"fault"].toString(), u"reset"_s);
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::closeSendsFinAlone()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"close"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(post("hello")));
    QCOMPARE(client.readToEnd(), QByteArray());
    QCOMPARE(client.end(), RawClient::End::Fin);
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::truncatedBodyEndsTooEarly()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"truncate"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(post("hello")));
    const QByteArray received = client.readToEnd();
    QCOMPARE(client.end(), RawClient::End::Fin);
    QVERIFY(received.startsWith("HTTP/1.1 200 "));
    QVERIFY(!parseWireResponse(received, false, true)); // its length promises more
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::garbageIsNoResponse()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"garbage"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(post("hello")));
    const QByteArray received = client.readToEnd();
    QCOMPARE(client.end(), RawClient::End::Fin);
    QVERIFY(!received.isEmpty());
    QVERIFY(!received.startsWith("HTTP/"));
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::stepsCountForEachMessage()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"503x2,409,200"_s }));
    for (const char* message : { "first", "second" }) {
        for (const int status : { 503, 503, 409, 200, 200 })
            QCOMPARE(ask(server.port(), post(message)).status, status);
    }
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::pipelinedResponsesKeepTheirOrderWhateverTheDelay()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"200(delay=300ms,body=late),201(body=soon),202"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(QByteArray(post("same") + post("same") + post("same"))));
    const WireResponse first = client.readResponse();
    QCOMPARE(first.status, 200);
    QCOMPARE(first.body, QByteArray("late"));
    const WireResponse second = client.readResponse();
    QCOMPARE(second.status, 201);
    QCOMPARE(second.body, QByteArray("soon"));
    QCOMPARE(client.readResponse().status, 202);
    client.close();
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::slowReaderIsWaitedForWithoutMemory()
{
    constexpr int Count = 400;
    const QString body(100'000, u'x');
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, QString(u"200(body="_s + body + u')'), u"--format"_s, u"text"_s }));
    QCOMPARE(ask(server.port(), post("warm")).status, 200);
    const qint64 before = server.peakMemory();
    RawClient client(server.port());
    client.setReceiveBuffer(64 * 1024);
    QByteArray requests;
    for (int i = 0; i < Count; ++i)
        requests += post("hello");
    QVERIFY(client.send(requests));
    for (int i = 0; i < Count; ++i) {
        const WireResponse response = client.readResponse();
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body.size(), body.size());
    }
    QVERIFY2(server.peakMemory() - before < 24 << 20, "40 MB of responses were made ahead of their reader");
    client.close();
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::expectationIsMetWith100()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--respond"_s, u"201"_s }));
    RawClient client(server.port());
    for (int i = 0; i < 2; ++i) {
        QVERIFY(client.send(ExpectingHead));
        QCOMPARE(client.readResponse().status, 100);
        QVERIFY(client.send("hello"));
        QCOMPARE(client.readResponse().status, 201);
    }
    QVERIFY(client.send(QByteArray(ExpectingHead + "hello"))); // does not wait: no 100 is needed
    QCOMPARE(client.readResponse().status, 201);
    client.close();
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::expectationIsLeftUnanswered()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--expect-continue"_s, u"withhold"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(ExpectingHead));
    QVERIFY(!client.waitForInput(Silence));
    QVERIFY(client.send("hello"));
    QCOMPARE(client.readResponse().status, 200);
    client.close();
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::expectationIsRefusedWith417()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--expect-continue"_s, u"refuse"_s }));
    RawClient client(server.port());
    QVERIFY(client.send(ExpectingHead));
    QCOMPARE(client.readResponse().status, 417);
    client.readToEnd();
    QCOMPARE(client.end(), RawClient::End::Fin);
    const Delivery record = server.readRecord();
    QVERIFY(record.request);
    QCOMPARE(record.response->status, 417);
    QCOMPARE(rawOf(record), ExpectingHead);
    QCOMPARE(ask(server.port(), post("hello")).status, 200);
    QCOMPARE(server.stop(), 0);
}

void tst_Responses::oldClientAndCloseAreHonoured_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n") << false;
    QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") << true;
    QTest::newRow("1.1 a list with close")
        << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n") << true;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << true;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << false;
}

void tst_Responses::oldClientAndCloseAreHonoured()
{
    QFETCH(const QByteArray, request);
    QFETCH(const bool, isClosed);
    ServeProcess server;
    QVERIFY(server.start());
    RawClient client(server.port());
    QVERIFY(client.send(request));
    const WireResponse response = client.readResponse();
    QCOMPARE(response.status, 200);
    if (isClosed) {
        QCOMPARE(response.header("Connection"), QByteArray("close"));
        QCOMPARE(client.readToEnd(), QByteArray());
        QCOMPARE(client.end(), RawClient::End::Fin);
    } else {
        QVERIFY(client.send(request));
        QCOMPARE(client.readResponse().status, 200);
        client.close();
    }
    QCOMPARE(server.stop(), 0);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Responses)
#include "tst_responses.moc"

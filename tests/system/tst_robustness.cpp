// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QRegularExpression>
#include <QTest>

#include <chrono>
#include <csignal>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray post(const QByteArray& headers, const QByteArray& rest = {})
{
    return "POST / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n" + rest;
}

QByteArray length(const QByteArray& value)
{
    return post("Content-Length: " + value + "\r\n", "hello");
}

QByteArray coding(const QByteArray& value, const QByteArray& rest = "5\r\nhello\r\n0\r\n\r\n")
{
    return post("Transfer-Encoding: " + value + "\r\n", rest);
}

QByteArray chunk(const QByteArray& size)
{
    return coding("chunked", size + "\r\nhello\r\n0\r\n\r\n");
}

QByteArray allByteValues()
{
    QByteArray bytes;
    for (int value = 0; value < 256; ++value)
        bytes += static_cast<char>(value);
    return bytes;
}

} // namespace

/// Requests that are wrong, dangerous or cut off: captured with their bytes, answered as they deserve, survived.
class tst_Robustness final : public CapturingTest {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void malformedRequestIsNamedAnsweredAndClosed_data();
    void malformedRequestIsNamedAnsweredAndClosed();
    void oddRequestIsTakenAndNamed_data();
    void oddRequestIsTakenAndNamed();
    void bytesBehindTheLengthAreAnotherRequest();
    void clientThatOnlyConnectsLeavesNoRecord();
    void clientThatLeavesWithinARequestIsRecorded_data();
    void clientThatLeavesWithinARequestIsRecorded();
    void clientThatResetsWithinABodyIsRecorded();
    void clientThatFinishesSendingStillGetsItsAnswer();
    void listensOnIpv6();
    void listensOnAllAddressesAtOnce();
};

void tst_Robustness::initTestCase()
{
    QVERIFY(m_server.start());
}

void tst_Robustness::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_Robustness::cleanup()
{
    const Seen seen = deliver("GET /alive HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(seen.response.status, 200);
    QVERIFY(seen.record.request);
    QCOMPARE(seen.record.request->head.target().toByteArray(), QByteArray("/alive"));
}

void tst_Robustness::cleanupTestCase()
{
    QCOMPARE(m_server.stop(), 0);
    QCOMPARE(complaints(), QByteArray());
}

void tst_Robustness::malformedRequestIsNamedAnsweredAndClosed_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("anomaly");
    const auto row = [](const char* name, const QByteArray& request, int status, const char* anomaly) {
        QTest::newRow(name) << request << status << QByteArray(anomaly);
    };
    row("length +5", length("+5"), 400, "bad-content-length");
    row("length -5", length("-5"), 400, "bad-content-length");
    row("length 0x5", length("0x5"), 400, "bad-content-length");
    row("length empty", length(""), 400, "bad-content-length");
    row("length 5 5", length("5 5"), 400, "bad-content-length");
    row("length 5, 6", length("5, 6"), 400, "conflicting-content-length");
    row("lengths 5 and 6", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400,
        "conflicting-content-length");
    row("length 2^63", length("9223372036854775808"), 413, "body-too-large");
    row("length 2^64+5", length("18446744073709551621"), 413, "body-too-large");
    row("length over the limit", length("104857601"), 413, "body-too-large");
    row("length with a space before the colon", post("Content-Length : 5\r\n", "hello"), 400,
        "ambiguous-framing-header");
    row("coding xchunked", coding("xchunked"), 400, "bad-transfer-encoding");
    row("coding identity", coding("identity"), 400, "bad-transfer-encoding");
    row("coding gzip alone", coding("gzip"), 400, "bad-transfer-encoding");
    row("coding chunked twice", coding("chunked, chunked"), 400, "bad-transfer-encoding");
    row("coding behind chunked", coding("chunked, gzip"), 400, "bad-transfer-encoding");
    row("coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
        "bad-transfer-encoding");
    row("coding with a name that is folded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400,
        "ambiguous-framing-header");
    row("chunk size zz", chunk("zz"), 400, "bad-chunk-size");
    row("chunk size -5", chunk("-5"), 400, "bad-chunk-size");
    row("chunk size empty", chunk(""), 400, "bad-chunk-size");
    row("chunk size 0x5", chunk("0x5"), 400, "bad-chunk-size");
    row("chunk size 2^64-1", chunk("ffffffffffffffff"), 413, "body-too-large");
    row("chunk size of 17 digits", chunk("10000000000000005"), 400, "bad-chunk-size");
    row("chunk size line of 64 KiB", chunk("5;" + QByteArray(64 * 1024, 'e')), 400, "bad-chunk-size");
    row("chunk longer than said", coding("chunked", "3\r\nhello\r\n0\r\n\r\n"), 400, "bad-chunk-end");
    row("a word", "GARBAGE\r\n\r\n", 400, "bad-request-line");
    row("a sentence", "this is not HTTP at all\r\n\r\n", 400, "missing-version");
    row("all byte values", allByteValues(), 400, "bad-method");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "http2-preface");
    row("head over a megabyte", "GET / HTTP/1.1\r\nX: " + QByteArray(1 << 20, 'x') + "\r\n\r\n", 431, "head-too-large");
}

void tst_Robustness::malformedRequestIsNamedAnsweredAndClosed()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const QByteArray, anomaly);
    RawClient client(m_server.port());
    QVERIFY(client.send(request));
    const WireResponse response = client.readResponse();
    QCOMPARE(response.status, status);
    QCOMPARE(response.header("Connection"), QByteArray("close"));
    client.readToEnd();
    QCOMPARE(client.end(), RawClient::End::Fin);
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request);
    QVERIFY2(anomaliesOf(seen.record).split(' ').contains(anomaly), anomaliesOf(seen.record).constData());
    QCOMPARE(seen.record.response->status, status);
    QCOMPARE(seen.line[u"response"][u"status"].toInt(), status);
    const QByteArray kept = rawOf(seen.record);
    QVERIFY(request.startsWith(kept));
    QVERIFY(kept.size() + seen.record.request->discarded <= request.size());
    if (status == 400 && request.size() < 60'000)
        QCOMPARE(kept, request);
}

void tst_Robustness::oddRequestIsTakenAndNamed_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("anomalies");
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("the same length twice in one line")
        << length("5, 5") << QByteArray("repeated-content-length") << false;
    QTest::newRow("the same length in two lines") << post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")
                                                  << QByteArray("repeated-content-length") << false;
    QTest::newRow("length with zeros in front") << length("0005") << QByteArray() << false;
    QTest::newRow("length and chunked") << post(
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")
                                        << QByteArray("length-and-chunked") << true;
    QTest::newRow("gzip below chunked") << coding("gzip, chunked") << QByteArray("other-transfer-coding") << false;
    QTest::newRow("chunked in capitals") << coding("CHUNKED") << QByteArray() << false;
    QTest::newRow("upgrade to h2c") << post(
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
        "Content-Length: 5\r\n",
        "hello") << QByteArray() << false;
    QTest::newRow("upgrade to WebSocket") << post(
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nContent-Length: 5\r\n", "hello")
                                          << QByteArray() << false;
}

void tst_Robustness::oddRequestIsTakenAndNamed()
{
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, anomalies);
    QFETCH(const bool, isClosed);
    RawClient client(m_server.port());
    QVERIFY(client.send(request));
    QCOMPARE(client.readResponse().status, 200);
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request);
    QCOMPARE(bodyOf(seen.record), QByteArray("hello"));
    QCOMPARE(rawOf(seen.record), request);
    QCOMPARE(anomaliesOf(seen.record), anomalies);
    if (isClosed) {
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Fin);
    } else {
        QVERIFY(client.send(request));
        QCOMPARE(client.readResponse().status, 200);
        QVERIFY(nextSeen().record.request);
    }
}

void tst_Robustness::bytesBehindTheLengthAreAnotherRequest()
{
    RawClient client(m_server.port());
    QVERIFY(client.send(length("3")));
    QCOMPARE(client.readResponse().status, 200);
    client.finish();
    QCOMPARE(client.readResponse().status, 400);
    const Seen first = nextSeen();
    QVERIFY(first.record.request);
    QCOMPARE(bodyOf(first.record), QByteArray("hel"));
    const Seen second = nextSeen();
    QVERIFY(second.record.request);
    QCOMPARE(rawOf(second.record), QByteArray("lo"));
}

void tst_Robustness::clientThatOnlyConnectsLeavesNoRecord()
{
    RawClient silent(m_server.port());
    QVERIFY(silent.isConnected());
    silent.close();
    RawClient rude(m_server.port());
    QVERIFY(rude.isConnected());
    rude.reset();
    // cleanup() fails when the next line tells of anything but its own request.
}

void tst_Robustness::clientThatLeavesWithinARequestIsRecorded_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("anomaly");
    QTest::newRow("request line") << QByteArray("POST /ha") << QByteArray("incomplete-head");
    QTest::newRow("headers") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nX-Ha") << QByteArray("incomplete-head");
    QTest::newRow("before the body") << post("Content-Length: 5\r\n") << QByteArray("incomplete-body");
    QTest::newRow("body") << post("Content-Length: 9\r\n", "hello") << QByteArray("incomplete-body");
    QTest::newRow("chunk size") << coding("chunked", "5") << QByteArray("incomplete-body");
    QTest::newRow("chunk") << coding("chunked", "5\r\nhel") << QByteArray("incomplete-body");
    QTest::newRow("trailers") << coding("chunked", "0\r\nT: 1\r\n") << QByteArray("incomplete-body");
}

void tst_Robustness::clientThatLeavesWithinARequestIsRecorded()
{
    QFETCH(const QByteArray, sent);
    QFETCH(const QByteArray, anomaly);
    RawClient client(m_server.port());
    QVERIFY(client.send(sent));
    client.close();
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request);
    QCOMPARE(rawOf(seen.record), sent);
    QVERIFY(anomaliesOf(seen.record).contains(anomaly));
    QVERIFY(seen.record.request->isTruncated());
    QVERIFY(seen.line[u"truncated"].toBool());
}

void tst_Robustness::clientThatResetsWithinABodyIsRecorded()
{
    RawClient client(m_server.port());
    QVERIFY(client.send(post("Content-Length: 9\r\nExpect: 100-continue\r\n")));
    QCOMPARE(client.readResponse().status, 100); // so the head has been read
    client.reset();
    const Seen seen = nextSeen();
    QVERIFY(seen.record.request);
    QVERIFY(anomaliesOf(seen.record).contains("connection-reset"));
    QVERIFY(seen.line[u"truncated"].toBool());
}

void tst_Robustness::clientThatFinishesSendingStillGetsItsAnswer()
{
    for (int i = 0; i < 30; ++i) {
        RawClient client(m_server.port());
        QVERIFY(client.send(length("5")));
        client.finish();
        QCOMPARE(client.readResponse().status, 200);
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Fin);
        QVERIFY(nextSeen().record.request);
    }
}

void tst_Robustness::listensOnIpv6()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--listen"_s, u"[::1]:0"_s }));
    QVERIFY(server.urls().value(0).startsWith("http://[::1]:"_L1));
    RawClient client(server.port(), "::1");
    QVERIFY(client.send(length("5")));
    QCOMPARE(client.readResponse().status, 200);
    const Delivery record = server.readRecord();
    QVERIFY(record.request);
    QCOMPARE(record.request->peer.address, u"::1"_s);
    QCOMPARE(server.stop(), 0);
}

void tst_Robustness::listensOnAllAddressesAtOnce()
{
    ServeProcess server;
    QVERIFY(server.start({ u"--listen"_s, u"*:0"_s }));
    QVERIFY(server.waitForError("can be reached from other machines"));
    for (const char* address : { "127.0.0.1", "::1" }) {
        RawClient client(server.port(), address);
        QVERIFY(client.send(length("5")));
        QCOMPARE(client.readResponse().status, 200);
        const Delivery record = server.readRecord();
        QVERIFY(record.request);
        QCOMPARE(record.request->peer.address, QString::fromLatin1(address));
    }
    QCOMPARE(server.stop(), 0);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_Robustness)
#include "tst_robustness.moc"

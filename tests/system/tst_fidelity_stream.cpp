// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QHash>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray numbered(int number)
{
    const QByteArray body = "body " + QByteArray::number(number);
    return "POST /n/" + QByteArray::number(number)
        + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// Requests that leave the connection open.
const std::array GoodRequests {
    QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    QByteArray("\r\nGET /a b HTTP/1.1\nHost: h\nX:\n\n"),
    QByteArray("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"),
    QByteArray("POST /z HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
    QByteArray(
        "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n"),
    QByteArray(
        "PUT /f HTTP/1.1\r\nHost: h\r\nFolded: 1\r\n  2\r\nBad Name: 3\r\nnothing\r\nContent-Length: 1\r\n\r\n\xFF"),
    QByteArray("GET /nul\0 HTTP/1.1\r\nHost: h\r\n\r\n", 31),
};

/// What may stand at the end of a stream: whole, cut off, broken.
const std::array LastPieces {
    QByteArray(),
    QByteArray("\r\n"),
    QByteArray("GET / HTT"),
    QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99\r\n\r\nhalf"),
    QByteArray("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),
    QByteArray("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
    QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 6\r\n\r\nhello GET / HTTP/1.1\r\n\r\n"),
    QByteArray("complete nonsense\r\nwith more lines\r\n\r\n"),
    QByteArray("\x01\x02\x03\xFE\xFF\n"),
};

} // namespace

/// Requests that share a connection, in whatever pieces they come, are told apart exactly.
class tst_FidelityStream final : public CapturingTest {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void pipelinedRequestsAreAnsweredInOrder_data();
    void pipelinedRequestsAreAnsweredInOrder();
    void requestsMayEndInTheMiddleOfASegment();
    void requestSplitAnywhereGivesTheSameRecord_data();
    void requestSplitAnywhereGivesTheSameRecord();
    void recordsPutTogetherAreTheBytesThatWereSent();

private:
    std::vector<Delivery> newRecords();

    qint64 m_lastSeen = 0;
};

void tst_FidelityStream::initTestCase()
{
    QVERIFY(m_server.start({ u"--format"_s, u"text"_s }));
}

void tst_FidelityStream::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    newRecords();
}

void tst_FidelityStream::cleanupTestCase()
{
    QCOMPARE(m_server.stop(), 0);
    QCOMPARE(complaints(), QByteArray());
}

std::vector<Delivery> tst_FidelityStream::newRecords()
{
    std::vector<Delivery> records = recordsOf(m_server.sessionFile());
    std::erase_if(records, [this](const Delivery& record) { return record.id.value <= m_lastSeen; });
    if (!records.empty())
        m_lastSeen = records.back().id.value;
    return records;
}

void tst_FidelityStream::pipelinedRequestsAreAnsweredInOrder_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("3") << 3;
    QTest::newRow("100") << 100;
}

void tst_FidelityStream::pipelinedRequestsAreAnsweredInOrder()
{
    QFETCH(const int, count);
    QByteArray stream;
    for (int i = 0; i < count; ++i)
        stream += numbered(i);
    RawClient client(m_server.port());
    QVERIFY(client.send(stream));
    for (int i = 0; i < count; ++i)
        QCOMPARE(client.readResponse().status, 200);
    const std::vector<Delivery> records = newRecords();
    QCOMPARE(records.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        QCOMPARE(rawOf(records[static_cast<std::size_t>(i)]), numbered(i));
    QVERIFY(client.send(numbered(count)));
    QCOMPARE(client.readResponse().status, 200);
}

void tst_FidelityStream::requestsMayEndInTheMiddleOfASegment()
{
    const QByteArray stream = numbered(1) + numbered(2) + numbered(3);
    const qsizetype first = numbered(1).size();
    RawClient client(m_server.port());
    QVERIFY(client.send(QByteArrayView(stream).first(first + 10)));
    QCOMPARE(client.readResponse().status, 200);
    QVERIFY(client.send(QByteArrayView(stream).sliced(first + 10, first)));
    QCOMPARE(client.readResponse().status, 200);
    QVERIFY(client.send(QByteArrayView(stream).sliced(2 * first + 10)));
    QCOMPARE(client.readResponse().status, 200);
    QByteArray raw;
    for (const Delivery& record : newRecords())
        raw += rawOf(record);
    QCOMPARE(raw, stream);
}

void tst_FidelityStream::requestSplitAnywhereGivesTheSameRecord_data()
{
    QTest::addColumn<QByteArray>("request");
    for (std::size_t i = 0; i < GoodRequests.size(); ++i)
        QTest::addRow("%zu", i) << GoodRequests[i];
}

void tst_FidelityStream::requestSplitAnywhereGivesTheSameRecord()
{
    QFETCH(const QByteArray, request);
    RawClient client(m_server.port());
    QVERIFY(client.send(request));
    QCOMPARE(client.readResponse().status, 200);
    const std::vector<Delivery> whole = newRecords();
    QCOMPARE(whole.size(), std::size_t(1));
    for (qsizetype at = 1; at < request.size(); ++at) {
        QVERIFY(client.send(QByteArrayView(request).first(at)));
        QVERIFY(client.send(QByteArrayView(request).sliced(at)));
        QCOMPARE(client.readResponse().status, 200);
    }
    const std::vector<Delivery> records = newRecords();
    QCOMPARE(records.size(), static_cast<std::size_t>(request.size() - 1));
    for (const Delivery& record : records) {
        QCOMPARE(rawOf(record), request);
        QCOMPARE(record.request->head.method().toByteArray(), whole[0].request->head.method().toByteArray());
        QCOMPARE(record.request->head.target().toByteArray(), whole[0].request->head.target().toByteArray());
        QVERIFY(record.request->head.headers() == whole[0].request->head.headers());
        QCOMPARE(bodyOf(record), bodyOf(whole[0]));
        QCOMPARE(anomaliesOf(record), anomaliesOf(whole[0]));
    }
}

void tst_FidelityStream::recordsPutTogetherAreTheBytesThatWereSent()
{
    constexpr int Connections = 80;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QHash<quint16, QByteArray> sent;
    for (int i = 0; i < Connections; ++i) {
        RawClient client(m_server.port());
        const quint16 port = client.localPort();
        QVERIFY2(!sent.contains(port), "a port was used twice");
        QByteArray stream;
        for (int count = random.bounded(6); count > 0; --count)
            stream += GoodRequests[static_cast<std::size_t>(random.bounded(int(GoodRequests.size())))];
        for (qsizetype at = 0; at < stream.size();) {
            const qsizetype piece = std::min<qsizetype>(1 + random.bounded(60), stream.size() - at);
            QVERIFY(client.send(QByteArrayView(stream).sliced(at, piece)));
            at += piece;
        }
        // In one piece: what comes behind a fault is lost when the server has closed before.
        const QByteArray last = LastPieces[static_cast<std::size_t>(random.bounded(int(LastPieces.size())))];
        QVERIFY(client.send(last));
        client.finish();
        client.readToEnd();
        QVERIFY(client.end() != RawClient::End::Open);
        sent[port] = stream + last;
    }
    QHash<quint16, QByteArray> captured;
    for (const Delivery& record : newRecords()) {
        QCOMPARE(record.request->discarded, 0);
        captured[record.request->peer.port] += rawOf(record);
    }
    for (auto it = sent.cbegin(); it != sent.cend(); ++it) {
        // Empty lines alone are no request.
        if (QByteArray(it.value()).replace("\r\n", "").isEmpty())
            continue;
        QCOMPARE(captured.value(it.key()), it.value());
    }
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_FidelityStream)
#include "tst_fidelity_stream.moc"

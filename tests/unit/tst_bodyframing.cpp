// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/bodyframing.h"
#include "support/bytesof.h"

#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace hookloupe;
using hookloupe::test::bytesOf;

namespace {

BodyFramingDecision decide(const QByteArray& headers, const QByteArray& version = "1.1")
{
    return decideBodyFraming(RequestHead::parse("POST / HTTP/" + version + "\r\nHost: a\r\n" + headers + "\r\n"));
}

QByteArray codes(const BodyFramingDecision& decision)
{
    QByteArrayList names;
    for (const Anomaly anomaly : decision.anomalies.list())
        names << anomalyCode(anomaly).toByteArray();
    return names.join(' ');
}

} // namespace

class BodyFramingTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutAFramingHeaderThereIsNoBody();
    void readsALength_data();
    void readsALength();
    void saturatesALength();
    void refusesALength_data();
    void refusesALength();
    void chunkedIsChunked_data();
    void chunkedIsChunked();
    void refusesACoding_data();
    void refusesACoding();
    void codingsNeedHttp11();
    void chunkedWinsOverALength();
    void refusesWhatHidesAFramingHeader_data();
    void refusesWhatHidesAFramingHeader();
    void acceptsOddHeadersThatHideNothing_data();
    void acceptsOddHeadersThatHideNothing();
};

void BodyFramingTest::withoutAFramingHeaderThereIsNoBody()
{
    const BodyFramingDecision decision = decide("Content-Lengths: 5\r\nX-Transfer-Encoding: chunked\r\n");
    QCOMPARE(decision.framing, BodyFraming::None);
    QVERIFY(decision.anomalies.isEmpty());
    QVERIFY(!decision.mustClose);
}

void BodyFramingTest::readsALength_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<QByteArray>("anomalies");
    QTest::newRow("0") << QByteArray("Content-Length: 0\r\n") << qint64(0) << QByteArray();
    QTest::newRow("5") << QByteArray("CONTENT-LENGTH:\t5 \r\n") << qint64(5) << QByteArray();
    QTest::newRow("zeros") << QByteArray("Content-Length: 00000000000000000000000007\r\n") << qint64(7) << QByteArray();
    QTest::newRow("list") << QByteArray("Content-Length: 5 ,5,05\r\n") << qint64(5)
                          << QByteArray("repeated-content-length");
    QTest::newRow("lines") << QByteArray("Content-Length: 5\r\ncontent-length: 5\r\n") << qint64(5)
                           << QByteArray("repeated-content-length");
}

void BodyFramingTest::readsALength()
{
    QFETCH(QByteArray, headers);
    const BodyFramingDecision decision = decide(headers);
    QCOMPARE(decision.framing, BodyFraming::ContentLength);
    QTEST(decision.length, "length");
    QTEST(codes(decision), "anomalies");
    QVERIFY(!decision.mustClose);
}

void BodyFramingTest::saturatesALength()
{
    constexpr qint64 Most = std::numeric_limits<qint64>::max();
    QCOMPARE(decide("Content-Length: 9223372036854775806\r\n").length, Most - 1);
    for (const char* digits :
        { "9223372036854775807", "9223372036854775808", "18446744073709551621", "99999999999999999999999999999999" })
        QCOMPARE(decide("Content-Length: " + QByteArray(digits) + "\r\n").length, Most);
}

void BodyFramingTest::refusesALength_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("anomalies");
    for (const char* value :
        { "+5", "-5", "0x5", "", " ", "5.0", "5 5", "5;", "five", ",", "5,", ",5", "5,,5", "\xb2" })
        QTest::addRow("'%s'", value) << "Content-Length: " + QByteArray(value) + "\r\n"
                                     << QByteArray("bad-content-length");
    const QByteArray conflict = "conflicting-content-length";
    QTest::newRow("5, 6") << QByteArray("Content-Length: 5, 6\r\n") << conflict;
    QTest::newRow("lines") << QByteArray("Content-Length: 5\r\nContent-Length: 50\r\n") << conflict;
    QTest::newRow("first differs") << QByteArray("Content-Length: 6, 5, 5\r\n") << conflict;
    QTest::newRow("both huge") << QByteArray("Content-Length: 9223372036854775809, 9223372036854775808\r\n")
                               << conflict;
}

void BodyFramingTest::refusesALength()
{
    QFETCH(QByteArray, headers);
    const BodyFramingDecision decision = decide(headers);
    QTEST(codes(decision), "anomalies");
    QCOMPARE(decision.framing, BodyFraming::None);
    QVERIFY(decision.mustClose);
}

void BodyFramingTest::chunkedIsChunked_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("anomalies");
    const QByteArray other = "other-transfer-coding";
    QTest::newRow("plain") << QByteArray("Transfer-Encoding: chunked\r\n") << QByteArray();
    QTest::newRow("case") << QByteArray("transfer-encoding:CHUNKED\t\r\n") << QByteArray();
    QTest::newRow("gzip below") << QByteArray("Transfer-Encoding: gzip ,chunked\r\n") << other;
    QTest::newRow("with parameters below") << QByteArray("Transfer-Encoding: x;q=1, chunked\r\n") << other;
    QTest::newRow("two lines") << QByteArray("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n") << other;
}

void BodyFramingTest::chunkedIsChunked()
{
    QFETCH(QByteArray, headers);
    const BodyFramingDecision decision = decide(headers);
    QCOMPARE(decision.framing, BodyFraming::Chunked);
    QTEST(codes(decision), "anomalies");
    QVERIFY(!decision.mustClose);
}

void BodyFramingTest::refusesACoding_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char* value : { "", "xchunked", "chunkedx", "identity", "gzip", "chunked, chunked", "chunked, gzip",
             "chunked,", ", chunked", "chunked;a=b", "\"chunked\"", "chunked\x0b", "chunk ed", "gzip;a=\"b, chunked",
             "gzip;a=\"b, chunked\"", "gzip;a=\"b\", chunked" })
        QTest::addRow("'%s'", value) << QByteArray(value);
}

void BodyFramingTest::refusesACoding()
{
    QFETCH(QByteArray, value);
    const BodyFramingDecision decision = decide("Transfer-Encoding: " + value + "\r\nContent-Length: 5\r\n");
    QCOMPARE(codes(decision), "bad-transfer-encoding");
    QCOMPARE(decision.framing, BodyFraming::None);
    QVERIFY(decision.mustClose);
}

void BodyFramingTest::codingsNeedHttp11()
{
    QCOMPARE(codes(decide("Transfer-Encoding: chunked\r\n", "1.0")), "bad-transfer-encoding");
    QCOMPARE(codes(decide("Transfer-Encoding: chunked\r\n", "1.00")), "bad-transfer-encoding");
    QCOMPARE(codes(decide("Transfer-Encoding: chunked\r\n", "1.10")), "");
    QCOMPARE(decide("Content-Length: 5\r\n", "1.0").length, 5);
}

void BodyFramingTest::chunkedWinsOverALength()
{
    const BodyFramingDecision decision = decide("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    QCOMPARE(decision.framing, BodyFraming::Chunked);
    QCOMPARE(codes(decision), "length-and-chunked");
    QVERIFY(decision.mustClose);
    QCOMPARE(codes(decide("Transfer-Encoding: chunked\r\nContent-Length: x\r\n")), "bad-content-length");
}

void BodyFramingTest::refusesWhatHidesAFramingHeader_data()
{
    QTest::addColumn<QByteArray>("headers");
    const auto row = [](const char* name, const QByteArray& headers) { QTest::newRow(name) << headers; };
    row("blank before the colon", "Content-Length : 5\r\n");
    row("tab before the colon", "transfer-encoding\t: chunked\r\n");
    row("beside a good one", "Content-Length: 5\r\nContent-Length : 6\r\n");
    row("control byte first", "\x01Transfer-Encoding: chunked\r\n");
    row("byte order mark first",
        "\xef\xbb\xbf"
        "Content-Length: 5\r\n");
    row("NUL in the name", bytesOf("Content-\0Length: 5\r\n"));
    row("NUL in the value", bytesOf("Transfer-Encoding: chun\0ked\r\n"));
    row("CR before it", "X: y\rContent-Length: 5\r\n");
    row("CR behind it", "Transfer-Encoding: chunked\rX: y\r\n");
    row("CR CR LF behind it", "Transfer-Encoding: chunked\r\r\n");
    row("as a fold", "X: y\r\n\tTransfer-Encoding: chunked\r\n");
    row("folded", "Transfer-Encoding:\r\n chunked\r\n");
    row("folded with bare LF", "Content-Length: 5\n \n");
}

void BodyFramingTest::refusesWhatHidesAFramingHeader()
{
    QFETCH(QByteArray, headers);
    const BodyFramingDecision decision = decide(headers);
    QVERIFY(decision.anomalies.contains(Anomaly::AmbiguousFramingHeader));
    QCOMPARE(decision.framing, BodyFraming::None);
    QVERIFY(decision.mustClose);
}

void BodyFramingTest::acceptsOddHeadersThatHideNothing_data()
{
    QTest::addColumn<QByteArray>("headers");
    const auto row = [](const char* name, const QByteArray& headers) { QTest::newRow(name) << headers; };
    row("another bad name", "X Y: 5\r\n");
    row("no colon", "Content-Length 5\r\n");
    row("a fold in another header", "X: y\r\n z\r\n");
    row("CR in another header", "X: y\rz\r\n");
    row("NUL in another header", bytesOf("X: y\0z\r\n"));
    row("the name within a value", "X Y: Content-Length: 5\r\n");
    row("a longer name", "My Content-Length: 5\r\n");
    row("a framing header behind a fold", "X: y\r\n z\r\nContent-Length: 0\r\n");
}

void BodyFramingTest::acceptsOddHeadersThatHideNothing()
{
    QFETCH(QByteArray, headers);
    QVERIFY(decide(headers).anomalies.isEmpty());
}

QTEST_GUILESS_MAIN(BodyFramingTest)
#include "tst_bodyframing.moc"

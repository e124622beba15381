// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray post(const QByteArray& headers, const QByteArray& rest)
{
    return "POST /b HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n" + rest;
}

QByteArray withLength(const QByteArray& body)
{
    return post("Content-Length: " + QByteArray::number(body.size()) + "\r\n", body);
}

QByteArray chunked(const QByteArray& rest)
{
    return post("Transfer-Encoding: chunked\r\n", rest);
}

QByteArray randomBytes(qsizetype size, quint32 seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(seed);
    for (char& byte : bytes)
        byte = static_cast<char>(random.generate() & 0xFF);
    return bytes;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool IsMemoryMeasured = false; // the sanitizer keeps freed memory
#else
constexpr bool IsMemoryMeasured = true;
#endif

} // namespace

/// A body is captured as its transfer coding decodes, and the raw bytes are what was sent.
class tst_FidelityBody final : public CapturingTest {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void bodyWithLengthIsKept_data();
    void bodyWithLengthIsKept();
    void largeBodyIsKeptWithoutKeepingItInMemory_data();
    void largeBodyIsKeptWithoutKeepingItInMemory();
    void chunkedBodyIsDecodedAndItsMarksKept_data();
    void chunkedBodyIsDecodedAndItsMarksKept();
    void chunkedBodyMayComeInAnyPieces_data();
    void chunkedBodyMayComeInAnyPieces();
    void requestBehindTrailersIsFramedRight();
    void manyChunksOfOneByteAreTaken();
    void largeChunkedBodyIsKept();
};

void tst_FidelityBody::initTestCase()
{
    QVERIFY(m_server.start({ u"--format"_s, u"text"_s }));
}

void tst_FidelityBody::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_FidelityBody::cleanupTestCase()
{
    QCOMPARE(m_server.stop(), 0);
    QCOMPARE(complaints(), QByteArray());
}

void tst_FidelityBody::bodyWithLengthIsKept_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("1 byte") << QByteArray() << QByteArray("x");
    QTest::newRow("5 bytes") << QByteArray() << QByteArray("hello");
    QTest::newRow("NUL, CRLF and 0xFF") << QByteArray() << QByteArray("\0\r\n\r\n\xFF\0GET / HTTP/1.1\r\n\r\n", 26);
    QTest::newRow("gzip") << QByteArray("Content-Encoding: gzip\r\n")
                          << QByteArray::fromHex("1f8b08000000000000ff4b4c4a0600c241243503000000");
    QTest::newRow("multipart") << QByteArray("Content-Type: multipart/form-data; boundary=b\r\n")
                               << QByteArray(
                                      "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n\xFF\xD8\r\n--b--\r\n");
    QTest::newRow("all byte values") << QByteArray() << randomBytes(4096, 1);
    QTest::newRow("256 KiB") << QByteArray() << randomBytes(256 * 1024, 2);
    QTest::newRow("256 KiB and 1 byte") << QByteArray() << randomBytes(256 * 1024 + 1, 3);
}

void tst_FidelityBody::bodyWithLengthIsKept()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const QByteArray, body);
    const QByteArray request = post(headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n", body);
    QCOMPARE(ask(m_server.port(), request).status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QCOMPARE(bodyOf(record), body);
    QCOMPARE(rawOf(record), request);
    QCOMPARE(anomaliesOf(record), QByteArray());
}

void tst_FidelityBody::largeBodyIsKeptWithoutKeepingItInMemory_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("1 MB") << 1'000'000;
    QTest::newRow("10 MB") << 10'000'000;
    QTest::newRow("100 MB") << 100'000'000;
}

void tst_FidelityBody::largeBodyIsKeptWithoutKeepingItInMemory()
{
    QFETCH(const int, size);
    const qint64 before = m_server.peakMemory();
    const QByteArray piece = randomBytes(1'000'000, 4);
    QCryptographicHash hash(QCryptographicHash::Sha1);
    RawClient client(m_server.port());
    QVERIFY(client.send(post("Content-Length: " + QByteArray::number(size) + "\r\n", {})));
    for (int sent = 0; sent < size; sent += static_cast<int>(piece.size())) {
        hash.addData(piece);
        QVERIFY(client.send(piece));
    }
    QCOMPARE(client.readResponse().status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QCOMPARE(record.request->body.size(), qint64(size));
    QCOMPARE(bodySha1Of(record).toHex(), hash.result().toHex());
    const qint64 grown = m_server.peakMemory() - before;
    qInfo("peak of the memory grew by %lld KiB", static_cast<long long>(grown / 1024));
    if (IsMemoryMeasured)
        QVERIFY2(grown <= 64 << 20, "the body was kept in memory");
}

void tst_FidelityBody::chunkedBodyIsDecodedAndItsMarksKept_data()
{
    QTest::addColumn<QByteArray>("coded");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("anomalies");
    const auto row = [](const char* name, const char* coded, const char* body, const char* anomalies = "") {
        QTest::newRow(name) << QByteArray(coded) << QByteArray(body) << QByteArray(anomalies);
    };
    row("one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello");
    row("no data", "0\r\n\r\n", "");
    row("three chunks", "1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n0\r\n\r\n", "abcdef");
    row("upper and lower case, leading zeros", "00A\r\n0123456789\r\n0b\r\n0123456789a\r\n000\r\n\r\n",
        "01234567890123456789a");
    row("data that looks like marks", "7\r\n0\r\n\r\n0\r\r\n0\r\n\r\n", "0\r\n\r\n0\r");
    row("extensions", "5;a=b;c=\"d e\"\r\nhello\r\n0;z\r\n\r\n", "hello", "chunk-extension");
    row("trailers", "5\r\nhello\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n", "hello");
    row("bare LF", "5\nhello\n0\n\n", "hello", "bare-lf");
}

void tst_FidelityBody::chunkedBodyIsDecodedAndItsMarksKept()
{
    QFETCH(const QByteArray, coded);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, anomalies);
    QCOMPARE(ask(m_server.port(), chunked(coded)).status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QCOMPARE(bodyOf(record), body);
    QCOMPARE(rawOf(record), chunked(coded));
    QCOMPARE(anomaliesOf(record), anomalies);
}

void tst_FidelityBody::chunkedBodyMayComeInAnyPieces_data()
{
    QTest::addColumn<bool>("isByteWise");
    QTest::newRow("byte by byte") << true;
    QTest::newRow("split at every CRLF") << false;
}

void tst_FidelityBody::chunkedBodyMayComeInAnyPieces()
{
    QFETCH(const bool, isByteWise);
    const QByteArray request = chunked("5;e\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n");
    RawClient client(m_server.port());
    for (qsizetype at = 0; at < request.size();) {
        const bool isCrLf = !isByteWise && request[at] == '\r';
        qsizetype next = isByteWise || isCrLf ? at + 1 : request.indexOf('\r', at);
        next = next < 0 ? request.size() : next;
        QVERIFY(client.send(QByteArrayView(request).sliced(at, next - at)));
        at = next;
    }
    QCOMPARE(client.readResponse().status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QCOMPARE(bodyOf(record), QByteArray("hello0123456789"));
    QCOMPARE(rawOf(record), request);
}

void tst_FidelityBody::requestBehindTrailersIsFramedRight()
{
    const QByteArray first = chunked("5\r\nhello\r\n0\r\nX-Trailer: GET / HTTP/1.1\r\n\r\n");
    const QByteArray second = withLength("next");
    RawClient client(m_server.port());
    QVERIFY(client.send(QByteArray(first + second)));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(client.readResponse().status, 200);
    const std::vector<Delivery> records = recordsOf(m_server.sessionFile());
    QCOMPARE(rawOf(records[records.size() - 2]), first);
    QCOMPARE(rawOf(records.back()), second);
    QCOMPARE(bodyOf(records.back()), QByteArray("next"));
}

void tst_FidelityBody::manyChunksOfOneByteAreTaken()
{
    constexpr int Count = 300'000;
    QByteArray coded;
    QByteArray body;
    for (int i = 0; i < Count; ++i) {
        const char byte = static_cast<char>('a' + i % 26);
        coded += "1\r\n";
        coded += byte;
        coded += "\r\n";
        body += byte;
    }
    coded += "0\r\n\r\n";
    QCOMPARE(ask(m_server.port(), chunked(coded)).status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QVERIFY(bodyOf(record) == body);
    QVERIFY(rawOf(record) == chunked(coded));
}

void tst_FidelityBody::largeChunkedBodyIsKept()
{
    const QByteArray body = randomBytes(3'000'000, 5);
    QByteArray coded;
    for (qsizetype at = 0; at < body.size(); at += 70'000) {
        const QByteArray piece = body.mid(at, 70'000);
        coded += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    }
    coded += "0\r\n\r\n";
    QCOMPARE(ask(m_server.port(), chunked(coded)).status, 200);
    const Delivery record = recordsOf(m_server.sessionFile()).back();
    QVERIFY(bodyOf(record) == body);
    QVERIFY(rawOf(record) == chunked(coded));
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_FidelityBody)
#include "tst_fidelity_body.moc"

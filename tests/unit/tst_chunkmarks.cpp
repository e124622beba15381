// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkmarks.h"

#include "http/request.h"

#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <utility>
#include <vector>

using namespace hookloupe;

namespace {

using Mark = std::pair<qint64, QByteArray>;

std::vector<Mark> listed(const ChunkMarks& marks)
{
    std::vector<Mark> list;
    marks.forEach([&list](qint64 offset, QByteArrayView bytes) { list.emplace_back(offset, bytes.toByteArray()); });
    return list;
}

Request chunkedRequest(Body body)
{
    Request request;
    request.head = RequestHead::parse("POST / HTTP/1.0\r\n\r\n");
    request.framing = BodyFraming::Chunked;
    request.body = std::move(body);
    request.chunkMarks.append(0, "3\r\n");
    request.chunkMarks.append(3, "\r\n2\r\n");
    request.chunkMarks.append(5, "\r\nx\r\n");
    request.rest = "?!";
    return request;
}

const QByteArray ChunkedWire = "POST / HTTP/1.0\r\n\r\n3\r\nabc\r\n2\r\nde\r\nx\r\n?!";

} // namespace

class ChunkMarksTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void startsEmpty();
    void givesMarksBackInOrder();
    void takesNothingForAnEmptyMark();
    void goesThroughItsEncodedForm();
    void canBeContinuedFromItsEncodedForm();
    void aCutStringYieldsTheMarksBeforeTheCut();
    void anyStringIsReadWithoutHarm();
    void overflowingNumbersEndTheReading();

    void rawBytesPutBodyAndMarksTogether();
    void rawBytesReadABodyFileInPieces();
    void rawBytesStopAtTheirLimit();
    void aMarkBeyondTheBodyStandsAtItsEnd();
    void brokenMarksLeaveTheBodyWhole();
};

void ChunkMarksTest::startsEmpty()
{
    const ChunkMarks marks;
    QVERIFY(marks.isEmpty());
    QCOMPARE(marks.markBytes(), 0);
    QVERIFY(listed(marks).empty());
}

void ChunkMarksTest::givesMarksBackInOrder()
{
    const std::vector<Mark> wanted { { 0, "5\r\n" }, { 0, QByteArray(200, 'x') }, { 127, "a" }, { 255, "b" },
        { qint64(1) << 40, QByteArray("\0\n", 2) } };
    ChunkMarks marks;
    for (const auto& [offset, bytes] : wanted)
        marks.append(offset, bytes);
    QCOMPARE(listed(marks), wanted);
    QCOMPARE(marks.markBytes(), 207);
}

void ChunkMarksTest::takesNothingForAnEmptyMark()
{
    ChunkMarks marks;
    marks.append(5, "");
    QVERIFY(marks.isEmpty());
}

void ChunkMarksTest::goesThroughItsEncodedForm()
{
    ChunkMarks marks;
    marks.append(0, "1\r\n");
    marks.append(300, "\r\n0\r\n\r\n");
    const ChunkMarks read = ChunkMarks::fromEncoded(marks.encoded());
    QCOMPARE(listed(read), listed(marks));
    QCOMPARE(read.markBytes(), marks.markBytes());
}

void ChunkMarksTest::canBeContinuedFromItsEncodedForm()
{
    ChunkMarks first;
    first.append(300, "a");
    ChunkMarks read = ChunkMarks::fromEncoded(first.encoded());
    read.append(301, "b");
    QCOMPARE(listed(read), (std::vector<Mark> { { 300, "a" }, { 301, "b" } }));
}

void ChunkMarksTest::aCutStringYieldsTheMarksBeforeTheCut()
{
    ChunkMarks marks;
    marks.append(200, "first");
    const qsizetype end = marks.encoded().size();
    marks.append(400, "second");
    const std::vector<Mark> all = listed(marks);
    for (qsizetype size = 0; size < marks.encoded().size(); ++size) {
        const auto read = listed(ChunkMarks::fromEncoded(marks.encoded().first(size)));
        QCOMPARE(read.size(), size < end ? 0U : 1U);
        QVERIFY(read.empty() || read[0] == all[0]);
    }
}

void ChunkMarksTest::anyStringIsReadWithoutHarm()
{
    QRandomGenerator random(42);
    for (int round = 0; round < 20'000; ++round) {
        QByteArray encoded(random.bounded(40), Qt::Uninitialized);
        for (char& byte : encoded)
            byte = static_cast<char>(random.bounded(3) == 0 ? 0xff : random.bounded(256));
        qint64 last = 0;
        qint64 sum = 0;
        const ChunkMarks marks = ChunkMarks::fromEncoded(encoded);
        marks.forEach([&](qint64 offset, QByteArrayView bytes) {
            QVERIFY(offset >= last);
            last = offset;
            sum += bytes.size();
        });
        QCOMPARE(marks.markBytes(), sum);
        QVERIFY(sum <= encoded.size());
    }
}

void ChunkMarksTest::overflowingNumbersEndTheReading()
{
    const QByteArray most = QByteArray(8, '\xff') + '\x7f';
    const QByteArray one = most
        + "\x01"
          "a";
    QCOMPARE(listed(ChunkMarks::fromEncoded(one)).size(), 1U);
    QCOMPARE(listed(ChunkMarks::fromEncoded(QByteArray(one + one))).size(), 1U);
    QVERIFY(listed(ChunkMarks::fromEncoded(QByteArray(9, '\xff') + "\x01\x01" + "a")).empty());
    QVERIFY(listed(ChunkMarks::fromEncoded('\0' + most + "a")).empty());
}

void ChunkMarksTest::rawBytesPutBodyAndMarksTogether()
{
    const Request request = chunkedRequest(Body("abcde"));
    QCOMPARE(rawBytes(request, 1000), ChunkedWire);
    QCOMPARE(rawSize(request), ChunkedWire.size());
}

void ChunkMarksTest::rawBytesReadABodyFileInPieces()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("body"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("abcde"), 5);
    file.close();
    const Request request = chunkedRequest(Body::inFile(path, 5));
    QCOMPARE(rawBytes(request, 1000), ChunkedWire);
    QByteArray joined;
    qint64 largest = 0;
    forEachRawPiece(request, 2, [&](QByteArrayView piece) {
        if (QByteArrayView("abcde").contains(piece))
            largest = qMax(largest, static_cast<qint64>(piece.size()));
        joined += piece;
    });
    QCOMPARE(joined, ChunkedWire);
    QCOMPARE(largest, 2);
}

void ChunkMarksTest::rawBytesStopAtTheirLimit()
{
    const Request request = chunkedRequest(Body("abcde"));
    for (qint64 limit = 0; limit <= ChunkedWire.size(); ++limit)
        QCOMPARE(rawBytes(request, limit), ChunkedWire.first(limit));
}

void ChunkMarksTest::aMarkBeyondTheBodyStandsAtItsEnd()
{
    Request request;
    request.body = Body("ab");
    request.chunkMarks.append(1000, "x");
    QCOMPARE(rawBytes(request, 100), "abx");
}

void ChunkMarksTest::brokenMarksLeaveTheBodyWhole()
{
    Request request;
    request.body = Body("abcd");
    const QByteArray farMark = QByteArray(8, '\xff') + "\x7f\x01x";
    request.chunkMarks = ChunkMarks::fromEncoded(farMark + farMark);
    QCOMPARE(rawBytes(request, 100), "abcdx");
    QCOMPARE(rawSize(request), 5);
}

QTEST_GUILESS_MAIN(ChunkMarksTest)
#include "tst_chunkmarks.moc"

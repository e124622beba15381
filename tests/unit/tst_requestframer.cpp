// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/requestframer.h"
#include "support/framing.h"
#include "support/wirecases.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;

namespace {

QByteArray codes(const Framed& framed)
{
    QByteArrayList perRequest;
    for (const Request& request : framed.requests) {
        QByteArrayList names;
        for (const Anomaly anomaly : request.anomalies.list())
            names << anomalyCode(anomaly).toByteArray();
        perRequest << names.join(' ');
    }
    return perRequest.join(" | ");
}

/// Pieces of random lengths, short ones more often than long ones.
std::function<qsizetype()> randomPieces(quint32 seed)
{
    return [random = QRandomGenerator(seed)]() mutable -> qsizetype {
        return random.bounded(4) == 0 ? random.bounded(1, 100) : random.bounded(1, 6);
    };
}

CaptureLimits smallLimits()
{
    CaptureLimits limits;
    limits.headBytes = 64;
    limits.bodyBytes = 10;
    limits.chunkMarkBytes = 40;
    return limits;
}

RequestFramer fed(const QByteArray& bytes, const CaptureLimits& limits = {})
{
    RequestFramer framer(limits);
    framer.feed(bytes);
    return framer;
}

} // namespace

class RequestFramerTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyCaseIsFramedAndNamed_data() { addCases(); }
    void everyCaseIsFramedAndNamed();
    void everySplitGivesTheSameRecords_data() { addCases(); }
    void everySplitGivesTheSameRecords();
    void everySplitGivesTheSameRecordsUnderSmallLimits_data() { addCases(); }
    void everySplitGivesTheSameRecordsUnderSmallLimits();
    void randomStreamsGiveTheirBytesBack();

    void startsAtTheStartAndStaysThereWithoutInput();
    void stopsBehindOneRequest();
    void saysWhenTheClientWaitsForContinue();
    void countsTheBodyAlsoWhenItIsTaken();
    void keepsTheReasonOfTheEnd();
    void saysWhenTheConnectionMustClose();

    void takesAHeadUpToItsLimit();
    void keepsTheFirstBytesOfALongTarget();
    void keepsTheFirstBytesOfLongHeaders();
    void takesABodyUpToItsLimit();
    void takesChunksUpToTheBodyLimit();
    void takesMarksUpToTheirLimit();
    void takesASizeLineUpToItsLimit();
    void keepsSomeOfTheRestAndCountsTheOthers();

    void oneByteChunksAreQuick();
    void aLongHeadByteByByteIsLinear();

private:
    void addCases()
    {
        QTest::addColumn<int>("index");
        const auto cases = wireCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << static_cast<int>(i);
    }
    static WireCase currentCase()
    {
        QFETCH(int, index);
        return wireCases()[static_cast<std::size_t>(index)];
    }
    static void compareSplits(const QByteArray& bytes, const CaptureLimits& limits);
};

void RequestFramerTest::everyCaseIsFramedAndNamed()
{
    const WireCase wanted = currentCase();
    const Framed framed = frameWhole(wanted.bytes);
    QCOMPARE(codes(framed), wanted.anomalies);
    QCOMPARE(framed.requests.size(), wanted.bodies.size());
    for (std::size_t i = 0; i < wanted.bodies.size(); ++i) {
        QCOMPARE(framed.requests[i].body.bytes(), wanted.bodies[i]);
        QVERIFY(framed.mustClose[i] || !framed.requests[i].anomalies.hasFault());
    }
    if (!wanted.anomalies.contains("body-too-large"))
        QCOMPARE(wireBytes(framed), wanted.bytes);
    QCOMPARE(wireBytes(framed).size() + discardedBytes(framed), wanted.bytes.size());
}

void RequestFramerTest::compareSplits(const QByteArray& bytes, const CaptureLimits& limits)
{
    const QByteArray wanted = describe(frameWhole(bytes, limits));
    for (qsizetype split = 1; split < bytes.size(); ++split) {
        bool isFirst = true;
        const auto pieces = [&] { return std::exchange(isFirst, false) ? split : bytes.size(); };
        QCOMPARE(describe(frame(bytes, limits, pieces)), wanted);
    }
    QCOMPARE(describe(frame(bytes, limits, [] { return 1; })), wanted);
    QCOMPARE(describe(frame(
                 bytes, limits, [] { return 2; }, true)),
        wanted);
    for (quint32 seed = 0; seed < 20; ++seed)
        QCOMPARE(describe(frame(bytes, limits, randomPieces(seed), seed % 2 == 0)), wanted);
}

void RequestFramerTest::everySplitGivesTheSameRecords()
{
    compareSplits(currentCase().bytes, {});
}

void RequestFramerTest::everySplitGivesTheSameRecordsUnderSmallLimits()
{
    const QByteArray bytes = currentCase().bytes;
    compareSplits(bytes, smallLimits());
    const Framed framed = frameWhole(bytes, smallLimits());
    QCOMPARE(wireBytes(framed).size() + discardedBytes(framed), bytes.size());
}

void RequestFramerTest::randomStreamsGiveTheirBytesBack()
{
    const auto cases = wireCases();
    QRandomGenerator random(4711);
    for (int round = 0; round < 400; ++round) {
        QByteArray bytes;
        for (int i = random.bounded(1, 6); i > 0; --i)
            bytes += cases[random.bounded(static_cast<quint32>(cases.size()))].bytes;
        for (int i = random.bounded(4); i > 0; --i)
            bytes[random.bounded(static_cast<int>(bytes.size()))] = static_cast<char>(random.bounded(256));
        const CaptureLimits limits = round % 2 == 0 ? CaptureLimits() : smallLimits();
        const Framed framed = frame(bytes, limits, randomPieces(random.generate()), round % 3 == 0);
        QCOMPARE(framed.used, bytes.size());
        QCOMPARE(wireBytes(framed).size() + discardedBytes(framed), bytes.size());
        QVERIFY(discardedBytes(framed) > 0 || wireBytes(framed) == bytes);
        QCOMPARE(describe(framed), describe(frameWhole(bytes, limits)));
    }
}

void RequestFramerTest::startsAtTheStartAndStaysThereWithoutInput()
{
    RequestFramer framer({});
    QVERIFY(framer.isAtStart());
    framer.endInput(Anomaly::IncompleteHead);
    QVERIFY(framer.isAtStart());
    QCOMPARE(framer.feed({}), 0);
    QCOMPARE(framer.feed("\n"), 1);
    QVERIFY(!framer.isAtStart());
    framer.feed("GET / HTTP/1.1\n\n");
    QCOMPARE(framer.state(), RequestFramer::State::Complete);
    framer.takeRequest();
    QVERIFY(framer.isAtStart());
}

void RequestFramerTest::stopsBehindOneRequest()
{
    const QByteArray first = post("Content-Length: 2\r\n", "ok");
    RequestFramer framer({});
    QCOMPARE(framer.feed(QByteArray(first + first)), first.size());
    QCOMPARE(framer.state(), RequestFramer::State::Complete);
    QCOMPARE(framer.feed(first), 0);
    QCOMPARE(framer.takeRequest().head.target(), "/hook");
    QCOMPARE(framer.feed(first), first.size());
}

void RequestFramerTest::saysWhenTheClientWaitsForContinue()
{
    RequestFramer framer = fed(post("Expect: 100-Continue\r\nContent-Length: 2\r\n"));
    QVERIFY(framer.expectsContinue());
    QCOMPARE(framer.head().headerCount(), 3);
    framer.feed("o");
    QVERIFY(!framer.expectsContinue());

    QVERIFY(fed(post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n")).expectsContinue());
    QVERIFY(!fed(post("Expect: 100-continue\r\nContent-Length: 0\r\n")).expectsContinue());
    QVERIFY(!fed(post("Expect: 200-ok\r\nContent-Length: 2\r\n")).expectsContinue());
    QVERIFY(!fed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n").expectsContinue());
    QVERIFY(!fed(post("Expect: 100-continue\r\nContent-Length: 11\r\n"), smallLimits()).expectsContinue());
}

void RequestFramerTest::countsTheBodyAlsoWhenItIsTaken()
{
    RequestFramer framer = fed(post("Content-Length: 5\r\n", "he"));
    QCOMPARE(framer.takeBody(), "he");
    framer.feed("l");
    QCOMPARE(framer.bodyBytes(), 3);
    QCOMPARE(framer.takeBody(), "l");
    framer.feed("lo");
    QCOMPARE(framer.bodyBytes(), 5);
    QCOMPARE(framer.state(), RequestFramer::State::Complete);
    QCOMPARE(framer.takeRequest().body.bytes(), "lo");
    QCOMPARE(framer.bodyBytes(), 0);
}

void RequestFramerTest::keepsTheReasonOfTheEnd()
{
    for (const Anomaly why : { Anomaly::ConnectionReset, Anomaly::HeadTooSlow, Anomaly::BodyTooSlow }) {
        RequestFramer framer = fed("GET / HT");
        framer.endInput(why);
        QCOMPARE(framer.state(), RequestFramer::State::Broken);
        const Request request = framer.takeRequest();
        QCOMPARE(request.anomalies.list(), std::vector { why });
        QVERIFY(request.isTruncated());
        QCOMPARE(request.head.raw(), "GET / HT");
    }
    RequestFramer framer = fed(post("Content-Length: 5\r\n", "he"));
    framer.endInput(Anomaly::IncompleteHead);
    QCOMPARE(framer.takeRequest().anomalies.list(), std::vector { Anomaly::IncompleteBody });
}

void RequestFramerTest::saysWhenTheConnectionMustClose()
{
    QVERIFY(!fed(post("Content-Length: 0\r\n")).mustClose());
    QVERIFY(!fed(chunked("0\r\n\r\n")).mustClose());
    QVERIFY(fed(post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")).mustClose());
    QVERIFY(fed(chunked("x\r\n")).mustClose());
    QVERIFY(fed(line("GET / HTTP/3.0")).mustClose());
}

void RequestFramerTest::takesAHeadUpToItsLimit()
{
    const QByteArray head = line("GET / HTTP/1.1");
    CaptureLimits limits;
    limits.headBytes = head.size();
    QCOMPARE(codes(frameWhole(head, limits)), "");
    --limits.headBytes;
    QCOMPARE(codes(frameWhole(head, limits)), "head-too-large");
}

void RequestFramerTest::keepsTheFirstBytesOfALongTarget()
{
    const QByteArray head = line("GET /" + QByteArray(100, 'a') + " HTTP/1.1");
    const Framed framed = frameWhole(head, smallLimits());
    QCOMPARE(codes(framed), "target-too-long");
    QCOMPARE(framed.requests[0].head.raw(), head.first(64));
    QCOMPARE(framed.requests[0].head.method(), "GET");
    QCOMPARE(framed.requests[0].discarded, head.size() - 64);
    QVERIFY(framed.requests[0].rest.isEmpty());
}

void RequestFramerTest::keepsTheFirstBytesOfLongHeaders()
{
    const QByteArray head = line("GET / HTTP/1.1\r\nA: " + QByteArray(100, 'a'));
    const Framed framed = frameWhole(head, smallLimits());
    QCOMPARE(codes(framed), "head-too-large");
    QCOMPARE(framed.requests[0].head.raw(), head.first(64));
    QCOMPARE(codes(frameWhole(QByteArray(100, '\n'), smallLimits())), "leading-empty-lines bare-lf head-too-large");
}

void RequestFramerTest::takesABodyUpToItsLimit()
{
    CaptureLimits limits;
    limits.bodyBytes = 10;
    QCOMPARE(codes(frameWhole(post("Content-Length: 10\r\n", QByteArray(10, 'b')), limits)), "");
    const Framed framed = frameWhole(post("Content-Length: 11\r\n", QByteArray(11, 'b')), limits);
    QCOMPARE(codes(framed), "body-too-large");
    QCOMPARE(framed.requests[0].framing, BodyFraming::ContentLength);
    QCOMPARE(framed.requests[0].discarded, 11);
}

void RequestFramerTest::takesChunksUpToTheBodyLimit()
{
    CaptureLimits limits;
    limits.bodyBytes = 4;
    QCOMPARE(codes(frameWhole(chunked("3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"), limits)), "");
    const Framed framed = frameWhole(chunked("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), limits);
    QCOMPARE(codes(framed), "body-too-large");
    QCOMPARE(framed.requests[0].body.bytes(), "abc");
    QVERIFY(wireBytes(framed).endsWith("3\r\nabc\r\n2\r\n"));
    QCOMPARE(framed.requests[0].discarded, 9);
}

void RequestFramerTest::takesMarksUpToTheirLimit()
{
    CaptureLimits limits;
    const QByteArray body = "2;" + QByteArray(50, 'x') + "\r\nhi\r\n0\r\nA: b\r\n\r\n";
    for (limits.chunkMarkBytes = 0; limits.chunkMarkBytes < body.size() - 2; ++limits.chunkMarkBytes) {
        const Framed framed = frameWhole(chunked(body), limits);
        QVERIFY(framed.requests[0].anomalies.contains(Anomaly::BodyTooLarge));
        QCOMPARE(framed.requests[0].chunkMarks.markBytes(), limits.chunkMarkBytes);
        QVERIFY(chunked(body).startsWith(wireBytes(framed)));
    }
    QCOMPARE(codes(frameWhole(chunked(body), limits)), "chunk-extension");
}

void RequestFramerTest::takesASizeLineUpToItsLimit()
{
    const QByteArray start = "1;";
    const QByteArray end = "\r\nh\r\n0\r\n\r\n";
    const QByteArray longest = start + QByteArray(ChunkedDecoder::SizeLineBytes - 4, 'x') + end;
    QCOMPARE(codes(frameWhole(chunked(longest))), "chunk-extension");
    const QByteArray tooLong = start + QByteArray(ChunkedDecoder::SizeLineBytes - 3, 'x') + end;
    const Framed framed = frameWhole(chunked(tooLong));
    QCOMPARE(codes(framed), "bad-chunk-size");
    QCOMPARE(framed.requests[0].chunkMarks.markBytes(), ChunkedDecoder::SizeLineBytes);
    QCOMPARE(wireBytes(framed), chunked(tooLong));
    QCOMPARE(describe(frame(chunked(tooLong), {}, [] { return 1; })), describe(framed));
    CaptureLimits limits;
    for (limits.chunkMarkBytes = ChunkedDecoder::SizeLineBytes - 1;
         limits.chunkMarkBytes < ChunkedDecoder::SizeLineBytes + 2; ++limits.chunkMarkBytes) {
        const bool isLineFirst = limits.chunkMarkBytes > ChunkedDecoder::SizeLineBytes;
        const Framed both = frameWhole(chunked(tooLong), limits);
        QCOMPARE(codes(both), isLineFirst ? "bad-chunk-size" : "body-too-large");
        QCOMPARE(wireBytes(both).size() + discardedBytes(both), chunked(tooLong).size());
        QCOMPARE(describe(frame(chunked(tooLong), limits, [] { return 1; })), describe(both));
    }
    const QByteArray trailers = "0\r\nA: " + QByteArray(100'000, 't') + "\r\n\r\n";
    QCOMPARE(describe(frame(chunked(trailers), {}, [] { return 777; })), describe(frameWhole(chunked(trailers))));
}

void RequestFramerTest::keepsSomeOfTheRestAndCountsTheOthers()
{
    const QByteArray head = line("GET / HTTP/3.0");
    const QByteArray most(RequestFramer::RestBytes, 'r');
    QCOMPARE(frameWhole(head + most).requests[0].rest, most);
    QCOMPARE(frameWhole(head + most).requests[0].discarded, 0);
    const Framed framed = frame(QByteArray(head + most + "123"), {}, [] { return 1000; });
    QCOMPARE(framed.requests[0].rest, most);
    QCOMPARE(framed.requests[0].discarded, 3);
}

void RequestFramerTest::oneByteChunksAreQuick()
{
    constexpr int Count = 300'000;
    const QByteArray bytes = chunked(QByteArray("1\r\nx\r\n").repeated(Count) + "0\r\n\r\n");
    const Framed framed = frameWhole(bytes);
    QCOMPARE(codes(framed), "");
    QCOMPARE(framed.requests[0].body.bytes(), QByteArray(Count, 'x'));
    QCOMPARE(wireBytes(framed), bytes);
    QCOMPARE(
        frame(bytes, {}, [] { return 1; }).requests[0].chunkMarks.encoded(), framed.requests[0].chunkMarks.encoded());
}

void RequestFramerTest::aLongHeadByteByByteIsLinear()
{
    QByteArray head = "GET /";
    head += QByteArray(64 << 10, 'a');
    head += " HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 1000; ++i)
        head += "X-Header-" + QByteArray::number(i) + ": " + QByteArray(900, 'v') + "\r\n";
    head += "\r\n";
    const Framed framed = frame(head, {}, [] { return 1; });
    QCOMPARE(codes(framed), "");
    QCOMPARE(framed.requests[0].head.headerCount(), 1001);
    QCOMPARE(wireBytes(framed), head);
}

QTEST_GUILESS_MAIN(RequestFramerTest)
#include "tst_requestframer.moc"

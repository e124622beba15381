// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/requestframer.h"

#include <QTest>

using namespace hookloupe;

/// Cost of framing, each figure per iteration. Compare figures of one run only.
class RequestFramerBench : public QObject {
    Q_OBJECT

private slots:
    void smallPostInOnePiece();
    void smallPostAsHeadAndBody();
    void smallPostByteByByte();
    void chunkedPost();
    void oneByteChunks();
    void longHeadByteByByte();
    void parsingTheHeadAlone();
};

namespace {

QByteArray head(const QByteArray& framing)
{
    QByteArray bytes
        = "POST /hooks/orders?source=shop HTTP/1.1\r\nHost: 127.0.0.1:8787\r\nUser-Agent: Shop-Webhooks/2.1\r\n"
          "Accept: */*\r\nAccept-Encoding: gzip, deflate, br\r\nContent-Type: application/json\r\n"
          "X-Shop-Topic: orders/create\r\nX-Shop-Delivery: 7f1de4a2-93c1-4d0e-b8a2-0c51b62f13aa\r\n"
          "X-Shop-Signature: sha256=4f1c0d5b7a2e9c8846d0f3b1a59e7d2c6b8f40e19ad35c72f60b8e1d94a7c3f5\r\n"
          "X-Shop-Timestamp: 1782137744\r\nX-Request-Id: 5b0c88f1\r\nConnection: keep-alive\r\n";
    bytes += framing;
    bytes += "\r\n\r\n";
    return bytes;
}

QByteArray smallPost()
{
    QByteArray bytes = head("Content-Length: 1024");
    bytes += QByteArray(1024, 'j');
    return bytes;
}

qint64 frameInPieces(const QByteArray& bytes, qsizetype pieceBytes)
{
    RequestFramer framer { CaptureLimits() };
    for (qsizetype at = 0; at < bytes.size();)
        at += framer.feed(QByteArrayView(bytes).sliced(at, qMin(pieceBytes, bytes.size() - at)));
    return framer.state() == RequestFramer::State::Complete ? framer.takeRequest().body.size() : -1;
}

} // namespace

void RequestFramerBench::smallPostInOnePiece()
{
    const QByteArray bytes = smallPost();
    RequestFramer framer { CaptureLimits() };
    QBENCHMARK
    {
        framer.feed(bytes);
        const Request request = framer.takeRequest();
        if (request.body.size() != 1024)
            QFAIL("not framed");
    }
}

void RequestFramerBench::smallPostAsHeadAndBody()
{
    const QByteArray bytes = smallPost();
    QBENCHMARK
    {
        QCOMPARE(frameInPieces(bytes, bytes.size() - 1024), 1024);
    }
}

void RequestFramerBench::smallPostByteByByte()
{
    const QByteArray bytes = smallPost();
    QBENCHMARK
    {
        QCOMPARE(frameInPieces(bytes, 1), 1024);
    }
}

void RequestFramerBench::chunkedPost()
{
    QByteArray bytes = head("Transfer-Encoding: chunked");
    bytes += "400\r\n";
    bytes += QByteArray(1024, 'j');
    bytes += "\r\n0\r\n\r\n";
    QBENCHMARK
    {
        QCOMPARE(frameInPieces(bytes, bytes.size()), 1024);
    }
}

void RequestFramerBench::oneByteChunks()
{
    QByteArray bytes = head("Transfer-Encoding: chunked");
    bytes += QByteArray("1\r\nx\r\n").repeated(300'000);
    bytes += "0\r\n\r\n";
    QBENCHMARK
    {
        QCOMPARE(frameInPieces(bytes, bytes.size()), 300'000);
    }
}

void RequestFramerBench::longHeadByteByByte()
{
    QByteArray line = "X-Long: ";
    line += QByteArray(990, 'v');
    line += "\r\n";
    QByteArray bytes = "POST / HTTP/1.1\r\nHost: a\r\n";
    bytes += line.repeated(1000);
    bytes += "\r\n";
    QBENCHMARK
    {
        QCOMPARE(frameInPieces(bytes, 1), 0);
    }
}

void RequestFramerBench::parsingTheHeadAlone()
{
    const QByteArray bytes = head("Content-Length: 1024");
    QBENCHMARK
    {
        if (RequestHead::parse(bytes).headerCount() != 12)
            QFAIL("not parsed");
    }
}

QTEST_GUILESS_MAIN(RequestFramerBench)
#include "bench_requestframer.moc"

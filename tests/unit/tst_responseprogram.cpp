// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responseprogram.h"
#include "support/httpanswer.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Kind = WireStep::Kind;

const QByteArray Post = "POST / HTTP/1.1\r\nHost: a\r\n\r\n";

RequestHead headOf(const QByteArray& raw)
{
    return RequestHead::parse(raw);
}

RequestHead headWith(const QByteArray& version, const QByteArray& connection)
{
    return headOf("POST / HTTP/" + version + "\r\nHost: a\r\n"
        + (connection.isEmpty() ? QByteArray() : "Connection: " + connection + "\r\n") + "\r\n");
}

std::vector<Kind> kindsOf(const ResponseProgram& program)
{
    std::vector<Kind> kinds;
    for (const auto& step : program)
        kinds.push_back(step.kind);
    return kinds;
}

QByteArray bytesOf(const ResponseProgram& program)
{
    QByteArray bytes;
    for (const auto& step : program)
        bytes += step.bytes;
    return bytes;
}

Answer answerTo(const QByteArray& request, const Response& response)
{
    return answerOf(bytesOf(makeResponseProgram(response, headOf(request), false)));
}

Response statusOnly(int status)
{
    Response response;
    response.status = status;
    return response;
}

} // namespace

class ResponseProgramTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void anAnswerHasItsStatusLengthAndDate();
    void aReasonOfThePlanIsSent();
    void answersWithoutContent_data();
    void answersWithoutContent();
    void headTellsTheLengthOfTheBodyThatItDoesNotSend();
    void keepingTheConnection_data();
    void keepingTheConnection();
    void headersOfThePlanReplaceOurs();
    void aConnectionCloseOfThePlanCloses();
    void aLengthThatIsNotTheBodysCloses_data();
    void aLengthThatIsNotTheBodysCloses();
    void aTransferEncodingOfThePlanSendsTheBodyAsItIs();
    void noLineEndLeavesAHeader();
    void interimAnswersAreFollowedByAFinalOne();
    void switchingProtocolsEndsTheConnection();
    void delayComesFirst();
    void faults();
    void truncateSendsHalfOfWhatItHas();
    void truncateWithoutABodySendsFewerBytesThanPromised();
    void truncateOfHeadCutsTheHead();
    void garbageIsNoHttp();
    void largeBodiesAreSharedNotCopied();
    void aStatusOutOfRangeBecomes500();
    void responseBytesLeaveOutDelayAndFault();
};

void ResponseProgramTest::anAnswerHasItsStatusLengthAndDate()
{
    Response response;
    response.body = "hello";
    const auto program = makeResponseProgram(response, headOf(Post), false);
    QVERIFY((kindsOf(program) == std::vector { Kind::Write, Kind::Finish }));
    const Answer answer = answerOf(bytesOf(program));
    QCOMPARE(answer.statusLine, "HTTP/1.1 200 OK");
    QCOMPARE(answer.header("content-length"), "5");
    QCOMPARE(answer.header("connection"), "(none)");
    QCOMPARE(answer.body, "hello");
    static const QRegularExpression ImfDate(
        u"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$"_s);
    QVERIFY(ImfDate.match(QString::fromLatin1(answer.header("date"))).hasMatch());
}

void ResponseProgramTest::aReasonOfThePlanIsSent()
{
    Response response = statusOnly(299);
    response.reason = "Mostly fine";
    QCOMPARE(answerTo(Post, response).statusLine, "HTTP/1.1 299 Mostly fine");
    QCOMPARE(answerTo(Post, statusOnly(999)).statusLine, "HTTP/1.1 999 Unassigned");
}

void ResponseProgramTest::answersWithoutContent_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("204") << Post << 204;
    QTest::newRow("304") << Post << 304;
    QTest::newRow("connect") << QByteArray("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n") << 200;
}

void ResponseProgramTest::answersWithoutContent()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    Response response = statusOnly(status);
    response.body = "left out";
    const Answer answer = answerTo(request, response);
    QCOMPARE(answer.header("content-length"), "(none)");
    QCOMPARE(answer.body, "");
}

void ResponseProgramTest::headTellsTheLengthOfTheBodyThatItDoesNotSend()
{
    Response response;
    response.body = "hello";
    const Answer answer = answerTo("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", response);
    QCOMPARE(answer.header("content-length"), "5");
    QCOMPARE(answer.body, "");
}

void ResponseProgramTest::keepingTheConnection_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("connection");
    QTest::addColumn<bool>("mustClose");
    QTest::addColumn<bool>("stays");
    QTest::addColumn<QByteArray>("told");
    const QByteArray none = "(none)";
    QTest::newRow("1.1") << QByteArray("1.1") << QByteArray() << false << true << none;
    QTest::newRow("1.1 close") << QByteArray("1.1") << QByteArray("Close") << false << false << QByteArray("close");
    QTest::newRow("1.1 close in a list") << QByteArray("1.1") << QByteArray("te , close") << false << false
                                         << QByteArray("close");
    QTest::newRow("1.1 no token of that name") << QByteArray("1.1") << QByteArray("closed") << false << true << none;
    QTest::newRow("1.1 both") << QByteArray("1.1") << QByteArray("keep-alive, close") << false << false
                              << QByteArray("close");
    QTest::newRow("1.1 must close") << QByteArray("1.1") << QByteArray("keep-alive") << true << false
                                    << QByteArray("close");
    QTest::newRow("1.0") << QByteArray("1.0") << QByteArray() << false << false << QByteArray("close");
    QTest::newRow("1.0 keep-alive") << QByteArray("1.0") << QByteArray("Keep-Alive") << false << true
                                    << QByteArray("keep-alive");
    QTest::newRow("1.7") << QByteArray("1.7") << QByteArray() << false << true << none;
    QTest::newRow("2.0") << QByteArray("2.0") << QByteArray("keep-alive") << false << false << QByteArray("close");
}

void ResponseProgramTest::keepingTheConnection()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, connection);
    QFETCH(bool, mustClose);
    QFETCH(bool, stays);
    QFETCH(QByteArray, told);
    const auto program = makeResponseProgram({}, headWith(version, connection), mustClose);
    QVERIFY(program.back().kind == (stays ? Kind::Finish : Kind::Close));
    QCOMPARE(answerOf(bytesOf(program)).header("connection"), told);
}

void ResponseProgramTest::headersOfThePlanReplaceOurs()
{
    Response response;
    response.body = "hello";
    response.headers = { { "date", "never" }, { "CONTENT-LENGTH", "5" }, { "Connection", "keep-alive" }, { "X-A", "1" },
        { "X-A", "2" } };
    const auto program = makeResponseProgram(response, headOf(Post), false);
    const Answer answer = answerOf(bytesOf(program));
    QVERIFY(program.back().kind == Kind::Finish);
    QCOMPARE(answer.headers.size(), std::size_t(5));
    QCOMPARE(answer.header("date"), "never");
    QCOMPARE(answer.headers.count("x-a"), std::size_t(2));
    QVERIFY(bytesOf(program).contains("\r\nCONTENT-LENGTH: 5\r\n"));
}

void ResponseProgramTest::aConnectionCloseOfThePlanCloses()
{
    Response response;
    response.headers = { { "Connection", "close" } };
    const auto program = makeResponseProgram(response, headOf(Post), false);
    QVERIFY(program.back().kind == Kind::Close);
    QCOMPARE(bytesOf(program).count("onnection: close"), 1);
}

void ResponseProgramTest::aLengthThatIsNotTheBodysCloses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("length");
    QTest::addColumn<bool>("stays");
    QTest::newRow("one less") << QByteArray("POST") << QByteArray("4") << false;
    QTest::newRow("right") << QByteArray("POST") << QByteArray("5") << true;
    QTest::newRow("one more") << QByteArray("POST") << QByteArray("6") << false;
    QTest::newRow("no number") << QByteArray("POST") << QByteArray("many") << false;
    QTest::newRow("head") << QByteArray("HEAD") << QByteArray("600") << true;
}

void ResponseProgramTest::aLengthThatIsNotTheBodysCloses()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, length);
    QFETCH(bool, stays);
    Response response;
    response.body = "hello";
    response.headers = { { "Content-Length", length } };
    const auto program = makeResponseProgram(response, headOf(method + " / HTTP/1.1\r\nHost: a\r\n\r\n"), false);
    QVERIFY(program.back().kind == (stays ? Kind::Finish : Kind::Close));
    QCOMPARE(answerOf(bytesOf(program)).header("content-length"), length);
}

void ResponseProgramTest::aTransferEncodingOfThePlanSendsTheBodyAsItIs()
{
    Response response;
    response.body = "2\r\nok\r\n0\r\n\r\n";
    response.headers = { { "Transfer-Encoding", "chunked" } };
    const auto program = makeResponseProgram(response, headOf(Post), false);
    const Answer answer = answerOf(bytesOf(program));
    QVERIFY(program.back().kind == Kind::Close);
    QCOMPARE(answer.header("connection"), "close");
    QCOMPARE(answer.header("content-length"), "(none)");
    QCOMPARE(answer.body, response.body);
}

void ResponseProgramTest::noLineEndLeavesAHeader()
{
    Response response;
    response.reason = "Fine\r\nX-Evil: 1";
    response.headers
        = { { "X-A", QByteArray("a\r\nX-Evil: 1\0", 13) }, { "X-B\r\nX-Evil", "1" }, { "", "1" }, { "X-C", "c" } };
    const Answer answer = answerTo(Post, response);
    QCOMPARE(answer.statusLine, "HTTP/1.1 200 FineX-Evil: 1");
    QCOMPARE(answer.header("x-evil"), "(none)");
    QCOMPARE(answer.header("x-a"), "aX-Evil: 1");
    QCOMPARE(answer.header("x-c"), "c");
    QCOMPARE(answer.headers.size(), std::size_t(4));
}

void ResponseProgramTest::interimAnswersAreFollowedByAFinalOne()
{
    Response response = statusOnly(103);
    response.headers = { { "Link", "</a>" } };
    response.body = "hello";
    const QByteArray bytes = bytesOf(makeResponseProgram(response, headOf(Post), false));
    const qsizetype end = bytes.indexOf("\r\n\r\n") + 4;
    QCOMPARE(bytes.first(end), "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    const Answer last = answerOf(bytes.mid(end));
    QCOMPARE(last.statusLine, "HTTP/1.1 200 OK");
    QCOMPARE(last.header("content-length"), "5");
    QCOMPARE(last.body, "hello");

    const QByteArray toOldClient = bytesOf(makeResponseProgram(response, headWith("1.0", {}), false));
    QCOMPARE(toOldClient.count("HTTP/1.1 "), 1);
    QVERIFY(toOldClient.startsWith("HTTP/1.1 200 OK\r\n"));
}

void ResponseProgramTest::switchingProtocolsEndsTheConnection()
{
    const auto program = makeResponseProgram(statusOnly(101), headOf(Post), false);
    QCOMPARE(bytesOf(program), "HTTP/1.1 101 Switching Protocols\r\n\r\n");
    QVERIFY((kindsOf(program) == std::vector { Kind::Write, Kind::Close }));
}

void ResponseProgramTest::delayComesFirst()
{
    Response response;
    response.delay = 1500ms;
    const auto program = makeResponseProgram(response, headOf(Post), false);
    QVERIFY((kindsOf(program) == std::vector { Kind::Wait, Kind::Write, Kind::Finish }));
    QCOMPARE(program.front().wait.count(), 1500);
    response.fault = Fault::Reset;
    QVERIFY((kindsOf(makeResponseProgram(response, headOf(Post), false)) == std::vector { Kind::Wait, Kind::Reset }));
}

void ResponseProgramTest::faults()
{
    const auto kindsFor = [](Fault fault) {
        Response response;
        response.fault = fault;
        return kindsOf(makeResponseProgram(response, headOf(Post), false));
    };
    QVERIFY((kindsFor(Fault::Timeout) == std::vector { Kind::Hang }));
    QVERIFY((kindsFor(Fault::Reset) == std::vector { Kind::Reset }));
    QVERIFY((kindsFor(Fault::Close) == std::vector { Kind::Close }));
    QVERIFY((kindsFor(Fault::Truncate) == std::vector { Kind::Write, Kind::Close }));
    QVERIFY((kindsFor(Fault::Garbage) == std::vector { Kind::Write, Kind::Close }));
}

void ResponseProgramTest::truncateSendsHalfOfWhatItHas()
{
    Response response = statusOnly(503);
    response.fault = Fault::Truncate;
    response.headers = { { "Content-Length", "2" }, { "Transfer-Encoding", "chunked" } };
    for (const qsizetype size : { 1, 2, 100, 100'000 }) {
        response.body = QByteArray(size, 'x');
        const Answer answer = answerTo(Post, response);
        QCOMPARE(answer.statusLine, "HTTP/1.1 503 Service Unavailable");
        QCOMPARE(answer.headers.count("content-length"), std::size_t(1));
        QCOMPARE(answer.header("transfer-encoding"), "(none)");
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(answer.header("content-length").toLongLong() > size);
        QCOMPARE(answer.body.size(), (size + 1) / 2);
    }
}

void ResponseProgramTest::truncateWithoutABodySendsFewerBytesThanPromised()
{
    Response response;
    response.fault = Fault::Truncate;
    const Answer answer = answerTo(Post, response);
    QVERIFY(!answer.body.isEmpty());
    QVERIFY(answer.body.size() < answer.header("content-length").toLongLong());
}

void ResponseProgramTest::truncateOfHeadCutsTheHead()
{
    Response response;
    response.fault = Fault::Truncate;
    const auto program = makeResponseProgram(response, headOf("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"), false);
    QVERIFY(bytesOf(program).startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(!bytesOf(program).contains("\r\n\r\n"));
    QVERIFY(program.back().kind == Kind::Close);
}

void ResponseProgramTest::garbageIsNoHttp()
{
    Response response;
    response.fault = Fault::Garbage;
    const QByteArray bytes = bytesOf(makeResponseProgram(response, headOf(Post), false));
    QVERIFY(!bytes.isEmpty());
    QVERIFY(!bytes.startsWith("HTTP"));
    QVERIFY(bytes.contains('\0'));
}

void ResponseProgramTest::largeBodiesAreSharedNotCopied()
{
    Response response;
    response.body = QByteArray(1'000'000, 'x');
    const auto program = makeResponseProgram(response, headOf(Post), false);
    QVERIFY((kindsOf(program) == std::vector { Kind::Write, Kind::Write, Kind::Finish }));
    QVERIFY(program[1].bytes.constData() == response.body.constData());
    QCOMPARE(answerOf(bytesOf(program)).body, response.body);
}

void ResponseProgramTest::aStatusOutOfRangeBecomes500()
{
    QVERIFY(answerTo(Post, statusOnly(99)).statusLine.startsWith("HTTP/1.1 500 "));
    QVERIFY(answerTo(Post, statusOnly(1000)).statusLine.startsWith("HTTP/1.1 500 "));
}

void ResponseProgramTest::responseBytesLeaveOutDelayAndFault()
{
    Response response;
    response.body = "hello";
    response.delay = 5s;
    response.fault = Fault::Reset;
    const Answer answer = answerOf(responseBytes(response, headOf(Post), false));
    QCOMPARE(answer.statusLine, "HTTP/1.1 200 OK");
    QCOMPARE(answer.body, "hello");
}

QTEST_GUILESS_MAIN(ResponseProgramTest)
#include "tst_responseprogram.moc"

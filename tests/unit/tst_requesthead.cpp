// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requesthead.h"
#include "support/bytesof.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using hookloupe::test::bytesOf;

namespace {

QByteArray codes(const RequestHead& head)
{
    QByteArrayList names;
    for (const Anomaly anomaly : head.anomalies().list())
        names << anomalyCode(anomaly).toByteArray();
    return names.join(' ');
}

QByteArray text(QByteArrayView view)
{
    return view.toByteArray();
}

} // namespace

class RequestHeadTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsTheRequestLine_data();
    void readsTheRequestLine();
    void keepsHeadersInOrderWithCaseAndRepeats();
    void trimsValuesButKeepsTheirBytes();
    void joinsFoldedLines();
    void aFoldBeforeTheFirstHeaderIsABadName();
    void findsHeadersWithoutRegardToCase();
    void readsManyHeaders();
    void doesNotJudgeALineThatWasCutOff_data();
    void doesNotJudgeALineThatWasCutOff();
    void missesTheHostOnlyWhereItMustBe();
    void ofNothingIsEmpty();
    void everyByteValueIsTakenAsItIs();
    void knowsTokens();
    void knowsWhetherALineHasAVersion();
};

void RequestHeadTest::readsTheRequestLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("anomalies");
    const auto row
        = [](const char* line, const char* method, const char* target, const char* version, const char* codes) {
              QTest::newRow(line) << QByteArray(line) << QByteArray(method) << QByteArray(target) << QByteArray(version)
                                  << QByteArray(codes);
          };
    row("GET / HTTP/1.1", "GET", "/", "1.1", "");
    row("get /%zz?a=%e9#b HTTP/1.0", "get", "/%zz?a=%e9#b", "1.0", "");
    row("X!#$%&'*+-.^_`|~9 / HTTP/1.1", "X!#$%&'*+-.^_`|~9", "/", "1.1", "");
    row("GET //host/../x HTTP/1.1", "GET", "//host/../x", "1.1", "");
    row("GET HTTP/1.1 HTTP/1.1", "GET", "HTTP/1.1", "1.1", "");
    row("GET  /\tHTTP/1.1", "GET", "/", "1.1", "extra-spaces");
    row(" GET / HTTP/1.1 ", "GET", "/", "1.1", "extra-spaces");
    row("GET /a  b HTTP/1.1", "GET", "/a  b", "1.1", "space-in-target");
    row("GET /\ra HTTP/1.1", "GET", "/\ra", "1.1", "bare-cr");
    row("GET / HTTP/1.", "GET", "/", "1.", "unsupported-version");
    row("GET / HTTP/1.12", "GET", "/", "1.12", "unusual-version");
    row("GET / HTTP/1.1x", "GET", "/", "1.1x", "unsupported-version");
    row("GET / HTTP/11", "GET", "/", "11", "unsupported-version");
    row("GET / HTTP/", "GET", "/", "", "unsupported-version");
    row("GET / Http/1.1", "GET", "/", "1.1", "unsupported-version");
    row("PRI * HTTP/2.0", "PRI", "*", "2.0", "http2-preface");
    row("PRI / HTTP/2.0", "PRI", "/", "2.0", "unsupported-version");
    row("GET /", "GET", "/", "", "missing-version");
    row("GET / HTTPS", "GET", "/ HTTPS", "", "space-in-target missing-version");
    row("GET", "GET", "", "", "bad-request-line");
    row("HTTP/1.1", "HTTP/1.1", "", "", "bad-request-line bad-method");
    row("GET HTTP/1.1", "GET", "", "1.1", "bad-request-line");
    row("G\xc9T / HTTP/1.1", "G\xc9T", "/", "1.1", "bad-method");
    row(" \t ", "", "", "", "bad-request-line bad-method");
}

void RequestHeadTest::readsTheRequestLine()
{
    QFETCH(QByteArray, line);
    const RequestHead head = RequestHead::parse(line + "\r\nHost: a\r\n\r\n");
    QTEST(text(head.method()), "method");
    QTEST(text(head.target()), "target");
    QTEST(text(head.version()), "version");
    QTEST(codes(head), "anomalies");
    QCOMPARE(head.headerCount(), 1);
}

void RequestHeadTest::keepsHeadersInOrderWithCaseAndRepeats()
{
    const QByteArray raw = "GET / HTTP/1.1\r\nhost: a\r\nX-B: 1\r\nX-A:2\r\nx-b: 3\r\nEmpty:\r\n\r\n";
    const RequestHead head = RequestHead::parse(raw);
    const HeaderList wanted { { "host", "a" }, { "X-B", "1" }, { "X-A", "2" }, { "x-b", "3" }, { "Empty", "" } };
    QCOMPARE(head.headers(), wanted);
    QCOMPARE(head.raw(), raw);
    QVERIFY(head.anomalies().isEmpty());
}

void RequestHeadTest::trimsValuesButKeepsTheirBytes()
{
    const RequestHead head
        = RequestHead::parse(bytesOf("GET / HTTP/1.0\r\nA: \t b\xe9 \v\xff\0c:d \t\r\nB: \x01\r\n\r\n"));
    QCOMPARE(head.headerValue(0), bytesOf("b\xe9 \v\xff\0c:d"));
    QCOMPARE(text(head.rawHeaderValue(0)), head.headerValue(0));
    QCOMPARE(head.headerValue(1), "\x01");
    QCOMPARE(codes(head), "nul-in-head");
}

void RequestHeadTest::joinsFoldedLines()
{
    const RequestHead head
        = RequestHead::parse("GET / HTTP/1.0\r\nA: b \r\n  c\n\td \r\n \r\nB:\r\n e\r\nC\r\n f\r\n\r\n");
    QCOMPARE(head.headerCount(), 3);
    QCOMPARE(head.headerValue(0), "b c d");
    QCOMPARE(text(head.rawHeaderValue(0)).left(6), "b \r\n  ");
    QCOMPARE(head.headerValue(1), "e");
    QCOMPARE(text(head.headerName(2)), "C");
    QCOMPARE(head.headerValue(2), "f");
    QCOMPARE(codes(head), "bare-lf obsolete-fold header-without-colon");
}

void RequestHeadTest::aFoldBeforeTheFirstHeaderIsABadName()
{
    const RequestHead head = RequestHead::parse("GET / HTTP/1.0\r\n A: b\r\n\r\n");
    QCOMPARE(text(head.headerName(0)), " A");
    QCOMPARE(codes(head), "bad-header-name");
}

void RequestHeadTest::findsHeadersWithoutRegardToCase()
{
    const RequestHead head = RequestHead::parse("GET / HTTP/1.0\r\nX-a: 1\r\nx-A: 2\r\nX-a : 3\r\n\r\n");
    QCOMPARE(head.header("x-a"), QByteArray("1"));
    QCOMPARE(head.headerValues("X-A"), (std::vector<QByteArray> { "1", "2" }));
    QCOMPARE(head.header("x-a "), QByteArray("3"));
    QVERIFY(!head.header("X"));
    QVERIFY(head.headerValues("").empty());
}

void RequestHeadTest::readsManyHeaders()
{
    QByteArray raw = "GET / HTTP/1.0\r\n";
    for (int i = 0; i < 1000; ++i)
        raw += "H" + QByteArray::number(i) + ": " + QByteArray::number(i * i) + "\r\n";
    raw += "Long: " + QByteArray(100 << 10, 'x') + "\r\n\r\n";
    const RequestHead head = RequestHead::parse(raw);
    QCOMPARE(head.headerCount(), 1001);
    QCOMPARE(head.header("h999"), QByteArray("998001"));
    QCOMPARE(head.headerValue(1000).size(), 100 << 10);
    QVERIFY(head.anomalies().isEmpty());
}

void RequestHeadTest::doesNotJudgeALineThatWasCutOff_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("headers");
    QTest::newRow("method") << QByteArray("G(T") << QByteArray("G(T") << 0;
    QTest::newRow("target") << QByteArray("GET /a b") << QByteArray("GET") << 0;
    QTest::newRow("version") << QByteArray("GET / HTTP/1") << QByteArray("GET") << 0;
    QTest::newRow("line end") << QByteArray("GET / HTTP/1.1\r") << QByteArray("GET") << 0;
    QTest::newRow("no headers") << QByteArray("GET / HTTP/1.1\r\n") << QByteArray("GET") << 0;
    QTest::newRow("header name") << QByteArray("GET / HTTP/1.1\r\nCont nt") << QByteArray("GET") << 1;
    QTest::newRow("header value") << QByteArray("GET / HTTP/1.1\r\nA: b\r") << QByteArray("GET") << 1;
    QTest::newRow("fold") << QByteArray("GET / HTTP/1.1\r\nA: b\r\n c") << QByteArray("GET") << 1;
    QTest::newRow("last CR") << QByteArray("GET / HTTP/1.1\r\nA: b\r\n\r") << QByteArray("GET") << 1;
}

void RequestHeadTest::doesNotJudgeALineThatWasCutOff()
{
    QFETCH(QByteArray, raw);
    const RequestHead head = RequestHead::parse(raw);
    QCOMPARE(codes(head), "");
    QTEST(text(head.method()), "method");
    QTEST(static_cast<int>(head.headerCount()), "headers");
    for (const auto& header : head.headers())
        QVERIFY(!header.second.contains('\r'));
}

void RequestHeadTest::missesTheHostOnlyWhereItMustBe()
{
    QCOMPARE(codes(RequestHead::parse("GET / HTTP/1.1\r\nA: b\r\n\r\n")), "missing-host");
    QCOMPARE(codes(RequestHead::parse("GET / HTTP/1.1\r\nHOST:\r\n\r\n")), "");
    QCOMPARE(codes(RequestHead::parse("GET / HTTP/1.0\r\n\r\n")), "");
    QCOMPARE(codes(RequestHead::parse("GET / HTTP/1.1\r\nHost : a\r\n\r\n")), "bad-header-name missing-host");
}

void RequestHeadTest::ofNothingIsEmpty()
{
    for (const QByteArray& raw : { QByteArray(), QByteArray("\r\n\n"), QByteArray("\r") }) {
        const RequestHead head = RequestHead::parse(raw);
        QVERIFY(!head.anomalies().hasFault());
        QVERIFY(head.method().isEmpty());
        QCOMPARE(head.headerCount(), 0);
        QCOMPARE(head.raw(), raw);
    }
    QCOMPARE(codes(RequestHead::parse("\r\n")), "leading-empty-lines");
}

void RequestHeadTest::everyByteValueIsTakenAsItIs()
{
    for (int value = 0; value < 256; ++value) {
        if (value == '\n')
            continue;
        QByteArray raw = "GET /a";
        raw += static_cast<char>(value);
        raw += "b HTTP/1.0\r\nX: c";
        raw += static_cast<char>(value);
        raw += "d\r\n\r\n";
        const RequestHead head = RequestHead::parse(raw);
        QCOMPARE(text(head.target()), raw.mid(4, 4));
        QCOMPARE(head.headerValue(0), raw.mid(22, 3));
        QVERIFY(!head.anomalies().hasFault());
    }
}

void RequestHeadTest::knowsTokens()
{
    QVERIFY(isToken("aZ09!#$%&'*+-.^_`|~"));
    for (const char* text : { "", " ", "a b", "a:", "\"", "(", ")", ",", "/", ";", "<", "=", ">", "?", "@", "[", "\\",
             "]", "{", "}", "\x7f", "\x1f", "\x80", "\xff" })
        QVERIFY2(!isToken(text), text);
}

void RequestHeadTest::knowsWhetherALineHasAVersion()
{
    for (const char* line : { "GET / HTTP/1.1", "GET HTTP/1.1", "G / x http/", "GET / HTTP/9 \t" })
        QVERIFY2(hasVersion(line), line);
    for (const char* line : { "", " ", "GET /", "HTTP/1.1", " HTTP/1.1", "GET / HTTP", "HTTP/1.1 200 OK" })
        QVERIFY2(!hasVersion(line), line);
}

QTEST_GUILESS_MAIN(RequestHeadTest)
#include "tst_requesthead.moc"

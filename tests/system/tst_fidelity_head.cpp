// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/capturingtest.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray get(const QByteArray& headers)
{
    return "GET / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

HeaderList withHost(HeaderList headers)
{
    headers.insert(headers.begin(), { "Host", "h" });
    return headers;
}

QByteArray manyHeaders(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "X-" + QByteArray::number(i) + ": v" + QByteArray::number(i) + "\r\n";
    return lines;
}

HeaderList manyHeaderPairs(int count)
{
    HeaderList headers;
    for (int i = 0; i < count; ++i)
        headers.emplace_back("X-" + QByteArray::number(i), "v" + QByteArray::number(i));
    return headers;
}

} // namespace

/// What is captured of the request line and the headers is what was sent, byte for byte.
class tst_FidelityHead final : public CapturingTest {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void methodIsKeptAsSent_data();
    void methodIsKeptAsSent();
    void targetIsKeptAsSent_data();
    void targetIsKeptAsSent();
    void targetOfAMegabyteIsRefusedAndItsBeginningKept();
    void headersKeepOrderCaseAndRepeats_data();
    void headersKeepOrderCaseAndRepeats();
    void linesAndVersionsAreJudgedAndKept_data();
    void linesAndVersionsAreJudgedAndKept();
};

void tst_FidelityHead::initTestCase()
{
    QVERIFY(m_server.start());
}

void tst_FidelityHead::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_FidelityHead::cleanupTestCase()
{
    QCOMPARE(m_server.stop(), 0);
    QCOMPARE(complaints(), QByteArray());
}

void tst_FidelityHead::methodIsKeptAsSent_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char* method : { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT",
             "PROPFIND", "MKCOL", "REPORT", "M-SEARCH", "get", "Post", "x", "!#$%&'*+-.^_`|~09azAZ" })
        QTest::newRow(method) << QByteArray(method);
    QTest::newRow("a token of 64 bytes") << QByteArray(64, 'M');
}

void tst_FidelityHead::methodIsKeptAsSent()
{
    QFETCH(const QByteArray, method);
    const QByteArray request = method + " /m HTTP/1.1\r\nHost: h\r\n\r\n";
    const Seen seen = deliver(request);
    QCOMPARE(seen.response.status, 200);
    QVERIFY(seen.record.request);
    QCOMPARE(seen.record.request->head.method().toByteArray(), method);
    QCOMPARE(seen.line[u"method"].toString().toLatin1(), method);
    QCOMPARE(rawOf(seen.record), request);
    QCOMPARE(anomaliesOf(seen.record), QByteArray());
}

void tst_FidelityHead::targetIsKeptAsSent_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("anomalies");
    const auto plain
        = [](const char* name, const QByteArray& target) { QTest::newRow(name) << target << QByteArray(); };
    plain("escaped slash", "/a%2Fb");
    plain("broken escape", "/a%zz%");
    plain("needless escape", "/%41%7e");
    plain("lower-case escape", "/%e9");
    plain("UTF-8", "/caf\xC3\xA9");
    plain("no UTF-8", "/\xFF\xFE\x80");
    plain("two slashes", "//evil.example/a");
    plain("dots", "/a/../b/./c");
    plain("quotes and braces", "/\"<>{}|\\^`'");
    plain("empty query", "/?");
    plain("query", "/hooks?x=1&x=2&y=%20+");
    plain("fragment", "/a#b");
    plain("absolute", "http://other.example:99/a?b");
    plain("asterisk", "*");
    plain("authority", "example.com:443");
    plain("no slash", "hooks");
    plain("64 KiB", "/" + QByteArray(64 * 1024, 'u'));
    QTest::newRow("space") << QByteArray("/a b  c") << QByteArray("space-in-target");
    QTest::newRow("tab") << QByteArray("/a\tb") << QByteArray("space-in-target");
    QTest::newRow("NUL") << QByteArray("/a\0b", 4) << QByteArray("nul-in-head");
}

void tst_FidelityHead::targetIsKeptAsSent()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, anomalies);
    const QByteArray request = "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok";
    const Seen seen = deliver(request);
    QCOMPARE(seen.response.status, 200);
    QVERIFY(seen.record.request);
    QCOMPARE(seen.record.request->head.target().toByteArray(), target);
    QCOMPARE(seen.line[u"target"].toString(), QString::fromLatin1(target));
    QCOMPARE(bodyOf(seen.record), QByteArray("ok"));
    QCOMPARE(rawOf(seen.record), request);
    QCOMPARE(anomaliesOf(seen.record), anomalies);
}

void tst_FidelityHead::targetOfAMegabyteIsRefusedAndItsBeginningKept()
{
    const QByteArray request = "GET /" + QByteArray(1 << 20, 'u') + " HTTP/1.1\r\nHost: h\r\n\r\n";
    const Seen seen = deliver(request);
    QCOMPARE(seen.response.status, 414);
    QVERIFY(seen.record.request);
    QVERIFY(anomaliesOf(seen.record).contains("target-too-long"));
    QCOMPARE(seen.record.request->head.method().toByteArray(), QByteArray("GET"));
    const QByteArray kept = rawOf(seen.record);
    QVERIFY(kept.size() >= 1 << 20);
    QVERIFY(request.startsWith(kept));
    QVERIFY(kept.size() + seen.record.request->discarded <= request.size());
}

void tst_FidelityHead::headersKeepOrderCaseAndRepeats_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("anomalies");
    const auto row
        = [](const char* name, const QByteArray& lines, const HeaderList& headers, const char* anomalies = "") {
              QTest::newRow(name) << get(lines) << withHost(headers) << QByteArray(anomalies);
          };
    QTest::newRow("none at all") << QByteArray("GET / HTTP/1.1\r\n\r\n") << HeaderList {} << QByteArray("missing-host");
    row("only Host", "", {});
    row("order, case and repeats", "X-B: 1\r\nx-b: 2\r\nA: 3\r\nX-B: 1\r\n",
        { { "X-B", "1" }, { "x-b", "2" }, { "A", "3" }, { "X-B", "1" } });
    row("empty value", "Empty:\r\nBlank:   \r\n", { { "Empty", "" }, { "Blank", "" } });
    row("white space around the value", "A:1\r\nB: \t 2 \t\r\n", { { "A", "1" }, { "B", "2" } });
    row("folded", "A: 1\r\n  2\r\n\t3\r\nB: 4\r\n", { { "A", "1 2 3" }, { "B", "4" } }, "obsolete-fold");
    row("Latin-1", "A: \xE9\xFF\r\n", { { "A", "\xE9\xFF" } });
    row("UTF-8", "A: \xC3\xA9\r\n", { { "A", "\xC3\xA9" } });
    row("NUL", QByteArray("A: 1\0002\r\n", 8), { { "A", QByteArray("1\0002", 3) } }, "nul-in-head");
    row("a name with a space", "Bad Name: 1\r\n", { { "Bad Name", "1" } }, "bad-header-name");
    row("a space before the colon", "A : 1\r\n", { { "A ", "1" } }, "bad-header-name");
    row("no name", ": 1\r\n", { { "", "1" } }, "bad-header-name");
    row("no colon", "nonsense\r\n", { { "nonsense", "" } }, "header-without-colon");
    row("100", manyHeaders(100), manyHeaderPairs(100));
    row("101", manyHeaders(101), manyHeaderPairs(101));
    row("1000", manyHeaders(1000), manyHeaderPairs(1000));
    row("a value of 100 KiB", "A: " + QByteArray(100 * 1024, 'v') + "\r\n", { { "A", QByteArray(100 * 1024, 'v') } });
}

void tst_FidelityHead::headersKeepOrderCaseAndRepeats()
{
    QFETCH(const QByteArray, request);
    QFETCH(const HeaderList, headers);
    QFETCH(const QByteArray, anomalies);
    const Seen seen = deliver(request);
    QCOMPARE(seen.response.status, 200);
    QVERIFY(seen.record.request);
    QCOMPARE(seen.record.request->head.headers(), headers);
    QCOMPARE(rawOf(seen.record), request);
    QCOMPARE(anomaliesOf(seen.record), anomalies);
    HeaderList printed;
    for (const QJsonValue& pair : seen.line[u"headers"].toArray())
        printed.emplace_back(pair[0].toString().toLatin1(), pair[1].toString().toLatin1());
    QCOMPARE(printed, headers);
}

void tst_FidelityHead::linesAndVersionsAreJudgedAndKept_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("anomalies");
    QTest::addColumn<QByteArray>("version");
    const auto row = [](const char* name, const char* request, int status, const char* anomalies, const char* version) {
        QTest::newRow(name) << QByteArray(request) << status << QByteArray(anomalies) << QByteArray(version);
    };
    row("bare LF", "GET / HTTP/1.1\nHost: h\n\n", 200, "bare-lf", "1.1");
    row("one bare LF", "GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n", 200, "bare-lf", "1.1");
    row("empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", 200, "leading-empty-lines", "1.1");
    row("extra spaces", "GET   /a   HTTP/1.1\r\nHost: h\r\n\r\n", 200, "extra-spaces", "1.1");
    row("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 200, "", "1.0");
    row("HTTP/1.10", "GET / HTTP/1.10\r\nHost: h\r\n\r\n", 200, "unusual-version", "1.10");
    row("HTTP/2.0", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505, "unsupported-version", "2.0");
    row("lower-case name", "GET / http/1.1\r\nHost: h\r\n\r\n", 505, "unsupported-version", "1.1");
    row("HTTP/0.9", "GET /old\r\n", 400, "missing-version", "");
    row("no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", 400, "bad-request-line", "1.1");
}

void tst_FidelityHead::linesAndVersionsAreJudgedAndKept()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const QByteArray, anomalies);
    QFETCH(const QByteArray, version);
    const Seen seen = deliver(request);
    QCOMPARE(seen.response.status, status);
    QVERIFY(seen.record.request);
    QCOMPARE(rawOf(seen.record), request);
    QCOMPARE(anomaliesOf(seen.record), anomalies);
    QCOMPARE(seen.record.request->head.version().toByteArray(), version);
    QCOMPARE(seen.line[u"http_version"].toString().toLatin1(), version);
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_FidelityHead)
#include "tst_fidelity_head.moc"

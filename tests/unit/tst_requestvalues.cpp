// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profile.h"
#include "profile/requestvalues.h"
#include "support/requestof.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

/// What a locator gives for a body of JSON; "(none)" where it is absent.
QByteArray jsonValue(const QByteArray& body, const QByteArray& pointer)
{
    const Request request = requestOf("POST", "/", {}, body);
    const EndpointValues endpoint;
    return RequestValues(request, endpoint).value({ Locator::Kind::Json, pointer }).value_or("(none)");
}

QByteArray valueOf(const Request& request, const QByteArray& locator, const EndpointValues& endpoint = {})
{
    return RequestValues(request, endpoint).value(*parseLocator(locator)).value_or("(none)");
}

} // namespace

class RequestValuesTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void findsJsonByPointer_data();
    void findsJsonByPointer();
    void readsManyPointersOfOneBody();
    void readsBodiesFromFiles();
    void doesNotParseBodiesBeyondTheLimit();
    void listsItems_data();
    void listsItems();
    void readsItemsOfALargeBatchInLinearTime();
    void readsForms_data();
    void readsForms();
    void readsNoFormFromAnotherContentType();
    void sortsFormsAndQueries();
    void buildsTheUrl_data();
    void buildsTheUrl();
    void takesAnotherUrl();
    void namesHeaders();
    void fillsTemplates_data();
    void fillsTemplates();
    void judgesConditions_data();
    void judgesConditions();
};

void RequestValuesTest::findsJsonByPointer_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char* name, const char* body, const char* pointer, const char* wanted) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(pointer) << QByteArray(wanted);
    };
    row("a string", R"({"a":"x"})", "/a", "x");
    row("an escaped string", R"({"a":"\u00e9\n\"\ud83d\ude00"})", "/a", "\xc3\xa9\n\"\xf0\x9f\x98\x80");
    row("an escaped key", R"({"\u0061":"x"})", "/a", "x");
    row("a key with a slash and a tilde", R"({"a/b~c":1})", "/a~1b~0c", "1");
    row("an empty key", R"({"":1})", "/", "1");
    row("a big number as written", R"({"a": 12345678901234567890123.10 })", "/a", "12345678901234567890123.10");
    row("a number with exponent", R"([1717171717, -1.5E+10])", "/1", "-1.5E+10");
    row("a boolean", R"({"a":{"b":true}})", "/a/b", "true");
    row("null is absent", R"({"a":null})", "/a", "(none)");
    row("an object raw", R"({"a": { "b" : 1 } })", "/a", R"({ "b" : 1 })");
    row("an array raw", R"({"a":[1, 2]})", "/a", "[1, 2]");
    row("an element", R"({"a":[{"b":1},{"b":2}]})", "/a/1/b", "2");
    row("the whole", R"( {"a":1} )", "", R"({"a":1})");
    row("a whole scalar", R"( "x" )", "", "x");
    row("a whole number", "42 ", "", "42");
    row("the first of a repeated key", R"({"a":1,"a":2})", "/a", "1");
    row("behind a byte order mark", "\xef\xbb\xbf{\"a\":1}", "/a", "1");
    row("a missing key", R"({"a":1})", "/b", "(none)");
    row("below a scalar", R"({"a":1})", "/a/b", "(none)");
    row("below a whole scalar", "1", "/a", "(none)");
    row("an index beyond the end", "[1]", "/1", "(none)");
    row("an index with a leading zero", "[1,2]", "/01", "(none)");
    row("a dash is no element", "[1,2]", "/-", "(none)");
    row("before a fault", R"({"a":1,"b":])", "/a", "1");
    row("behind a fault", R"({"b" 1,"a":1})", "/a", "(none)");
    row("a word that is no value", R"({"a":tru})", "/a", "(none)");
    row("a number that is none", R"({"a":01})", "/a", "(none)");
    row("an open string", R"({"a":"x)", "/a", "(none)");
    row("a lone surrogate", R"({"a":"\ud800"})", "/a", "(none)");
    row("no UTF-8", "{\"a\":\"\xff\"}", "/a", "(none)");
    row("nothing", "", "", "(none)");
    row("blanks", "  \n", "/a", "(none)");
    row("no JSON", "a=1&b=2", "/a", "(none)");
}

void RequestValuesTest::findsJsonByPointer()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, wanted);
    QCOMPARE(jsonValue(body, pointer), wanted);
}

void RequestValuesTest::readsManyPointersOfOneBody()
{
    const Request request = requestOf("POST", "/", {}, R"({"a":{"b":[1,{"c":"x"}]},"d":2})");
    const EndpointValues endpoint;
    const RequestValues values(request, endpoint);
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(values.value({ Locator::Kind::Json, "/d" }), "2");
        QVERIFY(!values.value({ Locator::Kind::Json, "/x/y" }));
        QCOMPARE(values.value({ Locator::Kind::Json, "/a/b/1/c" }), "x");
        QVERIFY(!values.value({ Locator::Kind::Json, "/a/b/7" }));
        QCOMPARE(values.value({ Locator::Kind::Json, "/a/b" }), R"([1,{"c":"x"}])");
    }
}

void RequestValuesTest::readsBodiesFromFiles()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"body"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"a":"from a file"})");
    file.close();
    Request request = requestOf("POST", "/", {}, {});
    request.body = Body::inFile(path, QFileInfo(path).size());
    QCOMPARE(valueOf(request, "json:/a"), "from a file");
    QCOMPARE(valueOf(request, "body"), R"({"a":"from a file"})");
}

void RequestValuesTest::doesNotParseBodiesBeyondTheLimit()
{
    QByteArray body = R"({"a":1,"b":")";
    body += QByteArray(RequestValues::MaxParsedBytes - body.size() - 2, 'x') + "\"}";
    QCOMPARE(body.size(), RequestValues::MaxParsedBytes);
    QCOMPARE(jsonValue(body, "/a"), "1");
    QCOMPARE(jsonValue(QByteArray(body + ' '), "/a"), "(none)");
    QCOMPARE(valueOf(requestOf("POST", "/", {}, QByteArray("a=1&" + body)), "form:a"), "(none)");
}

void RequestValuesTest::listsItems_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<qulonglong>("limit");
    QTest::addColumn<QByteArray>("wanted");
    QTest::newRow("elements") << QByteArray("/a/*") << 10ULL << QByteArray("/a/0 /a/1");
    QTest::newRow("below elements") << QByteArray("/a/*/b") << 10ULL << QByteArray("/a/0/b /a/1/b");
    QTest::newRow("two stars") << QByteArray("/a/*/c/*") << 10ULL << QByteArray("/a/0/c/0 /a/0/c/1 /a/1/c/0");
    QTest::newRow("up to a limit") << QByteArray("/a/*/c/*") << 2ULL << QByteArray("/a/0/c/0 /a/0/c/1");
    QTest::newRow("no limit left") << QByteArray("/a/*") << 0ULL << QByteArray();
    QTest::newRow("nothing there") << QByteArray("/x/*") << 10ULL << QByteArray();
    QTest::newRow("no array") << QByteArray("/o/*") << 10ULL << QByteArray();
    QTest::newRow("an escaped key") << QByteArray("/e~1f/*") << 10ULL << QByteArray("/e~1f/0");
}

void RequestValuesTest::listsItems()
{
    QFETCH(QByteArray, path);
    QFETCH(qulonglong, limit);
    QFETCH(QByteArray, wanted);
    const Request request = requestOf(
        "POST", "/", {}, R"({"a":[{"b":{"x":1},"c":[1,2]},{"b":{"x":"2"},"c":["3"]}],"o":{"k":1},"e/f":[true]})");
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    QByteArray found;
    for (const QByteArray& pointer : values.items(jsonPointerSteps(path), limit)) {
        found += (found.isEmpty() ? "" : " ") + pointer;
        values.setItem(pointer);
        QCOMPARE(values.value({ Locator::Kind::Item, "" }), values.value({ Locator::Kind::Json, pointer }));
    }
    QCOMPARE(found, wanted);
    values.setItem("/a/1/b");
    QCOMPARE(values.value({ Locator::Kind::Item, "/x" }), "2");
    values.setItem({});
    QVERIFY(!values.value({ Locator::Kind::Item, "/x" }));
}

void RequestValuesTest::readsItemsOfALargeBatchInLinearTime()
{
    // 1,000 items in 8 MB: read from the beginning for each value, this would take minutes.
    const QByteArray item = QByteArray(R"({"pad":")") + QByteArray(8000, 'x') + R"(","id":"7"},)";
    const Request request = requestOf("POST", "/", {}, QByteArray("[" + item.repeated(999) + R"({"id":"7"}])"));
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    QElapsedTimer timer;
    timer.start();
    int found = 0;
    for (const QByteArray& pointer : values.items({ "*" }, 1000)) {
        values.setItem(pointer);
        for (int i = 0; i < 4; ++i)
            found += values.value({ Locator::Kind::Item, "/id" }) == "7" ? 1 : 0;
    }
    QCOMPARE(found, 4000);
    QVERIFY2(timer.elapsed() < 20'000, "the time grows faster than the batch");
}

void RequestValuesTest::readsForms_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char* body, const char* name, const char* wanted) {
        QTest::newRow(body) << QByteArray(body) << QByteArray(name) << QByteArray(wanted);
    };
    row("a=1&b=2", "b", "2");
    row("a=x+y%2Bz", "a", "x y+z");
    row("a%20b=1", "a b", "1");
    row("a=1&a=2", "a", "1");
    row("a", "a", "");
    row("&&a=1&", "a", "1");
    row("a=b=c", "a", "b=c");
    row("a=100%", "a", "100%");
    row("a=%zz%4", "a", "%zz%4");
    row("a=%", "a", "%");
    row("a=%00%ff", "b", "(none)");
    row("", "a", "(none)");
}

void RequestValuesTest::readsForms()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, wanted);
    const HeaderList headers { { "Content-Type", "Application/X-WWW-form-urlencoded; charset=utf-8" } };
    QCOMPARE(valueOf(requestOf("POST", "/", headers, body), QByteArray("form:" + name)), wanted);
    QCOMPARE(valueOf(requestOf("POST", "/", {}, body), QByteArray("form:" + name)), wanted);
    QCOMPARE(valueOf(requestOf("POST", QByteArray("/?" + body), {}, {}), QByteArray("query:" + name)), wanted);
}

void RequestValuesTest::readsNoFormFromAnotherContentType()
{
    const Request request = requestOf("POST", "/", { { "Content-Type", "application/json" } }, "a=1");
    QCOMPARE(valueOf(request, "form:a"), "(none)");
    QCOMPARE(valueOf(request, "form_sorted"), "");
}

void RequestValuesTest::sortsFormsAndQueries()
{
    const Request request
        = requestOf("POST", "/p?z=1&a=%20x&z=0", {}, "To=%2B1&Digits=9&Multi=b&Multi=a&Multi=b&Empty=");
    QCOMPARE(valueOf(request, "form_sorted"), "Digits9EmptyMultiaMultibTo+1");
    QCOMPARE(valueOf(request, "query_sorted"), "a= x&z=0&z=1");
    QCOMPARE(valueOf(requestOf("GET", "/p?", {}, {}), "query_sorted"), "(none)");
    QCOMPARE(valueOf(requestOf("GET", "/p", {}, {}), "form_sorted"), "");
}

void RequestValuesTest::buildsTheUrl_data()
{
    QTest::addColumn<QByteArray>("publicUrl");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("wanted");
    const HeaderList host { { "Host", "a.test:8787" } };
    const HeaderList forwarded { { "Host", "localhost" }, { "X-Forwarded-Proto", "HTTPS, http" },
        { "X-Forwarded-Host", "x.test, y.test" } };
    const auto row = [](const char* name, const char* publicUrl, const char* target, const HeaderList& headers,
                         const char* wanted) {
        QTest::newRow(name) << QByteArray(publicUrl) << QByteArray(target) << headers << QByteArray(wanted);
    };
    row("from Host", "", "/h?x=1", host, "http://a.test:8787/h?x=1");
    row("from a tunnel", "", "/h?x=1", forwarded, "https://x.test/h?x=1");
    row("from an absolute target", "", "http://b.test/h", host, "http://b.test/h");
    row("from an origin", "https://p.test", "/h?x=1", forwarded, "https://p.test/h?x=1");
    row("from an origin with a slash", "https://p.test/", "/h", host, "https://p.test/h");
    row("from a prefix", "https://p.test/in", "/h", host, "https://p.test/in/h");
    row("from the whole path", "https://p.test/in/h", "/h?x=1", host, "https://p.test/in/h?x=1");
    row("from the whole URL", "https://p.test/in?y=2", "/h?x=1", host, "https://p.test/in?y=2");
    row("from a prefix that is stripped", "https://p.test/in", "/", host, "https://p.test/in");
    row("from an origin to the root", "https://p.test", "/", host, "https://p.test/");
    row("without a Host", "", "/h", {}, "http:///h");
}

void RequestValuesTest::buildsTheUrl()
{
    QFETCH(QByteArray, publicUrl);
    QFETCH(QByteArray, target);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, wanted);
    const EndpointValues endpoint { publicUrl, {} };
    QCOMPARE(valueOf(requestOf("POST", target, headers, {}), "url", endpoint), wanted);
}

void RequestValuesTest::takesAnotherUrl()
{
    const Request request = requestOf("POST", "/h?x=1", { { "Host", "a.test" } }, {});
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    QCOMPARE(values.value({ Locator::Kind::Query, "x" }), "1");
    values.setUrl("https://b.test:443/i?x=2");
    QCOMPARE(values.url(), "https://b.test:443/i?x=2");
    QCOMPARE(values.value({ Locator::Kind::Query, "x" }), "2");
    QCOMPARE(values.value({ Locator::Kind::UrlWithoutQuery, {} }), "https://b.test:443/i");
    QCOMPARE(values.value({ Locator::Kind::Path, {} }), "/i?x=2");
    values.setUrl("https://b.test");
    QCOMPARE(values.value({ Locator::Kind::Path, {} }), "/");
}

void RequestValuesTest::namesHeaders()
{
    const HeaderList headers { { "X-List", "content-type, X-LIST,x-time" }, { "X-Time", " 17 " },
        { "Content-Type", "a/b" } };
    QCOMPARE(valueOf(requestOf("POST", "/", headers, {}), "named_headers:x-list"),
        "content-type:a/b;x-list:content-type, X-LIST,x-time;x-time:17");
    QCOMPARE(valueOf(requestOf("POST", "/", { { "X-List", "missing" } }, {}), "named_headers:X-List"), "(none)");
    QCOMPARE(valueOf(requestOf("POST", "/", {}, {}), "named_headers:X-List"), "(none)");
}

void RequestValuesTest::fillsTemplates_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char* content, const char* wanted) {
        QTest::newRow(content) << QByteArray(content) << QByteArray(wanted);
    };
    row("v0:{header:x-t}:{body}", "v0:17:{\"a\":\"B\"}");
    row("{header:x-none}", "(none)");
    row("a{header:x-none?}b", "ab");
    row("a[[b{header:x-none}c]]d", "ad");
    row("a[[b{header:x-t}c]]d", "ab17cd");
    row("a[[{header:x-t}{header:x-none}]][[{method}]]", "aPOST");
    row("[[{header:x-t?}{header:x-none}x]]", "");
    row("{{{json:/a}}", "{B}");
    row("{json:/a|lower}", "b");
    row("{json:/a|sha256hex}", "df7e70e5021544f4834bbee64a9e3789febc4be81470df629cad6ddb03320a5c");
    row("{json:/a|sha256|base64url}", "335w5QIVRPSDS77mSp43if68S-gUcN9inK1t2wMyClw");
    row("{json:/a|crc32dec}", "1255198513");
    row("{query:u|unescape=:/}", "a%20b:/");
    row("{param:p}{const:x}", "Px");
    row("{sig:t}.{sig:none?}", "99.");
}

void RequestValuesTest::fillsTemplates()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, wanted);
    const Request request = requestOf("POST", "/?u=a%2520b%253a%252F", { { "X-T", "17" } }, R"({"a":"B"})");
    const EndpointValues endpoint { {}, { { "p", "P" } } };
    RequestValues values(request, endpoint);
    values.setSignatureFields({ { "t", "99" }, { "t", "98" } });
    QCOMPARE(values.text(*ContentTemplate::parse(content)).value_or("(none)"), wanted);
}

void RequestValuesTest::judgesConditions_data()
{
    QTest::addColumn<QByteArray>("methods");
    QTest::addColumn<QByteArray>("present");
    QTest::addColumn<QByteArray>("absent");
    QTest::addColumn<QByteArray>("equal");
    QTest::addColumn<bool>("holds");
    QTest::newRow("nothing asked") << QByteArray() << QByteArray() << QByteArray() << QByteArray() << true;
    QTest::newRow("the method") << QByteArray("POST") << QByteArray() << QByteArray() << QByteArray() << true;
    QTest::newRow("another method") << QByteArray("GET") << QByteArray() << QByteArray() << QByteArray() << false;
    QTest::newRow("present") << QByteArray() << QByteArray("header:X-T") << QByteArray() << QByteArray() << true;
    QTest::newRow("not present") << QByteArray() << QByteArray("header:X-U") << QByteArray() << QByteArray() << false;
    QTest::newRow("absent") << QByteArray() << QByteArray() << QByteArray("json:/b") << QByteArray() << true;
    QTest::newRow("not absent") << QByteArray() << QByteArray() << QByteArray("json:/a") << QByteArray() << false;
    QTest::newRow("equal") << QByteArray() << QByteArray() << QByteArray() << QByteArray("json:/a") << true;
    QTest::newRow("not equal") << QByteArray() << QByteArray() << QByteArray() << QByteArray("header:X-T") << false;
}

void RequestValuesTest::judgesConditions()
{
    QFETCH(QByteArray, methods);
    QFETCH(QByteArray, present);
    QFETCH(QByteArray, absent);
    QFETCH(QByteArray, equal);
    QFETCH(bool, holds);
    Condition condition;
    if (!methods.isEmpty())
        condition.methods = { methods };
    if (!present.isEmpty())
        condition.present = { *parseLocator(present) };
    if (!absent.isEmpty())
        condition.absent = { *parseLocator(absent) };
    if (!equal.isEmpty())
        condition.equal = { { *parseLocator(equal), "B" } };
    const Request request = requestOf("POST", "/", { { "X-T", "17" } }, R"({"a":"B"})");
    const EndpointValues endpoint;
    QCOMPARE(hookloupe::holds(condition, RequestValues(request, endpoint), "POST"), holds);
}

QTEST_GUILESS_MAIN(RequestValuesTest)
#include "tst_requestvalues.moc"

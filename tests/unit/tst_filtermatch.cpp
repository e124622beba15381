// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtermatch.h"
#include "query/filterparser.h"
#include "support/contentencoder.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr SystemTime ReceivedAt { 1'767'323'045'678'901us }; // 2026-01-02T03:04:05.678901Z, 04:04 by the clock
constexpr SystemTime Later = ReceivedAt + 5min;

constexpr const char* Head = "POST /hooks/Orders?page=2&q=/a?b HTTP/1.1\r\n"
                             "Host: example.test\r\n"
                             "Content-Type: application/json; charset=utf-8\r\n"
                             "X-Id: eight\r\n"
                             "x-id: 7.5\r\n"
                             "X-Empty:\r\n"
                             "X-Folded: one\r\n two\r\n";

const QByteArray Json = R"({"id":"evt_1","amount":12.50,"count":"10","ok":true,"nil":null,"big":1e999,)"
                        R"("a/b":{"c:d":[1,{"x":"deep"}]},"text":"Gr\u00fc\u00dfe","id":"second"})";

/// \param coding  of the body; empty: none
Delivery deliveryOf(const QByteArray& body, const QByteArray& coding = {})
{
    auto request = std::make_shared<Request>();
    const QByteArray line = coding.isEmpty() ? QByteArray() : QByteArray("Content-Encoding: " + coding + "\r\n");
    request->head = RequestHead::parse(QByteArray(Head + line + "\r\n"));
    request->body = Body(body);
    request->times.lastByte = ReceivedAt;
    request->peer = { u"192.168.0.17"_s, 4711 };
    auto response = std::make_shared<Response>();
    response->status = 503;
    response->delay = 250ms;
    Delivery delivery;
    delivery.id = { 17 };
    delivery.request = std::move(request);
    delivery.response = std::move(response);
    delivery.isPinned = true;
    delivery.facts.provider = "stripe";
    delivery.facts.event = { "evt_1", "charge.failed", {}, "ch_9" };
    delivery.facts.signature.verdict = Verdict::Mismatch;
    delivery.facts.signature.freshness = Freshness::Stale;
    return delivery;
}

bool asked(const QString& text, const Delivery& delivery, const FilterFacts* facts = nullptr)
{
    const auto filter = parseFilter(text);
    if (!filter)
        QTest::qFail(qPrintable(filter.error().detail), __FILE__, __LINE__);
    return filter && matches(*filter, delivery, Later, facts);
}

} // namespace

class FilterMatchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3"); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void termsLookAtTheirField_data();
    void termsLookAtTheirField();
    void bothSidesOfEveryComparison_data();
    void bothSidesOfEveryComparison();
    void timesAreMomentsAndDays_data();
    void timesAreMomentsAndDays();
    void theClockIsThatOfTheDayWhenItIsAsked();
    void whatIsNotThereMatchesNothing_data();
    void whatIsNotThereMatchesNothing();
    void bodiesAreDecoded_data();
    void bodiesAreDecoded();
    void bodiesInFilesAreReadInPieces();
    void onlySoMuchOfABodyIsSearched();
    void factsDecideWhereThereAreAny();
};

void FilterMatchTest::termsLookAtTheirField_data()
{
    QTest::addColumn<QString>("yes");
    QTest::addColumn<QString>("no");
    const auto row = [](const char* name, const QString& yes, const QString& no) { QTest::newRow(name) << yes << no; };
    row("method", u"method:post"_s, u"method:pos"_s);
    row("method, exactly", u"method:=POST"_s, u"method:=Post"_s);
    row("path", u"path:/hooks/orders"_s, u"path:/hooks"_s);
    row("path without its query", u"path:*s"_s, u"path:*page*"_s);
    row("path, beginning", u"path:/hooks*"_s, u"path:hooks*"_s);
    row("path, exactly", u"path:=*Orders"_s, u"path:=*orders"_s);
    row("query", u"query:PAGE=2"_s, u"query:orders"_s);
    row("query holds question marks", u"query:=\"page=2&q=/a?b\""_s, u"query:=b"_s);
    row("provider", u"provider:Stripe"_s, u"provider:stripe-2"_s);
    row("event", u"event:charge.*"_s, u"event:charge"_s);
    row("message", u"message:evt_1"_s, u"message:evt_"_s);
    row("resource", u"resource:ch_*"_s, u"resource:evt_*"_s);
    row("sig", u"sig:mismatch"_s, u"sig:missing"_s);
    row("fresh", u"fresh:stale"_s, u"fresh:fresh"_s);
    row("is", u"is:pinned"_s, u"is:challenge"_s);
    row("ip", u"ip:192.168.*"_s, u"ip:4711"_s);
    row("header of any case", u"header.X-ID:eight"_s, u"header.X-Id:seven"_s);
    row("second header of a name", u"header.x-id:7.5"_s, u"header.x-id:7"_s);
    row("any header of a name as a number", u"header.x-id:>7"_s, u"header.x-id:>8"_s);
    row("header that is there", u"header.x-empty:*"_s, u"header.x-other:*"_s);
    row("header that is empty", u"header.x-empty:\"\""_s, u"header.x-id:\"\""_s);
    row("folded header", u"header.x-folded:\"one two\""_s, u"header.x-folded:one"_s);
    row("JSON text, the first of a key", u"json./id:EVT_1"_s, u"json./id:second"_s);
    row("JSON text is unescaped", QString::fromUtf8("json.text:=Gr\xc3\xbc\xc3\x9f*"), u"json.text:gr*u00fc*"_s);
    row("JSON number as it is written", u"json.amount:12.50"_s, u"json.amount:12.5"_s);
    row("JSON number", u"json.amount:>=12.5"_s, u"json.amount:>12.5"_s);
    row("JSON number in a string", u"json.count:9..10"_s, u"json.count:<10"_s);
    row("JSON truth", u"json.ok:true"_s, u"json.ok:false"_s);
    row("JSON null is nothing", u"-json.nil:*"_s, u"json.nil:null"_s);
    row("JSON number beyond all bounds", u"json.big:1e999"_s, u"json.big:>1"_s);
    row("JSON pointer", u"json./a~1b/c:1"_s + u" or json.\"/a~1b/c:d/1/x\":deep"_s, u"json./a/b:*"_s);
    row("JSON object as it is written", u"json.\"/a~1b/c:d/1\":\"{\\\"x\\\":\\\"deep\\\"}\""_s,
        u"json.\"/a~1b/c:d/2\":*"_s);
    row("body", u"body:EVT_1"_s, u"body:orders"_s);
    row("body, parts in order", u"body:evt*deep"_s, u"body:deep*evt_"_s);
    row("body, exactly", u"body:={*}"_s, u"body:={"_s);
    row("bare word in the path", u"orders"_s, u"borders"_s);
    row("bare word in the query", u"page=2"_s, u"page=3"_s);
    row("bare word in a header", u"\"x-id: eight\""_s, u"\"x-id:eight\""_s);
    row("bare word in the body", u"deep"_s, u"deeper"_s);
    row("bare word is not the method", u"example"_s, u"post"_s);
    row("and", u"orders deep"_s, u"orders deeper"_s);
    row("or", u"borders or deep"_s, u"borders or deeper"_s);
    row("not", u"not deeper"_s, u"not deep"_s);
    row("precedence", u"borders deep or orders"_s, u"(borders or orders) deeper"_s);
    row("nothing asked", QString(), u"not deep"_s);
}

void FilterMatchTest::termsLookAtTheirField()
{
    QFETCH(QString, yes);
    QFETCH(QString, no);
    const Delivery delivery = deliveryOf(Json);

    QVERIFY(asked(yes, delivery));
    QVERIFY(!asked(no, delivery));
    if (!yes.isEmpty())
        QVERIFY(!asked(QString(u"-("_s + yes + u')'), delivery));
    QVERIFY(asked(QString(u"not ("_s + no + u')'), delivery));
}

void FilterMatchTest::bothSidesOfEveryComparison_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("below");
    QTest::addColumn<QString>("equal");
    QTest::addColumn<QString>("above");
    QTest::newRow("status") << u"status"_s << u"502"_s << u"503"_s << u"504"_s;
    QTest::newRow("class of statuses") << u"status"_s << u"4xx"_s << u"5xx"_s << u"6xx"_s;
    QTest::newRow("size") << u"size"_s << u"1023B"_s << u"1KiB"_s << u"1025"_s;
    QTest::newRow("delay") << u"delay"_s << u"249ms"_s << u"250ms"_s << u"251ms"_s;
    QTest::newRow("id") << u"id"_s << u"16"_s << u"17"_s << u"18"_s;
    QTest::newRow("age") << u"age"_s << u"299999ms"_s << u"5m"_s << u"300001ms"_s;
    QTest::newRow("header") << u"header.x-id"_s << u"7.49"_s << u"7.5"_s << u"7.51"_s;
    QTest::newRow("minute") << u"time"_s << u"04:03"_s << u"04:04"_s << u"04:05"_s;
    QTest::newRow("second") << u"time"_s << u"04:04:04"_s << u"04:04:05"_s << u"04:04:06"_s;
    QTest::newRow("microsecond") << u"time"_s << u"2026-01-02T03:04:05.678900Z"_s << u"2026-01-02T03:04:05.678901Z"_s
                                 << u"2026-01-02T03:04:05.678902Z"_s;
    QTest::newRow("day") << u"time"_s << u"2026-01-01"_s << u"2026-01-02"_s << u"2026-01-03"_s;
    QTest::newRow("named day") << u"time"_s << u"yesterday"_s << u"today"_s << u"2026-01-03"_s;
}

void FilterMatchTest::bothSidesOfEveryComparison()
{
    QFETCH(QString, field);
    QFETCH(QString, below);
    QFETCH(QString, equal);
    QFETCH(QString, above);
    const Delivery delivery = deliveryOf(QByteArray(1024, 'x'));
    const auto holds = [&](const QString& value) { return asked(QString(field + u':' + value), delivery); };
    const auto holdsFor = [&](QLatin1StringView sign) {
        QString text;
        for (const QString& value : { below, equal, above })
            text += holds(QString(sign + value)) ? u'1' : u'0';
        return text;
    };

    QCOMPARE(holdsFor(">"_L1), u"100"_s);
    QCOMPARE(holdsFor(">="_L1), u"110"_s);
    QCOMPARE(holdsFor("<"_L1), u"001"_s);
    QCOMPARE(holdsFor("<="_L1), u"011"_s);
    if (field != u"age")
        QCOMPARE(holdsFor(""_L1), u"010"_s);
    QVERIFY(holds(QString(below + u".."_s + above)));
    QVERIFY(holds(QString(equal + u".."_s + equal)));
    QVERIFY(holds(QString(equal + u".."_s)));
    QVERIFY(!holds(QString(above + u".."_s)));
    QVERIFY(holds(QString(u".."_s + equal)));
    QVERIFY(!holds(QString(u".."_s + below)));
    QVERIFY(!holds(QString(above + u".."_s + below)));
}

void FilterMatchTest::timesAreMomentsAndDays_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("begin"); // of the first moment that counts, UTC; empty: no such value
    QTest::addColumn<qint64>("microseconds");
    constexpr qint64 Second = 1'000'000;
    constexpr qint64 Day = 86'400 * Second;
    QTest::newRow("today, by the clock") << u"today"_s << u"2026-01-01T23:00:00.000Z"_s << Day;
    QTest::newRow("yesterday") << u"Yesterday"_s << u"2025-12-31T23:00:00.000Z"_s << Day;
    QTest::newRow("time by the clock") << u"14:02"_s << u"2026-01-02T13:02:00.000Z"_s << 60 * Second;
    QTest::newRow("last minute of the day") << u"23:59"_s << u"2026-01-02T22:59:00.000Z"_s << 60 * Second;
    QTest::newRow("tenth of a second") << u"14:02:03.5"_s << u"2026-01-02T13:02:03.500Z"_s << Second / 10;
    QTest::newRow("day") << u"2026-07-01"_s << u"2026-06-30T22:00:00.000Z"_s << Day;
    QTest::newRow("day with a change of the clock")
        << u"2026-03-29"_s << u"2026-03-28T23:00:00.000Z"_s << Day * 23 / 24;
    QTest::newRow("RFC 3339, UTC") << u"2026-01-02T03:04:05Z"_s << u"2026-01-02T03:04:05.000Z"_s << Second;
    QTest::newRow("small letters") << u"2026-01-02t03:04:05z"_s << u"2026-01-02T03:04:05.000Z"_s << Second;
    QTest::newRow("RFC 3339, east") << u"2026-01-02T03:04:05+02:30"_s << u"2026-01-02T00:34:05.000Z"_s << Second;
    QTest::newRow("RFC 3339, west") << u"2026-01-01T23:04:05.25-04:00"_s << u"2026-01-02T03:04:05.250Z"_s
                                    << Second / 100;
    QTest::newRow("no zone: by the clock") << u"2026-07-01T12:00"_s << u"2026-07-01T10:00:00.000Z"_s << 60 * Second;
    QTest::newRow("nine digits") << u"2026-01-02T03:04:05.123456789Z"_s << u"2026-01-02T03:04:05.123Z"_s << qint64(1);
    QTest::newRow("ten digits") << u"2026-01-02T03:04:05.1234567890Z"_s << QString() << qint64(0);
    QTest::newRow("hour 24") << u"24:00"_s << QString() << qint64(0);
    QTest::newRow("second 60") << u"23:59:60"_s << QString() << qint64(0);
    QTest::newRow("month 13") << u"2026-13-01"_s << QString() << qint64(0);
    QTest::newRow("year 0") << u"0000-01-01"_s << QString() << qint64(0);
    QTest::newRow("half a zone") << u"2026-01-02T03:04:05+02"_s << QString() << qint64(0);
    QTest::newRow("more behind it") << u"14:02x"_s << QString() << qint64(0);
    QTest::newRow("a point without digits") << u"14:02:03."_s << QString() << qint64(0);
    QTest::newRow("tomorrow") << u"tomorrow"_s << QString() << qint64(0);
}

void FilterMatchTest::timesAreMomentsAndDays()
{
    QFETCH(QString, value);
    QFETCH(QString, begin);
    QFETCH(qint64, microseconds);

    const auto filter = parseFilter(QString(u"time:"_s + value));

    QCOMPARE(filter.has_value(), !begin.isEmpty());
    if (!filter)
        return;
    const WholeRange range = resolved(std::get<TimeRange>(filter->term.test), Later);
    QCOMPARE(QString::fromLatin1(toRfc3339(SystemTime(std::chrono::microseconds(range.least)))), begin);
    QCOMPARE(range.most - range.least + 1, microseconds);
}

void FilterMatchTest::theClockIsThatOfTheDayWhenItIsAsked()
{
    const Delivery delivery = deliveryOf({});
    const auto filter = parseFilter(u"time:today");
    const auto minute = parseFilter(u"time:04:04");
    QVERIFY(filter && minute);

    QVERIFY(matches(*filter, delivery, Later));
    QVERIFY(matches(*minute, delivery, Later));
    QVERIFY(!matches(*filter, delivery, Later + 24h));
    QVERIFY(!matches(*minute, delivery, Later + 24h));
}

void FilterMatchTest::whatIsNotThereMatchesNothing_data()
{
    QTest::addColumn<QString>("filter");
    for (const char* filter :
        { "provider:*", "event:*", "message:*", "resource:*", "query:*", "status:*xx", "status:>0xx", "status:..999",
            "header.x:*", "json./a:*", "body:*", "kind:*", "is:first", "note:*", "is:pinned" })
        QTest::newRow(filter) << QString::fromLatin1(filter);
}

void FilterMatchTest::whatIsNotThereMatchesNothing()
{
    QFETCH(QString, filter);
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse("GET / HTTP/1.1\r\n\r\n");
    auto response = std::make_shared<Response>();
    response->fault = Fault::Reset;
    Delivery delivery;
    delivery.request = request;
    delivery.response = response;
    if (filter == u"status:*xx") {
        QVERIFY(!parseFilter(filter));
        return;
    }

    QVERIFY(!asked(filter, delivery));
    QVERIFY(asked(QString(u'-' + filter), delivery));
    QVERIFY(asked(u"status:reset path:*"_s, delivery));
}

void FilterMatchTest::bodiesAreDecoded_data()
{
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("isFound");
    for (const char* coding : { "gzip", "deflate", "br", "zstd" })
        QTest::newRow(coding) << QByteArray(coding) << encoded(coding, Json) << true;
    QTest::newRow("two codings") << QByteArray("br, gzip") << encoded("gzip", encoded("br", Json)) << true;
    QTest::newRow("unknown: as it came") << QByteArray("rot13") << Json << true;
    QTest::newRow("unknown: not undone") << QByteArray("rot13") << encoded("gzip", Json) << false;
    QTest::newRow("damaged at once") << QByteArray("gzip") << Json << false;
}

void FilterMatchTest::bodiesAreDecoded()
{
    QFETCH(QByteArray, coding);
    QFETCH(QByteArray, sent);
    QFETCH(bool, isFound);
    const Delivery delivery = deliveryOf(sent, coding);

    QCOMPARE(asked(u"body:\"\\\"id\\\":\""_s, delivery), isFound);
    QCOMPARE(asked(u"\"\\\"id\\\":\""_s, delivery), isFound);
    QCOMPARE(asked(u"json./id:evt_1"_s, delivery), isFound);
    // Asked twice of one delivery: what was decoded for one term serves the next.
    QCOMPARE(asked(u"body:amount body:deep json./ok:true body:={*}"_s, delivery), isFound);
}

void FilterMatchTest::bodiesInFilesAreReadInPieces()
{
    QTemporaryDir dir;
    const QByteArray bytes = QByteArray(262'140, 'x') + "needle" + QByteArray(300'000, 'y') + "end";
    QFile file(dir.filePath(u"body"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    Delivery delivery = deliveryOf({});
    auto request = std::make_shared<Request>(*delivery.request);
    request->body = Body::inFile(file.fileName(), bytes.size());
    delivery.request = request;

    QVERIFY(asked(u"body:needle"_s, delivery)); // across the end of a piece of 256 KiB
    QVERIFY(asked(u"body:=x*needle*end"_s, delivery));
    QVERIFY(!asked(u"body:=x*needle"_s, delivery));
    QVERIFY(!asked(u"body:needles"_s, delivery));
    QVERIFY(file.remove());
    QVERIFY(!asked(u"body:needle"_s, delivery));
}

void FilterMatchTest::onlySoMuchOfABodyIsSearched()
{
    const auto zeros = [](qint64 count) { return QByteArray(static_cast<qsizetype>(count), '0'); };
    const qint64 most = RequestTexts::MaxSearchedBytes;
    QVERIFY(asked(u"body:xy"_s, deliveryOf(QByteArray(zeros(most - 2) + "xy"))));
    QVERIFY(!asked(u"body:xy"_s, deliveryOf(QByteArray(zeros(most - 1) + "xy"))));
    const qint64 mostJson = RequestTexts::MaxJsonBytes;
    QVERIFY(asked(u"json./a:1"_s, deliveryOf(QByteArray("{\"a\":1}" + QByteArray(mostJson - 7, ' ')))));
    QVERIFY(!asked(u"json./a:1"_s, deliveryOf(QByteArray("{\"a\":1}" + QByteArray(mostJson - 6, ' ')))));
    // A bomb: 100 MB in 100 KB. What comes before the limit of the ratio is searched, and nothing hangs.
    const Delivery bomb = deliveryOf(encoded("gzip", QByteArray("first" + zeros(100'000'000))), "gzip");
    QVERIFY(asked(u"body:first"_s, bomb));
    QVERIFY(!asked(u"body:last"_s, bomb));
}

void FilterMatchTest::factsDecideWhereThereAreAny()
{
    class Facts final : public FilterFacts {
    public:
        std::optional<Message> message(DeliveryId id) const override
        {
            return id.value == 17 ? std::optional(Message { KindWord::Duplicate, true }) : std::nullopt;
        }
        QByteArray note(DeliveryId) const override { return "Ask Anna"; }
    };
    const Facts facts;
    Delivery delivery = deliveryOf(Json);

    for (const char* yes :
        { "kind:duplicate", "is:duplicate", "is:stale", "note:ANNA", "note:=\"Ask Anna\"", "kind:*" })
        QVERIFY2(asked(QString::fromLatin1(yes), delivery, &facts), yes);
    for (const char* no : { "kind:first", "is:first", "is:retry", "is:replay", "note:bob", "note:=anna" })
        QVERIFY2(!asked(QString::fromLatin1(no), delivery, &facts), no);
    delivery.id = { 18 };
    QVERIFY(!asked(u"kind:*"_s, delivery, &facts));
    QVERIFY(!asked(u"is:stale"_s, delivery, &facts));
}

QTEST_GUILESS_MAIN(FilterMatchTest)
#include "tst_filtermatch.moc"

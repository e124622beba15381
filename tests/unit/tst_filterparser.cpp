// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterparser.h"
#include "support/filtertext.h"

#include "http/response.h"
#include "signature/verdict.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

class FilterParserTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void termsBecomeATree_data();
    void termsBecomeATree();
    void valuesAreUnderstood_data();
    void valuesAreUnderstood();
    void mistakesNameTheirColumn_data();
    void mistakesNameTheirColumn();
    void anUnknownFieldProposesTheNearest_data();
    void anUnknownFieldProposesTheNearest();
    void limitsHoldOnBothSides();
    void termsKnowTheirPlace();
    void cheapTermsComeFirst();
    void wordsAreThoseOfTheEnumerations();
    void everyExampleIsAFilter();
    void termsThatNobodyCanAnswerAreNamed();
    void anyTextGivesAnExpressionOrAnError();
};

void FilterParserTest::termsBecomeATree_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tree");
    QTest::newRow("nothing") << QString() << u"all"_s;
    QTest::newRow("blanks") << u" \t\n"_s << u"all"_s;
    QTest::newRow("one") << u"method:post"_s << u"method~post"_s;
    QTest::newRow("and by blank") << u"method:a method:b"_s << u"(method~a & method~b)"_s;
    QTest::newRow("and by word") << u"method:a and method:b"_s << u"(method~a & method~b)"_s;
    QTest::newRow("or") << u"method:a or method:b"_s << u"(method~a | method~b)"_s;
    QTest::newRow("and binds closer than or")
        << u"method:a method:b or method:c method:d"_s << u"((method~a & method~b) | (method~c & method~d))"_s;
    QTest::newRow("parentheses bind closest")
        << u"method:a (method:b or method:c) method:d"_s << u"(method~a & (method~b | method~c) & method~d)"_s;
    QTest::newRow("not binds closer than and") << u"not method:a method:b"_s << u"(!method~a & method~b)"_s;
    QTest::newRow("minus") << u"-method:a method:b"_s << u"(!method~a & method~b)"_s;
    QTest::newRow("not before parentheses") << u"not (method:a or method:b)"_s << u"!(method~a | method~b)"_s;
    QTest::newRow("not without a blank") << u"not(method:a)"_s << u"!method~a"_s;
    QTest::newRow("minus before parentheses") << u"-(method:a method:b)"_s << u"!(method~a & method~b)"_s;
    QTest::newRow("twice negated") << u"not -method:a"_s << u"!!method~a"_s;
    QTest::newRow("words in capitals") << u"method:a OR NOT method:b AND method:c"_s
                                       << u"(method~a | (!method~b & method~c))"_s;
    QTest::newRow("parentheses around all") << u"((method:a))"_s << u"method~a"_s;
    QTest::newRow("blanks within parentheses") << u"( method:a )"_s << u"method~a"_s;
    QTest::newRow("groups beside each other") << u"(method:a)(method:b)"_s << u"(method~a & method~b)"_s;
    QTest::newRow("a word that begins like or") << u"order"_s << u"text~*order*"_s;
    QTest::newRow("a word that begins like not") << u"note"_s << u"text~*note*"_s;
    QTest::newRow("or in quotes") << u"\"or\""_s << u"text~*or*"_s;
    QTest::newRow("a minus within a word") << u"a-b"_s << u"text~*a-b*"_s;
    QTest::newRow("or behind a colon") << u"method:or"_s << u"method~or"_s;
}

void FilterParserTest::termsBecomeATree()
{
    QFETCH(QString, text);
    QFETCH(QString, tree);

    const auto filter = parseFilter(text);

    QVERIFY2(filter, qPrintable(filter ? QString() : filter.error().detail));
    QCOMPARE(treeOf(*filter), tree);
}

void FilterParserTest::valuesAreUnderstood_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tree");
    QTest::newRow("field in capitals") << u"METHOD:Post"_s << u"method~post"_s;
    QTest::newRow("exactly") << u"method:=Post"_s << u"method=Post"_s;
    QTest::newRow("star") << u"path:/a*b"_s << u"path~/a*b"_s;
    QTest::newRow("quotes") << u"path:\"/a b*(c)\""_s << u"path~/a b\\*(c)"_s;
    QTest::newRow("quotes and star") << u"path:\"/a b\"*"_s << u"path~/a b*"_s;
    QTest::newRow("escapes") << u"body:\"\\\"\\\\\\x41\\n\""_s << u"body~*\"\\\\a\n*"_s;
    QTest::newRow("colons in a value") << u"ip:::1"_s << u"ip~::1"_s;
    QTest::newRow("bare word with stars") << u"a*b"_s << u"text~*a*b*"_s;
    QTest::newRow("quoted colon") << u"\"a:b\""_s << u"text~*a:b*"_s;
    QTest::newRow("beyond ASCII") << QString::fromUtf8("body:\xc3\xa4") << QString::fromUtf8("body~*\xc3\xa4*");
    QTest::newRow("status") << u"status:404"_s << u"status 404..404"_s;
    QTest::newRow("class of statuses") << u"status:5XX"_s << u"status 500..599"_s;
    QTest::newRow("above a class") << u"status:>4xx"_s << u"status 500.."_s;
    QTest::newRow("below a class") << u"status:<4xx"_s << u"status ..399"_s;
    QTest::newRow("at most a class") << u"status:<=4xx"_s << u"status ..499"_s;
    QTest::newRow("range of statuses") << u"status:200..299"_s << u"status 200..299"_s;
    QTest::newRow("range to a class") << u"status:3xx..4xx"_s << u"status 300..499"_s;
    QTest::newRow("fault") << u"status:Reset"_s << u"status{2}"_s;
    QTest::newRow("size") << u"size:>10KiB"_s << u"size 10241.."_s;
    QTest::newRow("size in quotes") << u"size:\"1MB\""_s << u"size 1000000..1000000"_s;
    QTest::newRow("open range") << u"size:1k.."_s << u"size 1024.."_s;
    QTest::newRow("range from nothing") << u"size:..1k"_s << u"size ..1024"_s;
    QTest::newRow("delay") << u"delay:>=2s"_s << u"delay 2000.."_s;
    QTest::newRow("delay in ms") << u"delay:<250ms"_s << u"delay ..249"_s;
    QTest::newRow("id") << u"id:<=17"_s << u"id ..17"_s;
    QTest::newRow("age") << u"age:<5m"_s << u"age ..299999999"_s;
    QTest::newRow("age in days") << u"age:1h..2d"_s << u"age 3600000000..172800000000"_s;
    QTest::newRow("verdict") << u"sig:no-secret"_s << u"sig{32}"_s;
    QTest::newRow("several verdicts") << u"sig:m*"_s << u"sig{28}"_s;
    QTest::newRow("kind") << u"kind:replay"_s << u"kind{8}"_s;
    QTest::newRow("is") << u"is:Pinned"_s << u"is{32}"_s;
    QTest::newRow("header") << u"header.X-Id:7"_s << u"header.X-Id~7"_s;
    QTest::newRow("header as a number") << u"header.Content-Length:>7"_s << u"header.Content-Length (7.."_s;
    QTest::newRow("header, dots that are text") << u"header.X:a..b"_s << u"header.X~a..b"_s;
    QTest::newRow("empty header") << u"header.X:\"\""_s << u"header.X~"_s;
    QTest::newRow("pointer") << u"json./a/b~1c:x"_s << u"json./a/b~1c~x"_s;
    QTest::newRow("steps with dots") << u"json.data.0.id:x"_s << u"json./data/0/id~x"_s;
    QTest::newRow("quoted pointer") << u"json.\"/a b:c\":x"_s << u"json./a b:c~x"_s;
    QTest::newRow("JSON as a number") << u"json./n:<=1.5"_s << u"json./n ..1.5]"_s;
    QTest::newRow("range of JSON numbers") << u"json./n:-1..1e3"_s << u"json./n [-1..1000]"_s;
    QTest::newRow("JSON number as text") << u"json./n:1.50"_s << u"json./n~1.50"_s;
    QTest::newRow("quoted JSON number range is text") << u"json./n:\"1..2\""_s << u"json./n~1..2"_s;
}

void FilterParserTest::valuesAreUnderstood()
{
    termsBecomeATree();
}

void FilterParserTest::mistakesNameTheirColumn_data()
{
    using Code = FilterErrorCode;
    QTest::addColumn<QString>("text");
    QTest::addColumn<FilterErrorCode>("code");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char* name, const QString& text, Code code, int column, int length, const char* remedy) {
        QTest::newRow(name) << text << code << column << length << QString::fromLatin1(remedy);
    };
    row("or at the beginning", u"or a"_s, Code::MissingTerm, 1, 0, "a term is missing");
    row("or at the end", u"a or"_s, Code::MissingTerm, 5, 0, "a term is missing");
    row("or twice", u"a or or b"_s, Code::MissingTerm, 6, 0, "into quotes");
    row("and at the end", u"a and "_s, Code::MissingTerm, 7, 0, "a term is missing");
    row("not at the end", u"a not"_s, Code::MissingTerm, 6, 0, "a term is missing");
    row("minus alone", u"a - b"_s, Code::MissingTerm, 3, 1, "-status:200");
    row("empty parentheses", u"()"_s, Code::MissingTerm, 2, 0, "a term is missing");
    row("open parenthesis", u"a (b"_s, Code::Unclosed, 3, 1, "closing one");
    row("closing parenthesis", u"a) b"_s, Code::Unopened, 2, 1, "remove it");
    row("open quote", u"a body:\"b"_s, Code::UnclosedQuote, 8, 1, "closing one");
    row("bad escape", u"\"a\\q\""_s, Code::BadEscape, 3, 2, "\\xNN");
    row("bad hex", u"\"\\x4\""_s, Code::BadEscape, 2, 2, "\\xNN");
    row("parenthesis in a word", u"path:/a(b)"_s, Code::Parenthesis, 8, 1, "into quotes");
    row("unknown field", u"a frobnicate:x"_s, Code::UnknownField, 3, 10, "method path query");
    row("an address", u"http://x"_s, Code::UnknownField, 1, 4, "put text with a colon into quotes");
    row("no field", u":x"_s, Code::UnknownField, 1, 0, "there is no field \"\"");
    row("header alone", u"header:x"_s, Code::MissingName, 1, 6, "header.content-type:*json*");
    row("header with a dot", u"header.:x"_s, Code::MissingName, 1, 7, "header.content-type:*json*");
    row("no name of a header", u"header.\"a b\":x"_s, Code::BadName, 1, 12, "\"a b\" is no name");
    row("no pointer", u"json./a~2:x"_s, Code::BadName, 1, 9, "RFC 6901");
    row("name where there is none", u"path.x:y"_s, Code::BadName, 1, 6, "path:/hooks/*");
    row("no value", u"a path: b"_s, Code::MissingValue, 8, 0, "path:/hooks/*");
    row("comparison alone", u"size:>"_s, Code::MissingValue, 7, 0, "size:>10KiB");
    row("empty provider", u"provider:\"\""_s, Code::MissingValue, 10, 2, "-provider:*");
    row("empty word", u"\"\""_s, Code::MissingValue, 1, 2, "what to look for");
    row("no status", u"status:2x"_s, Code::BadValue, 8, 2, "5xx");
    row("status with a star", u"status:2*"_s, Code::BadValue, 8, 2, "5xx");
    row("four digits", u"status:2000"_s, Code::BadValue, 8, 4, ">=500");
    row("no size", u"size:>10 kg"_s + u"x:1"_s, Code::UnknownField, 10, 3, "kgx");
    row("size with a bad unit", u"size:>10kg"_s, Code::BadValue, 6, 5, "10KiB");
    row("no number", u"id:abc"_s, Code::BadValue, 4, 3, "whole number");
    row("19 digits", u"id:1234567890123456789"_s, Code::BadValue, 4, 19, "whole number");
    row("no duration", u"delay:2weeks"_s, Code::BadValue, 7, 6, "250ms");
    row("age without comparison", u"age:5m"_s, Code::BadValue, 5, 2, "<5m");
    row("range without ends", u"id:.."_s, Code::BadValue, 4, 2, "100..200");
    row("comparison of a range", u"id:>1..2"_s, Code::BadValue, 4, 5, "100..200");
    row("no time", u"time:25:00"_s, Code::BadValue, 6, 5, "today");
    row("no day", u"time:2026-02-30"_s, Code::BadValue, 6, 10, "2026-01-02");
    row("no verdict", u"sig:invalid"_s, Code::UnknownWord, 5, 7, "valid mismatch missing malformed");
    row("no word of is", u"is:new"_s, Code::UnknownWord, 4, 3, "retry duplicate replay first stale pinned challenge");
    row("words cannot be compared", u"sig:>valid"_s, Code::NoComparison, 5, 6, "valid mismatch");
    row("text cannot be compared", u"path:>/a"_s, Code::NoComparison, 6, 3, "path is text");
    row("JSON text cannot be compared", u"json./a:>b"_s, Code::BadValue, 9, 2, "decimal number");
    row("columns count UTF-16 units", QString::fromUtf8("\xf0\x9f\x98\x80 x:y"), Code::UnknownField, 4, 1, "\"x\"");
}

void FilterParserTest::mistakesNameTheirColumn()
{
    QFETCH(QString, text);
    QFETCH(FilterErrorCode, code);
    QFETCH(int, column);
    QFETCH(int, length);
    QFETCH(QString, remedy);

    const auto filter = parseFilter(text);

    QVERIFY(!filter);
    QCOMPARE(filter.error().code, code);
    QCOMPARE(filter.error().column, column);
    QCOMPARE(filter.error().length, length);
    QVERIFY2(filter.error().detail.startsWith(u"column %1: "_s.arg(column)), qPrintable(filter.error().detail));
    QVERIFY2(filter.error().detail.contains(remedy), qPrintable(filter.error().detail));
}

void FilterParserTest::anUnknownFieldProposesTheNearest_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("proposal");
    QTest::newRow("swapped") << u"paht"_s << u"path"_s;
    QTest::newRow("one too many") << u"statuss"_s << u"status"_s;
    QTest::newRow("one missing") << u"provder"_s << u"provider"_s;
    QTest::newRow("plural with a name") << u"headers.x"_s << u"header"_s;
    QTest::newRow("capitals") << u"Staus"_s << u"status"_s;
    QTest::newRow("nothing like it") << u"colour"_s << QString();
    QTest::newRow("too short to tell") << u"x"_s << QString();
    QTest::newRow("very long") << QString(100, u'p') << QString();
}

void FilterParserTest::anUnknownFieldProposesTheNearest()
{
    QFETCH(QString, field);
    QFETCH(QString, proposal);

    const auto filter = parseFilter(QString(field + u":a"_s));

    QVERIFY(!filter);
    QCOMPARE(filter.error().code, FilterErrorCode::UnknownField);
    QCOMPARE(filter.error().proposal, proposal);
    QVERIFY(proposal.isEmpty() || filter.error().detail.contains(u"did you mean %1?"_s.arg(proposal)));
}

void FilterParserTest::limitsHoldOnBothSides()
{
    const auto codeOf = [](const QString& text) {
        const auto filter = parseFilter(text);
        return filter ? -1 : static_cast<int>(filter.error().code);
    };
    const auto nested = [](int depth) { return QString(QString(depth, u'(') + u'a' + QString(depth, u')')); };
    const auto negated = [](int depth) { return QString(u"not "_s.repeated(depth) + u'a'); };

    QCOMPARE(codeOf(QString(FilterLimits::MaxLength, u'a')), -1);
    QCOMPARE(codeOf(QString(FilterLimits::MaxLength + 1, u'a')), int(FilterErrorCode::TooLong));
    QCOMPARE(codeOf(nested(FilterLimits::MaxDepth)), -1);
    QCOMPARE(codeOf(nested(FilterLimits::MaxDepth + 1)), int(FilterErrorCode::TooDeep));
    QCOMPARE(codeOf(negated(FilterLimits::MaxDepth)), -1);
    QCOMPARE(codeOf(negated(FilterLimits::MaxDepth + 1)), int(FilterErrorCode::TooDeep));
    QCOMPARE(codeOf(u"a "_s.repeated(FilterLimits::MaxTerms)), -1);
    QCOMPARE(codeOf(u"a "_s.repeated(FilterLimits::MaxTerms + 1)), int(FilterErrorCode::TooManyTerms));
    QCOMPARE(codeOf(QString(4000, u'(')), int(FilterErrorCode::TooDeep));
    QCOMPARE(codeOf(QString(4000, u'-')), int(FilterErrorCode::TooDeep));
}

void FilterParserTest::termsKnowTheirPlace()
{
    const auto filter = parseFilter(u"size:>1 or (-body:\"a b\")");
    QVERIFY(filter);

    std::vector<std::pair<qsizetype, qsizetype>> places;
    forEachTerm(*filter, [&places](const FilterTerm& term) { places.emplace_back(term.column, term.length); });

    QCOMPARE(places, (std::vector<std::pair<qsizetype, qsizetype>> { { 1, 7 }, { 14, 10 } }));
}

void FilterParserTest::cheapTermsComeFirst()
{
    const auto filter = parseFilter(u"refund json./a:1 header.x:1 resource:r status:200 method:post");
    QVERIFY(filter);

    QCOMPARE(
        treeOf(*filter), u"(status 200..200 & method~post & resource~r & header.x~1 & text~*refund* & json./a~1)"_s);
}

void FilterParserTest::wordsAreThoseOfTheEnumerations()
{
    const auto verdicts = filterWords(FilterField::Signature);
    QCOMPARE(verdicts.size(), std::size_t(Verdict::NotSigned) + 1);
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        QCOMPARE(verdicts[i], verdictName(static_cast<Verdict>(i)));
    const auto fresh = filterWords(FilterField::Fresh);
    QCOMPARE(fresh.size(), std::size_t(Freshness::Stale) + 1);
    for (std::size_t i = 0; i < fresh.size(); ++i)
        QCOMPARE(fresh[i], freshnessName(static_cast<Freshness>(i)));
    const auto faults = filterWords(FilterField::Status);
    QCOMPARE(faults.size(), std::size_t(Fault::Garbage));
    for (std::size_t i = 0; i < faults.size(); ++i)
        QCOMPARE(faults[i], faultName(static_cast<Fault>(i + 1)));
}

void FilterParserTest::everyExampleIsAFilter()
{
    QCOMPARE(filterFields().size(), std::size_t(FilterField::Time));
    for (const FilterFieldInfo& info : filterFields()) {
        const auto filter = parseFilter(QString(info.example));
        QVERIFY2(filter, info.example.data());
        QCOMPARE(filter->term.field, info.field);
        QCOMPARE(&filterFieldInfo(info.field), &info);
    }
}

void FilterParserTest::termsThatNobodyCanAnswerAreNamed()
{
    const auto columnOf = [](const QString& text, bool hasMessageFacts, bool hasNotes) {
        const auto error = unknowableTerm(*parseFilter(text), hasMessageFacts, hasNotes);
        return error ? error->column : 0;
    };

    QCOMPARE(columnOf(u"refund -note:x id:1 is:retry"_s, false, false), 9);
    QCOMPARE(columnOf(u"refund -note:x id:1 is:retry"_s, false, true), 21);
    QCOMPARE(columnOf(u"refund -note:x id:1 is:retry"_s, true, true), 0);
    QCOMPARE(columnOf(u"kind:replay"_s, false, true), 1);
    QCOMPARE(columnOf(u"is:pinned is:challenge"_s, false, false), 0);
    QCOMPARE(columnOf(u"is:p* is:*e*"_s, false, false), 7); // some of its words can be answered, others not
}

void FilterParserTest::anyTextGivesAnExpressionOrAnError()
{
    QRandomGenerator random(7);
    const QString pieces = u"()\"\\:*-.<>=1a \t\u00e4xnotorsize"_s;
    int parsed = 0;
    for (int round = 0; round < 20'000; ++round) {
        QString text;
        for (int count = random.bounded(24); count > 0; --count)
            text += pieces[random.bounded(static_cast<int>(pieces.size()))];
        if (random.bounded(8) == 0)
            text += QChar(static_cast<char16_t>(random.bounded(0x10000)));
        const auto filter = parseFilter(text);
        parsed += filter ? 1 : 0;
        if (!filter) {
            QVERIFY(filter.error().column >= 1 && filter.error().column <= text.size() + 1);
            QVERIFY(filter.error().length >= 0);
            QVERIFY(filter.error().column - 1 + filter.error().length <= text.size());
            QVERIFY(!filter.error().detail.isEmpty());
        }
    }
    QVERIFY(parsed > 500);
}

QTEST_GUILESS_MAIN(FilterParserTest)
#include "tst_filterparser.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/jsonlayout.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QByteArray laidOut(const QByteArray& json, const JsonLayoutLimits& limits = {})
{
    const auto result = layOutJson(json, limits);
    return result ? *result : QByteArray("error: " + result.error().detail.toUtf8());
}

QByteArray withoutBlanks(const QByteArray& json)
{
    QByteArray text;
    bool isInString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        if (isInString && json[i] == '\\') {
            text += json[i++];
        } else if (json[i] == '"') {
            isInString = !isInString;
        } else if (!isInString && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
            continue;
        }
        text += json[i];
    }
    return text;
}

QByteArray randomJson(QRandomGenerator& random, int depth)
{
    static const QByteArray Scalars[] { "1.10", "-0", "1e400", "\"a\\u0041\\\"b\"", "true", "null", "\"caf\xc3\xa9\"",
        "12345678901234567890123", "\"\"" };
    const int kind = random.bounded(depth > 5 ? 1 : 3);
    if (kind == 0)
        return Scalars[random.bounded(int(std::size(Scalars)))];
    QByteArray text(1, kind == 1 ? '[' : '{');
    for (int i = random.bounded(4); i > 0; --i) {
        text += kind == 2 ? QByteArray(" \"k\" :\t") : QByteArray("\n");
        text += randomJson(random, depth + 1) + (i > 1 ? " ," : "");
    }
    return text + (kind == 1 ? "]" : "}");
}

} // namespace

class JsonLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void indentsByTwo();
    void tokensStayAsSent_data();
    void tokensStayAsSent();
    void emptyContainersStayOnTheirLine();
    void whiteSpaceAndByteOrderMarkGo();
    void theLayoutHoldsTheSameTokens();
    void mistakesNameTheirPlace_data();
    void mistakesNameTheirPlace();
    void everyCutOfATextIsAMistake();
    void brokenUtf8IsFound_data();
    void brokenUtf8IsFound();
    void depthHasALimit();
    void inputHasALimit();
    void outputHasALimit();
    void canBeCancelled();
    void anyBytesAreSafe();
};

void JsonLayoutTest::indentsByTwo()
{
    QCOMPARE(laidOut(R"({"b":[1,{"c":null}],"a":true})"),
        "{\n  \"b\": [\n    1,\n    {\n      \"c\": null\n    }\n  ],\n  \"a\": true\n}");
}

void JsonLayoutTest::tokensStayAsSent_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char* token :
        { "0", "-0", "1.10", "1e400", "1E+2", "-1.0e-05", "12345678901234567890123", "true", "false", "null", "\"\"",
            "\"\\u0041\\/\\b\\f\\n\\r\\t\\\\\\\"\"", "\"\\ud800\"", "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"", "\"\x7f\"" }) {
        QTest::newRow(token) << QByteArray(token);
    }
}

void JsonLayoutTest::tokensStayAsSent()
{
    QFETCH(QByteArray, token);
    QCOMPARE(laidOut(token), token);
    QCOMPARE(laidOut("[" + token + "," + token + "]"), "[\n  " + token + ",\n  " + token + "\n]");
    QCOMPARE(
        laidOut("{\"k\":" + token + ",\"k\":" + token + "}"), "{\n  \"k\": " + token + ",\n  \"k\": " + token + "\n}");
}

void JsonLayoutTest::emptyContainersStayOnTheirLine()
{
    QCOMPARE(laidOut("[ ]"), "[]");
    QCOMPARE(laidOut("{\n}"), "{}");
    QCOMPARE(laidOut("[{},[ ]]"), "[\n  {},\n  []\n]");
}

void JsonLayoutTest::whiteSpaceAndByteOrderMarkGo()
{
    QCOMPARE(laidOut("\xef\xbb\xbf \r\n\t[\t1\n,\r2 ]\n "), "[\n  1,\n  2\n]");
}

void JsonLayoutTest::theLayoutHoldsTheSameTokens()
{
    QRandomGenerator random(20'260'102);
    for (int i = 0; i < 500; ++i) {
        const QByteArray json = randomJson(random, 0);
        const QByteArray layout = laidOut(json);
        QCOMPARE(withoutBlanks(layout), withoutBlanks(json));
        QCOMPARE(laidOut(layout), layout);
    }
}

void JsonLayoutTest::mistakesNameTheirPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const auto row = [](const char* json, int offset, int line, int column) {
        QTest::newRow(json) << QByteArray(json) << offset << line << column;
    };
    row("", 0, 1, 1);
    row(" ", 1, 1, 2);
    row("[1,]", 3, 1, 4);
    row("[,1]", 1, 1, 2);
    row("[1 2]", 3, 1, 4);
    row("[1", 2, 1, 3);
    row("[1}", 2, 1, 3);
    row("{\"a\":1,}", 7, 1, 8);
    row("{\"a\" 1}", 5, 1, 6);
    row("{a:1}", 1, 1, 2);
    row("{\"a\":}", 5, 1, 6);
    row("{\"a\":1]", 6, 1, 7);
    row("{\n \"\xc3\xa9\": x}", 9, 2, 7);
    row("\xef\xbb\xbf[x]", 4, 1, 2);
    row("[]\n[]", 3, 2, 1);
    row("01", 1, 1, 2);
    row("-", 1, 1, 2);
    row("1.", 2, 1, 3);
    row("1e", 2, 1, 3);
    row(".5", 0, 1, 1);
    row("+1", 0, 1, 1);
    row("NaN", 0, 1, 1);
    row("nul", 0, 1, 1);
    row("truer", 4, 1, 5);
    row("'a'", 0, 1, 1);
    row("\"a", 2, 1, 3);
    row("\"a\nb\"", 2, 1, 3);
    row("\"a\\qb\"", 2, 1, 3);
    row("\"\\u12g4\"", 1, 1, 2);
    row("\"\\u123\"", 1, 1, 2);
    row("\"\\", 1, 1, 2);
    row("[1] // no", 4, 1, 5);
}

void JsonLayoutTest::mistakesNameTheirPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(int, offset);
    QFETCH(int, line);
    QFETCH(int, column);
    const auto result = layOutJson(json);
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::Invalid);
    QCOMPARE(result.error().offset, qint64(offset));
    QCOMPARE(result.error().line, qint64(line));
    QCOMPARE(result.error().column, qint64(column));
    QVERIFY(result.error().detail.startsWith(u"line %1, column %2: "_s.arg(line).arg(column)));
}

void JsonLayoutTest::everyCutOfATextIsAMistake()
{
    const QByteArray json = R"({"a":[1.5e3,"x\u0041",{"b":null}],"c":false})";
    QVERIFY(layOutJson(json));
    for (qsizetype size = 0; size < json.size(); ++size)
        QVERIFY2(!layOutJson(json.first(size)), qPrintable(QString::number(size)));
}

void JsonLayoutTest::brokenUtf8IsFound_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char* bytes :
        { "\xff", "\xc3", "\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\x98" })
        QTest::newRow(QByteArray(bytes).toHex().constData()) << QByteArray(bytes);
}

void JsonLayoutTest::brokenUtf8IsFound()
{
    QFETCH(QByteArray, bytes);
    const QByteArray json = "[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\",\"" + bytes + "\"]";
    const auto result = layOutJson(json);
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::InvalidUtf8);
    QCOMPARE(result.error().offset, qint64(14));
    QCOMPARE(result.error().column, qint64(9));
}

void JsonLayoutTest::depthHasALimit()
{
    const auto nested = [](int depth) { return QByteArray(QByteArray(depth, '[') + QByteArray(depth, ']')); };
    QVERIFY(layOutJson(nested(1000)));
    const auto result = layOutJson(nested(1001));
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::TooDeep);
    QCOMPARE(result.error().offset, qint64(1000));
    QVERIFY(!layOutJson(QByteArray(10'000'000, '[')));
}

void JsonLayoutTest::inputHasALimit()
{
    JsonLayoutLimits limits;
    limits.maxInput = 3;
    QCOMPARE(laidOut("[1]", limits), "[\n  1\n]");
    const auto result = layOutJson("[1] ", limits);
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::TooLarge);
}

void JsonLayoutTest::outputHasALimit()
{
    JsonLayoutLimits limits;
    limits.maxOutput = 1'000'000;
    const QByteArray json = QByteArray(900, '[') + QByteArray("1,").repeated(10'000) + "1" + QByteArray(900, ']');
    const auto result = layOutJson(json, limits);
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::TooLarge);
}

void JsonLayoutTest::canBeCancelled()
{
    const QByteArray json = "[" + QByteArray("1,").repeated(100'000) + "1]";
    int asked = 0;
    const auto result = layOutJson(json, {}, [&] { return ++asked == 3; });
    QVERIFY(!result);
    QVERIFY(result.error().code == JsonLayoutErrorCode::Cancelled);
    QCOMPARE(asked, 3);
    QVERIFY(layOutJson(json, {}, [] { return false; }));
}

void JsonLayoutTest::anyBytesAreSafe()
{
    QRandomGenerator random(7);
    constexpr char Alphabet[] = "{}[]\",:\\u01e.-tfn \n\xc3\xa9\xff";
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray json;
        for (int length = random.bounded(12); length > 0; --length)
            json += Alphabet[random.bounded(int(sizeof Alphabet - 1))];
        const auto result = layOutJson(json);
        const QJsonDocument document = QJsonDocument::fromJson(json);
        accepted += result ? 1 : 0;
        // What Qt reads as an object or array must be laid out, numbers beyond its range aside
        QVERIFY2(result || document.isNull(), json.toHex().constData());
        QVERIFY(result || (result.error().offset >= 0 && result.error().offset <= json.size()));
    }
    QVERIFY(accepted > 100);
}

QTEST_GUILESS_MAIN(JsonLayoutTest)
#include "tst_jsonlayout.moc"

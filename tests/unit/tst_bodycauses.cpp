// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/mismatches.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

/// Each change of the body on its way gets exactly its code.
class tst_BodyCauses : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void bodyMistake_data();
    void bodyMistake();
};

void tst_BodyCauses::bodyMistake_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("arrived");
    QTest::addColumn<QByteArray>("cause");
    const auto add = [](const char* name, const QByteArray& sent, const QByteArray& arrived, const char* cause) {
        QTest::newRow(name) << sent << arrived << QByteArray(cause);
    };
    const QByteArray indented = "{\n  \"a\": 1,\n  \"b\": [\n    true\n  ],\n  \"c\": {}\n}";
    const QByteArray compact = R"({"a":1,"b":[true],"c":{}})";
    const QByteArray spaced = R"({"a": 1, "b": [true], "c": {}})";
    add("compact made of one indented by 2", indented, compact, "body-reindented");
    add("indented made of a compact one", compact, indented, "body-reindented");
    add("other indentation", indented, replaced(indented, "  ", "\t"), "body-reindented");
    add("compact made of a spaced one", spaced, compact, "body-reserialised");
    add("spaced made of a compact one", compact, spaced, "body-reserialised");
    add("order of keys, sorted", R"({"a":1,"b":{"x":1,"y":2},"c":3,"d":4,"e":5,"f":6})",
        R"({"f":6,"a":1,"e":5,"b":{"y":2,"x":1},"d":4,"c":3})", "body-key-order");
    add("order of keys, any of few", R"({"id":1,"type":2,"data":3,"at":4})", R"({"at":4,"data":3,"id":1,"type":2})",
        "body-key-order");
    add("order of keys in spaced text", R"({"id": 1, "type": 2, "at": 4})", R"({"at": 4, "id": 1, "type": 2})",
        "body-key-order");
    add("one of several keys moved", R"({"h":1,"g":2,"a":3,"c":4,"b":5,"f":6})",
        R"({"g":2,"a":3,"c":4,"h":1,"b":5,"f":6})", "body-key-order");
    add("characters escaped", JsonBody, replaced(replaced(JsonBody, "ë", "\\u00eb"), "ø", "\\u00f8"),
        "body-unicode-escapes");
    add("characters unescaped", R"({"n":"Zo\u00eb \ud83d\ude00"})", R"({"n":"Zoë 😀"})", "body-unicode-escapes");
    add("upper-case escapes", R"({"n":"Zo\u00EB"})", R"({"n":"Zoë"})", "body-unicode-escapes");
    add("slashes escaped", JsonBody, replaced(JsonBody, "/", "\\/"), "body-unicode-escapes");
    add("slashes unescaped", R"({"p":"a\/b"})", R"({"p":"a/b"})", "body-unicode-escapes");
    add("HTML signs escaped", JsonBody,
        replaced(replaced(replaced(JsonBody, "<", "\\u003c"), ">", "\\u003e"), "&", "\\u0026"), "body-unicode-escapes");
    add("line ends of Windows", "a: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "body-crlf");
    add("line ends of Unix", "a: 1\r\nb: 2\r\nc", "a: 1\nb: 2\nc", "body-crlf");
    add("newline added", JsonBody, JsonBody + '\n', "body-trailing-newline");
    add("newline taken off", JsonBody + '\n', JsonBody, "body-trailing-newline");
    add("newline of Windows added", JsonBody, JsonBody + "\r\n", "body-trailing-newline");
    add("UTF-8 made of Latin-1", "name=Zo\xEB", "name=Zoë", "body-charset");
    add("Latin-1 made of UTF-8", "name=Zoë", "name=Zo\xEB", "body-charset");
    add("encoded twice", "name=Zoë", QString::fromLatin1("name=Zoë").toUtf8(), "body-charset");
    add("byte order mark added", JsonBody, "\xEF\xBB\xBF" + JsonBody, "body-charset");
    add("byte order mark taken off", "\xEF\xBB\xBF" + JsonBody, JsonBody, "body-charset");
    add("closing brackets cut off", R"({"a":{"b":[1]}})", R"({"a":{"b":[1]})", "body-truncated");
}

void tst_BodyCauses::bodyMistake()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, arrived);
    QFETCH(QByteArray, cause);
    Sent one = Sent::of(bodyScheme(), BodySecret, sent);
    QCOMPARE(causeOf(one), "valid");
    one.body = arrived;
    QCOMPARE(causeOf(one), cause);
    Sent other = Sent::of(messageScheme(), MessageSecret, sent);
    other.body = arrived;
    QCOMPARE(causeOf(other), cause);
}

QTEST_GUILESS_MAIN(tst_BodyCauses)
#include "tst_bodycauses.moc"

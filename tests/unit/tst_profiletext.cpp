// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/text/profiletext.h"

#include "profile/profilereader.h"
#include "support/signaturevectors.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

/// JSON with ' for ".
QByteArray json(const char* quoted)
{
    return QByteArray(quoted).replace(char(39), char(34));
}

const QByteArray Acme = json("{\n"
                             "  '$schema': 'profile.schema.json',\n"
                             "  'id': 'acme',\n"
                             "  'schemes': [\n"
                             "    {\n"
                             "      'id': 'hmac-sha256',\n"
                             "      'algorithm': 'hmac',\n"
                             "      'signature': {'from': 'header:X-Sign', 'encoding': 'hex'}\n"
                             "    }\n"
                             "  ],\n"
                             "  'delivery': {'timeout_s': 10}\n"
                             "}\n");

QByteArray outcome(const QByteArray& text, const std::optional<TextChange>& change)
{
    return change ? applied(text, *change) : QByteArray("nothing");
}

} // namespace

class tst_ProfileText : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void outlineKnowsWhereAValueStands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("raw");

        QTest::newRow("the whole") << QByteArray(" [1] ") << QByteArray("") << QByteArray("[1]");
        QTest::newRow("a member") << json("{'a': 1, 'b': 'x'}") << QByteArray("/b") << QByteArray("\"x\"");
        QTest::newRow("an element of an array of arrays")
            << QByteArray("[[1,2],[3,-4.5e3]]") << QByteArray("/1/1") << QByteArray("-4.5e3");
        QTest::newRow("of a key that repeats the first")
            << json("{'a': 1, 'a': 2}") << QByteArray("/a") << QByteArray("1");
        QTest::newRow("a key with escapes")
            << json("{'a\\u002fb': 1, 'c\\'d': 2}") << QByteArray("/a~1b") << QByteArray("1");
        QTest::newRow("a key with a quote") << json("{'c\\'d': 2}") << QByteArray("/c\"d") << QByteArray("2");
        QTest::newRow("an empty key") << json("{'': {'': 7}}") << QByteArray("//") << QByteArray("7");
        QTest::newRow("brackets within a string")
            << json("{'a': '}]{[,:', 'b': 1}") << QByteArray("/b") << QByteArray("1");
        QTest::newRow("a quote behind two backslashes")
            << json("{'a': '\\\\', 'b': 1}") << QByteArray("/b") << QByteArray("1");
    }

    void outlineKnowsWhereAValueStands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, raw);

        const JsonOutline outline(text);

        QVERIFY(outline.isWhole());
        const JsonOutline::Node* node = outline.find(pointer);
        QVERIFY(node);
        QCOMPARE(outline.raw(*node), raw);
        QCOMPARE(outline.pointerTo(*node), pointer);
        QCOMPARE(outline.at(node->begin), outline.at(node->end));
    }

    void pointerThatLeadsToNothingGivesTheNearestAround()
    {
        const JsonOutline outline(Acme);

        QVERIFY(!outline.find("/schemes/0/hash"));
        QVERIFY(!outline.find("/schemes/00"));
        QVERIFY(!outline.find("schemes"));
        QCOMPARE(outline.pointerTo(*outline.nearest("/schemes/0/hash/x")), QByteArray("/schemes/0"));
        QCOMPARE(outline.pointerTo(*outline.nearest("/nothing")), QByteArray());
    }

    void brokenTextIsReadUpToItsFault_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("values");

        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("blanks") << QByteArray(" \n ") << 0;
        QTest::newRow("a closing bracket") << QByteArray("}") << 0;
        QTest::newRow("an object that does not end") << json("{'a': 1, 'b'") << 2;
        QTest::newRow("a string that does not end") << json("{'a': 'x") << 2;
        QTest::newRow("a string that ends in a backslash") << QByteArray("[\"x\\") << 2;
        QTest::newRow("no colon") << json("{'a' 1}") << 1;
        QTest::newRow("no value") << json("{'a': }") << 1;
        QTest::newRow("a comma too many") << QByteArray("[1,]") << 2;
        QTest::newRow("no comma") << QByteArray("[1 2]") << 2;
        QTest::newRow("two values") << QByteArray("1 2") << 1;
        QTest::newRow("wrong closing bracket") << QByteArray("[1}") << 2;
        QTest::newRow("a NUL") << QByteArray("[1,\0]", 5) << 3;
        QTest::newRow("no UTF-8 in a key") << QByteArray("{\"\xff\": 1") << 2;
    }

    void brokenTextIsReadUpToItsFault()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, values);

        const JsonOutline outline(text);

        if (qstrcmp(QTest::currentDataTag(), "a NUL") != 0)
            QVERIFY(!outline.isWhole());
        QCOMPARE(static_cast<int>(outline.nodes().size()), values);
        for (const JsonOutline::Node& node : outline.nodes())
            QVERIFY(node.begin <= node.end && node.end <= text.size());
        for (qsizetype i = -1; i <= text.size() + 1; ++i)
            outline.at(i);
    }

    void depthHasALimit()
    {
        const auto nested = [](int depth) { return QByteArray(QByteArray(depth, '[') + QByteArray(depth, ']')); };

        QVERIFY(JsonOutline(nested(64)).isWhole());
        const JsonOutline tooDeep(nested(65));
        QVERIFY(!tooDeep.isWhole());
        QCOMPARE(tooDeep.nodes().size(), 65);
        QVERIFY(!JsonOutline(QByteArray(1000000, '[')).isWhole());
        QVERIFY(!withValue(tooDeep, "/0", "1"));
    }

    void countHasALimit()
    {
        const auto flat = [](int count) { return QByteArray('[' + QByteArray("0,").repeated(count - 1) + "0]"); };

        QVERIFY(JsonOutline(flat(99999)).isWhole());
        QVERIFY(!JsonOutline(flat(100000)).isWhole());
    }

    void anyBytesAreSafe()
    {
        const QByteArray alphabet("{}[]\",:\\ u0a\n\xff");
        quint32 seed = 20261124;
        for (int round = 0; round < 20000; ++round) {
            QByteArray text;
            seed = seed * 1664525 + 1013904223;
            for (quint32 i = 0, length = seed >> 27; i < length; ++i) {
                seed = seed * 1664525 + 1013904223;
                text += alphabet.at((seed >> 16) % static_cast<quint32>(alphabet.size()));
            }
            const JsonOutline outline(text);
            for (const JsonOutline::Node& node : outline.nodes()) {
                const QByteArray pointer = outline.pointerTo(node);
                QVERIFY2(outline.nearest(pointer), text.constData());
                if (const auto change = withoutValue(outline, pointer))
                    QVERIFY2(JsonOutline(applied(text, *change)).isWhole(), text.constData());
                if (const auto change = withValue(outline, pointer, "{}"))
                    QVERIFY2(JsonOutline(applied(text, *change)).isWhole(), text.constData());
            }
        }
    }

    void changesOnlyTheValue_data()
    {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("now");

        const auto row
            = [](const char* name, const char* pointer, const char* value, const char* old, const char* now) {
                  QTest::newRow(name) << QByteArray(pointer) << QByteArray(value) << QByteArray(old) << QByteArray(now);
              };
        row("a string", "/id", "\"other\"", "\"acme\"", "\"other\"");
        row("a number deep inside", "/delivery/timeout_s", "5", "10", "5");
        row("a new key where the manual lists it", "/schemes/0/hash", "\"sha1\"", "\"hmac\",\n",
            "\"hmac\",\n      \"hash\": \"sha1\",\n");
        row("a new key in a line", "/schemes/0/signature/prefix", "\"v=\"", "\"header:X-Sign\", ",
            "\"header:X-Sign\", \"prefix\": \"v=\", ");
        row("a new key of the file behind the ones before it", "/name", "\"Acme\"", "\"acme\",\n",
            "\"acme\",\n  \"name\": \"Acme\",\n");
        row("with the object around it", "/event/id", "\"json:/id\"", "\n  ],\n",
            "\n  ],\n  \"event\": {\"id\": \"json:/id\"},\n");
        row("an unknown key at the end", "/x-own", "1", "{\"timeout_s\": 10}", "{\"timeout_s\": 10},\n  \"x-own\": 1");
        row("an element behind the last", "/schemes/1", "{\n  \"id\": \"b\"\n}", "\n    }\n",
            "\n    },\n    {\n      \"id\": \"b\"\n    }\n");
    }

    void changesOnlyTheValue()
    {
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, now);
        QCOMPARE(QByteArray(Acme).count(old), 1);

        const QByteArray changed = outcome(Acme, withValue(JsonOutline(Acme), pointer, value));

        QCOMPARE(changed, QByteArray(Acme).replace(old, now));
        QVERIFY(JsonOutline(changed).find(pointer));
    }

    void keepsTheSchemaInFront()
    {
        const QByteArray text = "{\n  \"$schema\": \"x\",\n  \"name\": \"Acme\"\n}\n";

        QCOMPARE(outcome(text, withValue(JsonOutline(text), "/id", "\"a\"")),
            QByteArray("{\n  \"$schema\": \"x\",\n  \"id\": \"a\",\n  \"name\": \"Acme\"\n}\n"));
        QCOMPARE(outcome("{}", withValue(JsonOutline("{}"), "/id", "\"a\"")), QByteArray("{\n  \"id\": \"a\"\n}"));
    }

    void refusesPlacesThatThereAreNot_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pointer");

        QTest::newRow("no pointer") << QByteArray(Acme) << QByteArray("id");
        QTest::newRow("within a string") << QByteArray(Acme) << QByteArray("/id/x");
        QTest::newRow("an element far behind the last") << QByteArray(Acme) << QByteArray("/schemes/2");
        QTest::newRow("a key of an array") << QByteArray(Acme) << QByteArray("/schemes/x");
        QTest::newRow("a text that is broken") << QByteArray("{\"id\": \"a\",}") << QByteArray("/id");
        QTest::newRow("no text") << QByteArray() << QByteArray("/id");
    }

    void refusesPlacesThatThereAreNot()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pointer);

        const JsonOutline outline(text);

        QVERIFY(!withValue(outline, pointer, "1"));
        QVERIFY(!withoutValue(outline, pointer));
    }

    void takesAValueAwayWithItsComma_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("left");

        QTest::newRow("the first") << json("{'a': 1, 'b': 2}") << QByteArray("/a") << json("{'b': 2}");
        QTest::newRow("the last") << QByteArray("[1,\n 2\n]") << QByteArray("/1") << QByteArray("[1\n]");
        QTest::newRow("the one between") << QByteArray("[1, 2, 3]") << QByteArray("/1") << QByteArray("[1, 3]");
        QTest::newRow("the only one") << QByteArray("{\n \"a\": 1\n}") << QByteArray("/a") << QByteArray("{}");
        QTest::newRow("the first of a key that repeats")
            << json("{'a': 1, 'a': 2}") << QByteArray("/a") << json("{'a': 2}");
        QTest::newRow("but not the whole") << QByteArray("[]") << QByteArray("") << QByteArray("nothing");
    }

    void takesAValueAwayWithItsComma()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, left);

        QCOMPARE(outcome(text, withoutValue(JsonOutline(text), pointer)), left);
    }

    void stringsAreOneOrSeveral_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("strings");
        QTest::addColumn<QByteArray>("now");

        QTest::newRow("one stays alone") << json("{'a': 'x'}") << QByteArrayList { "y" } << json("{'a': 'y'}");
        QTest::newRow("two make an array")
            << json("{'a': 'x'}") << QByteArrayList { "x", "y" } << json("{'a': ['x', 'y']}");
        QTest::newRow("none") << json("{'a': 'x', 'b': 1}") << QByteArrayList() << json("{'b': 1}");
        QTest::newRow("one of several differs")
            << QByteArray("{\"a\": [\"x\",\n\"y\",  \"z\"]}") << QByteArrayList { "x", "q", "z" }
            << QByteArray("{\"a\": [\"x\",\n\"q\",  \"z\"]}");
        QTest::newRow("one more") << QByteArray("{\"a\": [\n  \"x\"\n]}") << QByteArrayList { "x", "y" }
                                  << QByteArray("{\"a\": [\n  \"x\",\n  \"y\"\n]}");
        QTest::newRow("one less") << json("{'a': ['x', 'y' , 'z']}") << QByteArrayList { "x", "z" }
                                  << json("{'a': ['x', 'z']}");
        QTest::newRow("others") << json("{'a': ['x', 'y']}") << QByteArrayList { "1", "2", "3", "4" }
                                << json("{'a': ['1', '2', '3', '4']}");
        QTest::newRow("an array of something else")
            << json("{'a': [1]}") << QByteArrayList { "x" } << json("{'a': 'x'}");
        QTest::newRow("quotes and control characters")
            << json("{'a': 'x'}") << QByteArrayList { "\"\\\n" } << json("{'a': '\\'\\\\\\n'}");
    }

    void stringsAreOneOrSeveral()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, strings);
        QFETCH(QByteArray, now);

        const QByteArray changed = outcome(text, withStrings(JsonOutline(text), "/a", strings));

        QCOMPARE(changed, now);
        QCOMPARE(stringsAt(JsonOutline(changed), "/a"), strings);
    }

    void everyShippedProfileKeepsItsTextWhenAValueIsSetAnew()
    {
        const QStringList files = QDir(u":/profiles"_s).entryList({ u"*.json"_s });
        QVERIFY(files.size() > 100);
        for (const QString& file : files) {
            const QByteArray text = fileContent(u":/profiles/"_s + file);
            const JsonOutline outline(text);
            QVERIFY2(outline.isWhole(), qPrintable(file));
            const QByteArray id = *outline.string("/id");
            const auto change = withValue(outline, "/id", quotedJson(id));
            QCOMPARE(outcome(text, change), text);
            const QByteArray renamed = outcome(text, withValue(outline, "/id", "\"another\""));
            QVERIFY2(readProfile(renamed, file), qPrintable(file));
            const QByteArray noted = outcome(text, withValue(outline, "/notes", "\"Noted.\""));
            QVERIFY2(readProfile(noted, file), noted.constData());
        }
    }
};

QTEST_GUILESS_MAIN(tst_ProfileText)
#include "tst_profiletext.moc"

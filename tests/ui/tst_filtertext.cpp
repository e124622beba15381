// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtertext.h"

#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestFilterText : public QObject {
    Q_OBJECT

private slots:
    void putsTermsBesideWhatIsThere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("term");
        QTest::addColumn<QString>("result");

        const QString term = u"sig:valid"_s;
        QTest::newRow("empty") << u""_s << term << u"sig:valid"_s;
        QTest::newRow("another field") << u"status:500"_s << term << u"status:500 sig:valid"_s;
        QTest::newRow("the same field") << u"sig:mismatch"_s << term << u"sig:valid"_s;
        QTest::newRow("in its place") << u"a sig:mismatch b"_s << term << u"a sig:valid b"_s;
        QTest::newRow("in capitals") << u"SIG:mismatch b"_s << term << u"sig:valid b"_s;
        QTest::newRow("twice") << u"sig:missing sig:mismatch b"_s << term << u"sig:valid b"_s;
        QTest::newRow("with an and") << u"a and sig:mismatch and b"_s << term << u"a and sig:valid and b"_s;
        QTest::newRow("either") << u"status:500 or is:pinned"_s << term << u"(status:500 or is:pinned) sig:valid"_s;
        QTest::newRow("within a group it stays")
            << u"(sig:mismatch or a) b"_s << term << u"(sig:mismatch or a) b sig:valid"_s;
        QTest::newRow("a negation stays") << u"-sig:mismatch"_s << term << u"-sig:mismatch sig:valid"_s;
        QTest::newRow("in quotes it is text") << u"\"sig:mismatch\""_s << term << u"\"sig:mismatch\" sig:valid"_s;
        QTest::newRow("text in quotes is kept")
            << u"\"two  words\" sig:mismatch"_s << term << u"\"two  words\" sig:valid"_s;
        QTest::newRow("the same header") << u"header.a:1 header.b:2"_s << u"header.a:3"_s << u"header.a:3 header.b:2"_s;
    }

    void putsTermsBesideWhatIsThere()
    {
        QFETCH(QString, text);
        QFETCH(QString, term);
        QFETCH(QString, result);

        QCOMPARE(withTerm(text, term), result);
        QVERIFY(readFilter(result, {}));
    }

    void whatIsWrongIsReplacedAsAWhole() { QCOMPARE(withTerm(u"((("_s, u"sig:valid"_s), u"sig:valid"_s); }

    void insertsAWordOfItsOwn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("value");

        QTest::newRow("empty") << u""_s << 0 << u"status:5xx"_s << u"5xx"_s;
        QTest::newRow("at the end") << u"a"_s << 1 << u"a status:5xx"_s << u"5xx"_s;
        QTest::newRow("behind a blank") << u"a "_s << 2 << u"a status:5xx"_s << u"5xx"_s;
        QTest::newRow("at the begin") << u"a"_s << 0 << u"status:5xx a"_s << u"5xx"_s;
        QTest::newRow("within a word") << u"ab"_s << 1 << u"a status:5xx b"_s << u"5xx"_s;
        QTest::newRow("in parentheses") << u"()"_s << 1 << u"(status:5xx)"_s << u"5xx"_s;
        QTest::newRow("behind a minus") << u"a -"_s << 3 << u"a -status:5xx"_s << u"5xx"_s;
        QTest::newRow("beyond the end") << u"a"_s << 7 << u"a status:5xx"_s << u"5xx"_s;
    }

    void insertsAWordOfItsOwn()
    {
        QFETCH(QString, text);
        QFETCH(int, at);
        QFETCH(QString, result);
        QFETCH(QString, value);

        const InsertedTerm inserted = withInserted(text, at, u"status:5xx"_s);

        QCOMPARE(inserted.text, result);
        QCOMPARE(inserted.text.mid(inserted.valueAt, inserted.valueLength), value);
    }

    void tellsWhatMayStillBecomeRight_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isUnfinished");

        QTest::newRow("no value yet") << u"status:"_s << true;
        QTest::newRow("half a value") << u"sig:val"_s << true;
        QTest::newRow("half a comparison") << u"size:>"_s << true;
        QTest::newRow("behind or") << u"a or "_s << true;
        QTest::newRow("an open group") << u"(a"_s << true;
        QTest::newRow("an open quote") << u"\"a"_s << true;
        QTest::newRow("half an escape") << u"\"\\"_s << true;
        QTest::newRow("a name that was left out") << u"header:"_s << false;
        QTest::newRow("a wrong value before the end") << u"sig:val a"_s << false;
        QTest::newRow("no such field") << u"sog:valid"_s << false;
        QTest::newRow("a group that was not opened") << u"a)"_s << false;
        QTest::newRow("known to nobody") << u"is:retry"_s << false;
    }

    void tellsWhatMayStillBecomeRight()
    {
        QFETCH(QString, text);
        QFETCH(bool, isUnfinished);
        const auto filter = readFilter(text, {});

        QVERIFY(!filter);
        QCOMPARE(hookloupe::isUnfinished(filter.error(), text), isUnfinished);
    }
};

QTEST_GUILESS_MAIN(TestFilterText)
#include "tst_filtertext.moc"

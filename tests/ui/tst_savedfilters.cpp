// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/savedfilters.h"
#include "settings/settingsstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    QTemporaryDir folder;
    SettingsStore settings { folder.filePath(u"settings.ini"_s) };
    SavedFilters filters { settings };

    QString names() const
    {
        QStringList all;
        for (const SavedFilter& filter : filters.all())
            all << filter.name;
        return all.join(u'|');
    }
};

} // namespace

class TestSavedFilters : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsThemByNameOverAStart()
    {
        Fixture f;
        QVERIFY(f.filters.save({ u"failed"_s, u"status:5xx"_s }));
        QVERIFY(f.filters.save({ u" Charges \n of today "_s, u" event:charge.* time:today "_s }));

        SettingsStore again(f.folder.filePath(u"settings.ini"_s));
        const std::vector<SavedFilter> all = SavedFilters(again).all();

        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0], (SavedFilter { u"Charges of today"_s, u"event:charge.* time:today"_s }));
        QCOMPARE(all[1], (SavedFilter { u"failed"_s, u"status:5xx"_s }));
    }

    void theSameNameReplaces()
    {
        Fixture f;
        QVERIFY(f.filters.save({ u"failed"_s, u"status:5xx"_s }));
        QVERIFY(f.filters.has(u"FAILED"_s));
        QVERIFY(f.filters.save({ u"Failed"_s, u"status:>=400"_s }));

        QCOMPARE(f.names(), u"Failed"_s);
        QCOMPARE(f.filters.all().front().text, u"status:>=400"_s);
    }

    void renamesAndDeletes()
    {
        Fixture f;
        QVERIFY(f.filters.save({ u"a"_s, u"x"_s }));
        QVERIFY(f.filters.save({ u"b"_s, u"y"_s }));

        QVERIFY(!f.filters.rename(u"a"_s, u"B"_s));
        QVERIFY(!f.filters.rename(u"a"_s, u"  "_s));
        QVERIFY(!f.filters.rename(u"c"_s, u"d"_s));
        QVERIFY(f.filters.rename(u"a"_s, u"A"_s));
        QVERIFY(f.filters.rename(u"A"_s, u"z"_s));
        QCOMPARE(f.names(), u"b|z"_s);
        f.filters.remove(u"b"_s);
        QCOMPARE(f.names(), u"z"_s);
    }

    void refusesWhatIsTooMuch()
    {
        Fixture f;
        QVERIFY(f.filters.save({ QString(SavedFilter::MaxName, u'n'), QString(SavedFilter::MaxText, u't') }));
        QVERIFY(!f.filters.save({ QString(SavedFilter::MaxName + 1, u'n'), u"t"_s }));
        QVERIFY(!f.filters.save({ u"n"_s, QString(SavedFilter::MaxText + 1, u't') }));
        QVERIFY(!f.filters.save({ u"n"_s, u"  "_s }));
        QVERIFY(!f.filters.save({ u"\t"_s, u"t"_s }));
        for (std::size_t i = 1; i < SavedFilters::MaxFilters; ++i)
            QVERIFY(f.filters.save({ QString::number(i), u"t"_s }));
        QVERIFY(f.filters.isFull());
        QVERIFY(!f.filters.save({ u"one more"_s, u"t"_s }));
        QVERIFY(f.filters.save({ u"1"_s, u"changed"_s }));
        QCOMPARE(f.filters.all().size(), SavedFilters::MaxFilters);
    }

    void leavesOutWhatIsNone_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("names");

        QString many = u"["_s;
        for (int i = 0; i < 60; ++i)
            many += u"{\"name\":\"%1\",\"text\":\"t\"},"_s.arg(i, 2, 10, QChar(u'0'));
        many.back() = u']';
        QStringList kept;
        for (int i = 0; i < 50; ++i)
            kept << u"%1"_s.arg(i, 2, 10, QChar(u'0'));
        QTest::newRow("no JSON") << u"hello"_s << u""_s;
        QTest::newRow("no list") << u"{\"name\":\"a\",\"text\":\"t\"}"_s << u""_s;
        QTest::newRow("entries of other kinds")
            << u"[1,\"x\",null,{\"name\":\"a\",\"text\":\"t\"},{\"name\":2,\"text\":\"t\"},{\"name\":\"b\"}]"_s
            << u"a"_s;
        QTest::newRow("a name twice") << u"[{\"name\":\"a\",\"text\":\"t\"},{\"name\":\"A\",\"text\":\"u\"}]"_s
                                      << u"a"_s;
        QTest::newRow("control characters in a name")
            << u"[{\"name\":\"a\\u0000\\u001bb\",\"text\":\"t\"}]"_s << u"a b"_s;
        QTest::newRow("a text that is no filter") << u"[{\"name\":\"a\",\"text\":\"((\"}]"_s << u"a"_s;
        QTest::newRow("too many") << many << kept.join(u'|');
        QTest::newRow("too long a name") << u"[{\"name\":\"%1\",\"text\":\"t\"}]"_s.arg(QString(61, u'n')) << u""_s;
        QTest::newRow("far too much") << QString(u"[{\"name\":\"a\",\"text\":\"t\"}"_s + QString(3 << 20, u' ') + u']')
                                      << u""_s;
    }

    void leavesOutWhatIsNone()
    {
        QFETCH(QString, stored);
        QFETCH(QString, names);
        Fixture f;
        f.settings.set(setting::SavedFilters, stored);

        QCOMPARE(f.names(), names);
        QVERIFY(f.filters.save({ names.left(2).isEmpty() ? u"new"_s : f.filters.all().front().name, u"t"_s }));
    }
};

QTEST_GUILESS_MAIN(TestSavedFilters)
#include "tst_savedfilters.moc"

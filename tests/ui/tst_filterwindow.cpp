// SPDX-License-Identifier: GPL-3.0-or-later
// The filter in the whole window: over the wire, into the session, and into the table.
#include "filter/filterbar.h"
#include "ui/windowfixture.h"
#include "windows/sessioncommands.h"

#include <QAbstractButton>
#include <QDialog>
#include <QLineEdit>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

QString paths(const WindowFixture& f)
{
    QStringList all;
    for (int row = 0; row < f.rows(); ++row)
        all << f.table()->model()->index(row, PathColumn).data().toString();
    return all.join(u' ');
}

void startWith(const WindowFixture& f, const QList<QByteArray>& bodies)
{
    const_cast<WindowFixture&>(f).start();
    QTRY_VERIFY(f.engine->isListening());
    for (qsizetype i = 0; i < bodies.size(); ++i)
        QVERIFY(f.post("/" + QByteArray::number(i), bodies[i]).startsWith("HTTP/1.1 200"));
    QTRY_COMPARE(f.rows(), static_cast<int>(bodies.size()));
}

} // namespace

class TestFilterWindow : public QObject {
    Q_OBJECT

private slots:
    void looksIntoBodiesThatAreThereAndThatCome()
    {
        WindowFixture f;
        startWith(f, { "{\"kind\":\"charge\"}", "{\"kind\":\"refund\"}" });
        auto* field = f.child<QLineEdit>("filterField");

        field->setText(u"json.kind:refund"_s);
        QTRY_COMPARE(paths(f), u"/1"_s);
        QTRY_COMPARE(f.status("filterCounts"), u"1 of 2"_s);
        f.post("/2", "{\"kind\":\"refund\"}");
        f.post("/3", "{\"kind\":\"charge\"}");
        QTRY_COMPARE(f.status("filterCounts"), u"2 of 4"_s);
        QCOMPARE(paths(f), u"/1 /2"_s);
        f.child<FilterBar>("filterBar")->setTerm(u"status:5xx"_s);
        QTRY_COMPARE(f.empty()->title(), u"0 of 4 match"_s);
        f.child<QAbstractButton>("emptyPrimary")->click();
        QTRY_COMPARE(f.rows(), 4);
    }

    void anInvalidTextKeepsWhatIsShown()
    {
        WindowFixture f;
        startWith(f, { "a", "b" });
        auto* field = f.child<QLineEdit>("filterField");
        field->setText(u"body:b"_s);
        QTRY_COMPARE(paths(f), u"/1"_s);

        field->setText(u"body:b is:"_s);
        QTest::keyClick(field, Qt::Key_Return);

        QCOMPARE(paths(f), u"/1"_s);
        QVERIFY(isShown(f.child<QWidget>("filterState")));
        QCOMPARE(f.status("filterInForce"), u"Still in force: body:b"_s);
        f.post("/2", "b");
        QTRY_COMPARE(paths(f), u"/1 /2"_s);
    }

    void keepsTheSelectionThroughASearch()
    {
        WindowFixture f;
        startWith(f, { "a", "b", "ab" });
        f.table()->select({ 2 });
        f.child<QLineEdit>("filterField")->setText(u"body:b"_s);
        QTRY_COMPARE(paths(f), u"/1 /2"_s);
        QCOMPARE(f.table()->currentId(), DeliveryId { 2 });
        f.child<QLineEdit>("filterField")->setText(u"body:a"_s);
        QTRY_COMPARE(paths(f), u"/0 /2"_s);
        QCOMPARE(f.table()->currentId(), DeliveryId {});
    }

    void removedRowsComeBackIntoTheFilter()
    {
        WindowFixture f;
        startWith(f, { "a", "b", "ab" });
        f.child<QLineEdit>("filterField")->setText(u"body:a"_s);
        QTRY_COMPARE(paths(f), u"/0 /2"_s);
        f.table()->select({ 3 });
        f.action("removeAction")->trigger();
        QCOMPARE(paths(f), u"/0"_s);
        f.child<QWidget>("messageStrip")->findChild<QAbstractButton*>(u"messageAction"_s)->click();
        QTRY_COMPARE(paths(f), u"/0 /2"_s);

        f.table()->select({ 1 });
        f.action("pinAction")->trigger();
        f.child<QLineEdit>("filterField")->setText(u"body:a is:pinned"_s);
        QTRY_COMPARE(paths(f), u"/0"_s);
        f.table()->select({ 1 });
        f.action("pinAction")->trigger();
        QTRY_COMPARE(f.empty()->title(), u"0 of 3 match"_s);
    }

    void anotherSessionBeginsWithoutAFilter()
    {
        WindowFixture f;
        startWith(f, { "a", "b" });
        f.child<QLineEdit>("filterField")->setText(u"body:b"_s);
        QTRY_COMPARE(paths(f), u"/1"_s);

        f.window->sessions().open(f.folder.filePath(u"two.hookloupe"_s));
        QTRY_COMPARE(f.rows(), 0);
        QVERIFY(f.child<QLineEdit>("filterField")->text().isEmpty());
        f.post("/x", "a");
        QTRY_COMPARE(paths(f), u"/x"_s);
    }

    void followsASessionThatAnotherProgramWrites()
    {
        WindowFixture writer;
        startWith(writer, { "a", "b" });
        WindowFixture reader;
        reader.window->start(writer.folder.filePath(u"one.hookloupe"_s));
        QTRY_COMPARE(reader.rows(), 2);
        reader.child<QLineEdit>("filterField")->setText(u"body:b"_s);
        QTRY_COMPARE(paths(reader), u"/1"_s);

        writer.post("/2", "b");
        writer.post("/3", "a");

        QTRY_COMPARE(reader.status("filterCounts"), u"2 of 4"_s);
        QCOMPARE(paths(reader), u"/1 /2"_s);
    }

    void theTableOfFieldsOpensFromMenuAndField()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        QVERIFY(!f.action("filterHelpAction")->isEnabled());
        f.post("/a");
        QTRY_COMPARE(f.rows(), 1);
        QVERIFY(f.action("filterHelpAction")->isEnabled());
        QCOMPARE(f.action("filterHelpAction")->shortcut(), QKeySequence(u"Ctrl+Shift+F"_s));
        f.action("filterHelpAction")->trigger();
        auto* help = f.child<QDialog>("filterHelp");
        QVERIFY(isShown(help));
        help->reject();
        QTRY_VERIFY(!f.child<QDialog>("filterHelp"));

        f.window->activateWindow();
        f.action("filterAction")->trigger();
        QTRY_VERIFY(f.child<QLineEdit>("filterField")->hasFocus());
        QTest::keyClick(f.child<QLineEdit>("filterField"), Qt::Key_F1);
        QTRY_VERIFY(isShown(f.child<QDialog>("filterHelp")));
    }
};

QTEST_MAIN(TestFilterWindow)
#include "tst_filterwindow.moc"

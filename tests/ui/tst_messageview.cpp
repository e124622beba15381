// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagelistfixture.h"
#include "ui/windowfixture.h"
#include "widgets/segmentedswitch.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace hookloupe;
using namespace hookloupe::test;

namespace {

struct List {
    List()
    {
        view.resize(700, 300);
        view.show();
        view.list().setByMessage(true);
    }
    QString lines() const { return test::lines(view.list()); }
    int row() const { return view.currentIndex().row(); }
    DeliveryId seenAtTheTop() const { return view.list().idAt(view.rowAt(2)); }
    /// Messages of one delivery each.
    void fill(qint64 firstId, int count)
    {
        std::vector<DeliverySummary> batch;
        for (qint64 id = firstId; id < firstId + count; ++id)
            batch.push_back(delivery(id, id));
        model.append(batch);
    }
    QAbstractButton* pill() const { return view.findChild<QAbstractButton*>(u"newBelowPill"_s); }
    bool isAtEnd() const { return view.verticalScrollBar()->value() == view.verticalScrollBar()->maximum(); }

    DeliveryTableModel model;
    DeliveryTableView view { model };
};

/// Makes the deliveries of the window attempts of the first one.
void makeOneMessage(const WindowFixture& f)
{
    std::vector<std::pair<DeliveryId, AttemptSummary>> attempts;
    for (int row = 0; row < f.rows(); ++row) {
        AttemptSummary attempt;
        attempt.message = { 1 };
        attempt.attempt = row + 1;
        attempts.emplace_back(f.table()->list().idAt(row), attempt);
    }
    f.table()->list().source().updateAttempts(attempts);
}

} // namespace

class TestMessageView : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support raise)"_s)); }

    void unfoldsAndFoldsByKeys()
    {
        List list;
        list.model.append({ delivery(1, 1, 503), delivery(2, 2), delivery(3, 1), delivery(4, 4) });
        list.view.select({ 3 });
        QCOMPARE(list.lines(), u"2 3x2 4"_s);

        QTest::keyClick(&list.view, Qt::Key_Right);
        QCOMPARE(list.lines(), u"2 3x2 .1 .3 4"_s);
        QCOMPARE(list.row(), 1);
        QTest::keyClick(&list.view, Qt::Key_Right);
        QCOMPARE(list.view.currentId(), DeliveryId { 1 });
        QTest::keyClick(&list.view, Qt::Key_Left);
        QCOMPARE(list.row(), 1);
        QTest::keyClick(&list.view, Qt::Key_Left);
        QCOMPARE(list.lines(), u"2 3x2 4"_s);
        QTest::keyClick(&list.view, Qt::Key_Space);
        QCOMPARE(list.lines(), u"2 3x2 .1 .3 4"_s);
        QTest::keyClick(&list.view, Qt::Key_Minus);
        QCOMPARE(list.lines(), u"2 3x2 4"_s);
        QTest::keyClick(&list.view, Qt::Key_Plus);
        QTest::keyClick(&list.view, Qt::Key_J);
        QTest::keyClick(&list.view, Qt::Key_Space);
        QCOMPARE(list.lines(), u"2 3x2 4"_s);
        QCOMPARE(list.row(), 1);
        QTest::keyClick(&list.view, Qt::Key_Asterisk);
        QCOMPARE(list.lines(), u"2 3x2 .1 .3 4"_s);
    }

    void aFlatListKeepsItsKeys()
    {
        List list;
        list.view.list().setByMessage(false);
        list.model.append({ delivery(1, 1), delivery(2, 1) });
        list.view.select({ 1 });
        const int column = list.view.currentIndex().column();
        QTest::keyClick(&list.view, Qt::Key_Right);

        QVERIFY(list.view.currentIndex().column() != column);
        QCOMPARE(list.lines(), u"1 2"_s);
    }

    void onlyTheSignUnfolds()
    {
        List list;
        list.model.append({ delivery(1, 1), delivery(2, 1) });
        const QRect cell = list.view.visualRect(list.view.list().index(0, PathColumn));
        const QPoint sign(cell.left() + 8, cell.center().y());

        QTest::mouseDClick(list.view.viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(list.lines(), u"2x2"_s);
        QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {}, sign);
        QCOMPARE(list.lines(), u"2x2 .1 .2"_s);
        QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {}, sign);
        QCOMPARE(list.lines(), u"2x2"_s);
    }

    void aSelectedMessageStandsForAllItsDeliveries()
    {
        List list;
        list.model.append({ delivery(1, 1), delivery(2, 2), delivery(3, 1) });
        QSignalSpy current(&list.view, &DeliveryTableView::currentIdChanged);
        list.view.select({ 3 });

        QCOMPARE(current.size(), 1);
        QCOMPARE(current.first().first().value<DeliveryId>(), DeliveryId { 3 });
        QCOMPARE(list.view.selectedIds(), (std::vector<DeliveryId> { { 1 }, { 3 } }));
        QCOMPARE(list.view.selectedMessages(), 1);
        QTest::keyClick(&list.view, Qt::Key_Right);
        QTest::keyClick(&list.view, Qt::Key_Right);
        QCOMPARE(list.view.selectedIds(), std::vector<DeliveryId> { DeliveryId { 1 } });
        QCOMPARE(list.view.selectedMessages(), 0);
    }

    void aNewAttemptStealsNeitherSelectionNorPlace()
    {
        List list;
        list.fill(1, 100);
        QTRY_VERIFY(list.isAtEnd());
        QCoreApplication::processEvents();
        list.view.verticalScrollBar()->setValue(list.view.verticalScrollBar()->maximum() / 2);
        const DeliveryId seen = list.seenAtTheTop();
        const DeliveryId selected { seen.value + 2 };
        list.view.select(selected);
        QSignalSpy current(&list.view, &DeliveryTableView::currentIdChanged);
        list.model.append({ delivery(101, 5), delivery(102, 6), delivery(103, 103) });
        QCOMPARE(list.seenAtTheTop(), seen);
        QCOMPARE(list.pill()->text(), u"\u2193 3 new below"_s);
        list.model.append({ delivery(104, selected.value, 503) });
        QCOMPARE(list.seenAtTheTop(), seen);
        QCOMPARE(list.view.selectedIds(), (std::vector<DeliveryId> { selected, { 104 } }));
        QCOMPARE(list.row(), list.view.list().rowCount() - 1);
        QCOMPARE(current.size(), 0);
        // The line at the top goes itself: what stands below it stays.
        list.model.append({ delivery(105, seen.value) });
        QCOMPARE(list.seenAtTheTop(), DeliveryId { seen.value - 1 });
        QCOMPARE(list.pill()->text(), u"\u2193 5 new below"_s);
    }

    void followsMessagesThatGoToTheEnd()
    {
        List list;
        list.fill(1, 100);
        list.view.followNewest();
        QTRY_VERIFY(list.isAtEnd());
        list.model.append({ delivery(101, 5), delivery(102, 102) });

        QVERIFY(list.isAtEnd());
        QVERIFY(!list.pill()->isVisible());
    }

    void olderPagesAndRemovalsDoNotMoveWhatIsRead()
    {
        List list;
        list.fill(1000, 100);
        list.view.verticalScrollBar()->setValue(600);
        const DeliveryId seen = list.seenAtTheTop();
        list.model.prepend({ delivery(900, 900), delivery(901, 900), delivery(902, 902) });
        QCOMPARE(list.seenAtTheTop(), seen);
        list.model.remove({ { 900 }, { 901 }, { 1000 }, { 1001 } });
        QCOMPARE(list.seenAtTheTop(), seen);
    }

    void aDeliveryThatComesIntoAnotherMessageStaysSelected()
    {
        List list;
        list.model.append({ delivery(5, 5), delivery(6, 6), delivery(7, 7) });
        list.view.select({ 5 });
        QSignalSpy current(&list.view, &DeliveryTableView::currentIdChanged);
        AttemptSummary attempt;
        attempt.message = { 5 };
        attempt.attempt = 2;
        list.model.updateAttempts({ { DeliveryId { 7 }, attempt } });

        QCOMPARE(list.lines(), u"6 7x2"_s);
        QCOMPARE(list.row(), 1);
        QCOMPARE(list.view.selectedIds(), (std::vector<DeliveryId> { { 5 }, { 7 } }));
        QCOMPARE(current.size(), 0);
    }

    void keepsTheSelectionWhenTheListIsSwitched()
    {
        List list;
        list.model.append({ delivery(1, 1), delivery(2, 2), delivery(3, 1), delivery(4, 4) });
        list.view.list().setByMessage(false);
        list.view.select({ 1 });
        QSignalSpy current(&list.view, &DeliveryTableView::currentIdChanged);

        list.view.list().setByMessage(true);
        QCOMPARE(list.row(), 1);
        QCOMPARE(list.view.shownId(), DeliveryId { 1 });
        list.view.list().setByMessage(false);
        QVERIFY(list.row() >= 0);
        QVERIFY(current.size() <= 1);
    }

    void undoBringsTheSelectionBack()
    {
        List list;
        list.model.append({ delivery(1, 1), delivery(2, 2), delivery(3, 1), delivery(4, 4) });
        list.view.select({ 4 });
        DeliveryTableModel::TakenRows taken = list.model.take({ { 1 }, { 3 } });
        QCOMPARE(list.lines(), u"2 4"_s);
        QCOMPARE(list.view.currentId(), DeliveryId { 4 });
        list.model.restore(std::move(taken));

        QTRY_VERIFY(!list.view.list().isArranging());
        QCOMPARE(list.lines(), u"2 3x2 4"_s);
        QCOMPARE(list.view.currentId(), DeliveryId { 4 });
    }

    void speaksALineAndHowItIsFolded()
    {
        List list;
        list.model.append({ delivery(1, 1, 503), delivery(2, 1, 200, 2) });
        list.view.select({ 2 });
        QAccessibleInterface* table = QAccessible::queryAccessibleInterface(&list.view);
        QVERIFY(table && table->tableInterface());
        const auto spoken
            = [&](int row) { return table->tableInterface()->cellAt(row, PathColumn)->text(QAccessible::Name); };

        QVERIFY2(spoken(0).startsWith(u"message of 2 attempts, last answered 200 accepted, worst answered 503"_s),
            qPrintable(spoken(0)));
        QVERIFY(spoken(0).contains(u"folded"_s));
        QTest::keyClick(&list.view, Qt::Key_Right);
        QVERIFY(spoken(0).contains(u"unfolded"_s));
        QVERIFY(spoken(1).startsWith(u"attempt 1 of 2"_s));
    }

    void theSwitchIsRemembered()
    {
        QTemporaryDir folder;
        SettingsStore settings(folder.filePath(u"settings.ini"_s));
        CaptureEngine engine;
        {
            MainWindow window(engine, settings);
            auto* choice = window.findChild<SegmentedSwitch*>(u"listSwitch"_s);
            QCOMPARE(choice->current(), 0);
            choice->button(1)->click();
            QVERIFY(window.findChild<QAction*>(u"byMessageAction"_s)->isChecked());
        }
        MainWindow window(engine, settings);
        QCOMPARE(window.findChild<SegmentedSwitch*>(u"listSwitch"_s)->current(), 1);
        QVERIFY(window.findChild<DeliveryTableView*>()->list().isByMessage());
        window.findChild<QAction*>(u"byMessageAction"_s)->trigger();
        QCOMPARE(window.findChild<SegmentedSwitch*>(u"listSwitch"_s)->current(), 0);
        QVERIFY(!settings.get(setting::ListByMessage));
    }

    void removesAMessageWithAllItsAttemptsAndUndoesIt()
    {
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        f.post("/a");
        f.post("/b");
        QTRY_COMPARE(f.rows(), 2);
        makeOneMessage(f);
        f.post("/c");
        QTRY_COMPARE(f.rows(), 3);
        f.action("byMessageAction")->trigger();
        QTRY_COMPARE(lines(f.table()->list()), u"2x2 3"_s);
        f.table()->select({ 2 });
        QCOMPARE(f.action("removeAction")->text(), u"&Remove 2 Deliveries"_s);

        f.action("removeAction")->trigger();
        QCOMPARE(lines(f.table()->list()), u"3"_s);
        bool isSaid = false;
        for (const QLabel* label : f.window->findChildren<QLabel*>())
            isSaid = isSaid || label->text() == u"1 message and all its attempts removed: 2 deliveries."_s;
        QVERIFY(isSaid);
        for (QAbstractButton* button : f.window->findChildren<QAbstractButton*>()) {
            if (button->text() == u"Undo"_s)
                button->click();
        }
        QTRY_COMPARE(lines(f.table()->list()), u"2x2 3"_s);
    }

    void bracketsGoFromAttemptToAttempt_data()
    {
        QTest::addColumn<bool>("isByMessage");
        QTest::newRow("flat") << false;
        QTest::newRow("by message") << true;
    }

    void bracketsGoFromAttemptToAttempt()
    {
        QFETCH(bool, isByMessage);
        WindowFixture f;
        f.start();
        QTRY_VERIFY(f.engine->isListening());
        for (const char* path : { "/a", "/b", "/c" })
            f.post(path);
        QTRY_COMPARE(f.rows(), 3);
        makeOneMessage(f);
        f.action("byMessageAction")->setChecked(isByMessage);
        QTRY_VERIFY(!f.table()->list().isArranging());
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        f.table()->select({ 3 });
        f.table()->setFocus();

        QTest::keyClick(f.table(), Qt::Key_BracketLeft);
        QCOMPARE(f.table()->currentId(), DeliveryId { 2 });
        QTest::keyClick(f.table(), Qt::Key_BracketLeft);
        QTest::keyClick(f.table(), Qt::Key_BracketLeft);
        QCOMPARE(f.table()->currentId(), DeliveryId { 1 });
        QTest::keyClick(f.table(), Qt::Key_BracketRight);
        QCOMPARE(f.table()->currentId(), DeliveryId { 2 });
    }
};

QTEST_MAIN(TestMessageView)
#include "tst_messageview.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attemptmodel.h"
#include "message/eventorderview.h"
#include "panels/detailpane.h"
#include "response/correctiondialog.h"
#include "support/deliveries.h"
#include "ui/messagepanelfixture.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>
#include <QTimer>

using namespace hookloupe;

class tst_MessagePanel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s)); }

    void tellsTheStory()
    {
        ShownPanel shown(basiqStory());

        QCOMPARE(shown.head(), u"↻\u2002Waiting for attempt 4 of 8\n"_s);
        QCOMPARE(shown.next(), u"↻\u2002Next attempt in 29 min 6 s (documented)"_s);
        QCOMPARE(shown.part<QLabel>("attemptsTitle")->text(), u"Attempts: 3 made, 5 expected"_s);
        QVERIFY(shown.part<QLabel>("timeLineNote")->text().contains(u"logarithm"_s));
        QVERIFY(!shown.part<QLabel>("timeLineNote")->text().contains(u"assumed"_s));
        QCOMPARE(shown.list()->model()->rowCount(), 8);
        QVERIFY(!shown.part<QWidget>("orderView")->isVisible());
        QCOMPARE(shown.part<QLabel>("subscriptionTitle")->text(), u"Subscription, as Basiq most likely sees it"_s);
        const QString subscription = shown.part<SentenceList>("subscriptionLines")->allText();
        QVERIFY2(subscription.contains(u"A message that uses up its attempts disables this subscription (assumed)"_s),
            qPrintable(subscription));
    }

    void drawsTheOrderOfTheEvents()
    {
        ShownPanel shown(redeamStale());
        QSignalSpy wanted(&shown.panel, &MessagePanel::deliveryWanted);
        auto* view = shown.part<EventOrderView>("orderView");

        QVERIFY(view->isVisible());
        QCOMPARE(view->accessibleDescription(), u"1 of 6 events of this resource came too late"_s);
        QVERIFY(shown.part<SentenceList>("orderLines")->allText().contains(u"clock is about 10 min ahead"_s));
        for (int i = 0; i < 6; ++i)
            QVERIFY(view->rect().contains(view->arrivalPoint(i)));
        QTest::mouseClick(view, Qt::LeftButton, {}, view->arrivalPoint(3));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(0).value<DeliveryId>(), DeliveryId { 19 });
    }

    void countsDownWhileItIsLookedAt()
    {
        ShownPanel shown(basiqStory());
        const SystemTime due = shown.story.attempts.back().arrivedAt + 30min;

        shown.now = due - 1s;
        QTRY_COMPARE(shown.next(), u"↻\u2002Next attempt in 1 s (documented)"_s);
        shown.now = due + 1h;
        QTRY_COMPARE(shown.next(), u"!\u2002Next attempt overdue by 60 min (documented)"_s);
        shown.panel.hide();
        shown.now = due - 1min;
        auto* const second = shown.panel.findChild<QTimer*>(u"countDown"_s);
        QVERIFY(second);
        QVERIFY(!second->isActive());
        QCOMPARE(shown.next(), u"!\u2002Next attempt overdue by 60 min (documented)"_s);
        shown.panel.show();
        QCOMPARE(shown.next(), u"↻\u2002Next attempt in 60 s (documented)"_s);
    }

    void tellsWhenThereIsNothingToTell()
    {
        ShownPanel shown({});

        QCOMPARE(shown.head(), u"…\u2002Still reading the session…\n"_s);
        for (const char* const name :
            { "attemptTimeLine", "attemptList", "orderView", "correctSubscription", "messageNext" })
            QVERIFY2(!shown.part<QWidget>(name)->isVisible(), name);
        shown.story = basiqStory();
        shown.panel.refreshStory();
        QVERIFY(shown.line()->isVisible());
        StoryMaker challenge("basiq");
        challenge.attempt(0ms, 200);
        challenge.raw().attempts.back().facts.isEvent = false;
        shown.story = challenge.story();
        shown.tell();
        QVERIFY(shown.head().contains(u"A challenge is no message"_s));
        QVERIFY(!shown.line()->isVisible());
        QVERIFY(!shown.part<QWidget>("correctSubscription")->isVisible());
    }

    void wantsADeliveryByListKeyAndClick()
    {
        ShownPanel shown(basiqStory(), { 520, 900 });
        QSignalSpy wanted(&shown.panel, &MessagePanel::deliveryWanted);
        shown.panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.panel));
        StoryList* const list = shown.list();
        QCOMPARE(list->currentIndex().row(), 2);

        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(0).value<DeliveryId>(), DeliveryId { 7 });
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(wanted.size(), 2);
        QCOMPARE(wanted.at(1).at(0).value<DeliveryId>(), DeliveryId { 8 });
        // What was wanted first comes when the person is already further
        shown.story.selected = { 7 };
        shown.tell();
        QCOMPARE(list->currentIndex().row(), 1);
        shown.story.selected = { 8 };
        shown.tell();
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(5, 0)).center());
        QCOMPARE(wanted.size(), 2);
    }

    void aDeliveryFromTheListReplacesTheSelection()
    {
        ShownPanel shown(basiqStory());
        QTest::keyClick(shown.line(), Qt::Key_Home);
        QSignalSpy wanted(&shown.panel, &MessagePanel::deliveryWanted);
        QTest::keyClick(shown.line(), Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);

        shown.story.selected = wanted.at(0).at(0).value<DeliveryId>();
        shown.tell();

        QCOMPARE(shown.list()->currentIndex().row(), 0);
        QCOMPARE(shown.line()->currentItem(), 0);
    }

    void keepsItsPlaceWhenTheStoryGoesOn()
    {
        ShownPanel shown(longStory(), { 400, 300 });
        QScrollBar* const bar = shown.part<QScrollArea>("messageScroll")->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum() / 2);
        const int place = bar->value();
        QTest::keyClick(shown.list(), Qt::Key_Home);
        const int row = shown.list()->verticalScrollBar()->value();

        shown.panel.refreshStory();
        QCoreApplication::processEvents();

        QCOMPARE(bar->value(), place);
        QCOMPARE(shown.list()->verticalScrollBar()->value(), row);
        shown.story = basiqStory();
        for (StoryAttempt& attempt : shown.story.attempts)
            attempt.facts.message.message = { 99 };
        shown.tell();
        QCOMPARE(bar->value(), 0);
    }

    void asksForACorrection()
    {
        ShownPanel shown(basiqStory());
        QSignalSpy wanted(&shown.panel, &MessagePanel::correctionWanted);

        shown.part<QPushButton>("correctSubscription")->click();
        auto* const dialog = shown.panel.findChild<CorrectionDialog*>();
        QVERIFY(dialog);
        auto* const failures = dialog->findChild<QSpinBox*>(u"correctionFailures"_s);
        QCOMPARE(dialog->status(), SubscriptionState::Status::Active);
        QCOMPARE(failures->value(), 3);
        failures->setValue(11);
        dialog->findChild<QRadioButton*>(u"correctionState1"_s)->setChecked(true);
        dialog->accept();

        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.at(0).at(0).value<DeliveryId>(), DeliveryId { 9 });
        QCOMPARE(wanted.at(0).at(1).value<SubscriptionState::Status>(), SubscriptionState::Status::Paused);
        QCOMPARE(wanted.at(0).at(2).toInt(), 11);
        shown.panel.setReadOnly(true);
        QVERIFY(!shown.part<QPushButton>("correctSubscription")->isEnabled());
    }

    void aCorrectionCanBeLeft()
    {
        ShownPanel shown(basiqStory());
        QSignalSpy wanted(&shown.panel, &MessagePanel::correctionWanted);

        shown.part<QPushButton>("correctSubscription")->click();
        shown.panel.findChild<CorrectionDialog*>()->reject();

        QCOMPARE(wanted.size(), 0);
    }

    void everythingCanBeReachedByKeyboardAndHasAName()
    {
        ShownPanel shown(redeamStale(), { 520, 900 });
        shown.panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.panel));

        QStringList visited;
        shown.panel.setFocus();
        for (int i = 0; i < 12 && !visited.contains(QApplication::focusWidget()->objectName()); ++i) {
            visited << QApplication::focusWidget()->objectName();
            QVERIFY2(!QApplication::focusWidget()->accessibleName().isEmpty()
                    || qobject_cast<QPushButton*>(QApplication::focusWidget()),
                qPrintable(visited.last()));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }

        QCOMPARE(visited,
            (QStringList { u"attemptTimeLine"_s, u"attemptList"_s, u"orderList"_s, u"correctSubscription"_s }));
    }

    void nothingIsCutInANarrowPane_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<Qt::LayoutDirection>("direction");

        QTest::newRow("as it is") << 1.0 << Qt::LeftToRight;
        QTest::newRow("200 %") << 2.0 << Qt::LeftToRight;
        QTest::newRow("right to left") << 1.0 << Qt::RightToLeft;
    }

    void nothingIsCutInANarrowPane()
    {
        QFETCH(double, scale);
        QFETCH(Qt::LayoutDirection, direction);
        const QFont before = QApplication::font();
        QFont font = before;
        font.setPointSizeF(font.pointSizeF() * scale);
        QApplication::setFont(font);

        for (const MessageStory& story : { basiqStory(), redeamStale(), longStory() }) {
            ShownPanel shown(story, { 320, 480 });
            shown.panel.setLayoutDirection(direction);
            QCoreApplication::processEvents();
            auto* const scroll = shown.part<QScrollArea>("messageScroll");

            QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
            QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
            for (const QLabel* const label : scroll->widget()->findChildren<QLabel*>()) {
                if (!label->isVisible())
                    continue;
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
                QVERIFY2(label->mapTo(scroll->widget(), QPoint(label->width(), 0)).x() <= scroll->widget()->width(),
                    qPrintable(label->text()));
            }
        }
        QApplication::setFont(before);
    }

    void isATabBehindTheSignature()
    {
        DetailPane pane;
        int asked = 0;
        pane.message().setStorySource([&asked](DeliveryId) {
            ++asked;
            return basiqStory();
        });
        asked = 0;
        pane.show();
        auto* const tabs = pane.findChild<QTabWidget*>(u"detailTabs"_s);
        QCOMPARE(tabs->tabText(DetailPane::SignatureTab + 1), u"Message"_s);

        pane.showDelivery(test::makeDelivery("GET / HTTP/1.1\r\nHost: a\r\n\r\n", {}, 9));
        pane.refreshStory();
        QCOMPARE(asked, 0); // nobody looks at it
        pane.showTab(DetailPane::MessageTab);
        QCOMPARE(asked, 1);
        pane.refreshStory();
        QCOMPARE(asked, 2);
    }
};

QTEST_MAIN(tst_MessagePanel)
#include "tst_messagepanel.moc"

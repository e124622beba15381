// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverycolumn.h"
#include "models/deliverytablemodel.h"
#include "settings/captureoptions.h"
#include "settings/settingsstore.h"
#include "ui/filterof.h"
#include "widgets/deliverytableview.h"
#include "widgets/emptystate.h"
#include "widgets/messagestrip.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

std::vector<DeliverySummary> rows(qint64 firstId, int count)
{
    std::vector<DeliverySummary> batch;
    for (int i = 0; i < count; ++i) {
        DeliverySummary summary;
        summary.id = { firstId + i };
        summary.method = "POST";
        summary.target = "/p" + QByteArray::number((firstId + i) % 97);
        summary.status = 200;
        batch.push_back(summary);
    }
    return batch;
}

struct List {
    List()
    {
        view.resize(600, 300);
        view.show();
    }
    QAbstractButton* pill() const { return view.findChild<QAbstractButton*>(u"newBelowPill"_s); }
    bool isAtEnd() const { return view.verticalScrollBar()->value() == view.verticalScrollBar()->maximum(); }

    DeliveryTableModel model;
    DeliveryTableView view { model };
};

} // namespace

class TestWidgets : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support raise)"_s)); }

    void followsWhileTheNewestIsInView()
    {
        List list;
        list.model.append(rows(1, 100));
        QTRY_VERIFY(list.isAtEnd());
        list.model.append(rows(101, 50));

        QVERIFY(list.isAtEnd());
        QVERIFY(!list.pill()->isVisible());
    }

    void aToolTipIsNeverMarkup()
    {
        List list;
        DeliverySummary summary;
        summary.id = { 1 };
        summary.method = "GET";
        summary.target = "<h1>big</h1>";
        list.model.append({ summary });
        const QPoint place = list.view.visualRect(list.view.model()->index(0, PathColumn)).center();

        QHelpEvent event(QEvent::ToolTip, place, list.view.viewport()->mapToGlobal(place));
        QApplication::sendEvent(list.view.viewport(), &event);

        QVERIFY2(QToolTip::text().contains(u"&lt;h1&gt;big"_s), qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }

    void staysAndCountsWhileSomebodyReadsFurtherUp()
    {
        List list;
        list.model.append(rows(1, 100));
        list.view.verticalScrollBar()->setValue(200);
        list.model.append(rows(101, 10));
        list.model.append(rows(111, 4));

        QCOMPARE(list.view.verticalScrollBar()->value(), 200);
        QVERIFY(list.pill()->isVisible());
        QCOMPARE(list.pill()->text(), u"\u2193 14 new below"_s);

        list.pill()->click();
        QVERIFY(list.isAtEnd());
        QVERIFY(!list.pill()->isVisible());
        list.model.append(rows(115, 5));
        QVERIFY(list.isAtEnd());
    }

    void theNewestFirstIsFollowedAtTheTop()
    {
        List list;
        list.model.append(rows(1, 100));
        list.view.sortByColumn(TimeColumn, Qt::DescendingOrder);
        QTRY_COMPARE(list.view.verticalScrollBar()->value(), 0);
        list.model.append(rows(101, 5));
        QCOMPARE(list.view.verticalScrollBar()->value(), 0);

        list.view.verticalScrollBar()->setValue(500);
        const int rowBefore = list.view.rowAt(5);
        const DeliveryId seen = list.model.idAt(rowBefore);
        list.model.append(rows(106, 7));
        QCOMPARE(list.model.idAt(list.view.rowAt(5)), seen);
        QCOMPARE(list.pill()->text(), u"\u2191 7 new above"_s);
    }

    void olderPagesDoNotMoveWhatIsRead()
    {
        List list;
        list.model.append(rows(1001, 100));
        list.view.verticalScrollBar()->setValue(600);
        const DeliveryId seen = list.model.idAt(list.view.rowAt(5));
        list.model.prepend(rows(501, 500));

        QCOMPARE(list.model.idAt(list.view.rowAt(5)), seen);
        QVERIFY(!list.pill()->isVisible());
    }

    void neverStealsTheSelection()
    {
        List list;
        list.model.append(rows(1, 50));
        list.view.select({ 7 });
        QSignalSpy current(&list.view, &DeliveryTableView::currentIdChanged);
        list.model.append(rows(51, 50));
        list.model.setFilter(filterOf(u"p7"_s));
        QTRY_VERIFY(!list.model.isArranging());
        QCOMPARE(list.view.currentId(), DeliveryId { 7 });
        list.model.sort(PathColumn, Qt::DescendingOrder);
        QTRY_VERIFY(!list.model.isArranging());

        QCOMPARE(list.view.selectedIds(), std::vector<DeliveryId> { DeliveryId { 7 } });
        QCOMPARE(current.size(), 0);
        list.model.setFilter(filterOf(u"path:/no-such"_s));
        QTRY_COMPARE(list.model.rowCount(), 0);
        QCOMPARE(current.size(), 1);
    }

    void selectsAgainWhatASearchFindsLater()
    {
        List list;
        list.model.append(rows(1, 5));
        list.view.select({ 3 });
        const DeliveryFilterPtr filter = filterOf(u"body:x"_s);
        filter->setSearchedThrough({ 5 });
        list.model.setFilter(filter);
        QTRY_COMPARE(list.model.rowCount(), 0);
        filter->addFound({ { 3 }, { 2 } });
        list.model.refilter({ { 3 }, { 2 } });

        QCOMPARE(list.view.currentId(), DeliveryId { 3 });
        QVERIFY(!list.pill()->isVisible());
    }

    void movesByLettersAsByArrows()
    {
        List list;
        list.model.append(rows(1, 5));
        list.view.select({ 2 });
        QTest::keyClick(&list.view, Qt::Key_J);
        QCOMPARE(list.view.currentId(), DeliveryId { 3 });
        QTest::keyClick(&list.view, Qt::Key_K);
        QTest::keyClick(&list.view, Qt::Key_K);
        QCOMPARE(list.view.currentId(), DeliveryId { 1 });
        QTest::keyClick(&list.view, Qt::Key_End);
        QCOMPARE(list.view.currentId(), DeliveryId { 5 });
    }

    void aMessageOffersItsActionOnce()
    {
        QWidget window;
        MessageStrip strip(&window);
        window.show();
        int used = 0;
        int closed = 0;
        const MessageStrip::Message message { .text = u"3 deliveries removed."_s,
            .actionText = u"Undo"_s,
            .action = [&used] { ++used; },
            .closed = [&closed] { ++closed; } };
        strip.showMessage(message);
        QCOMPARE(strip.text(), u"3 deliveries removed."_s);
        strip.findChild<QAbstractButton*>(u"messageAction"_s)->click();
        QCOMPARE(used, 1);
        QCOMPARE(closed, 0);
        QCOMPARE(strip.text(), QString());

        strip.showMessage(message);
        strip.showMessage({ .text = u"another"_s });
        QCOMPARE(closed, 1);
        strip.findChild<QAbstractButton*>(u"messageClose"_s)->click();
        QCOMPARE(used, 1);
        QCOMPARE(strip.text(), QString());
        QTRY_VERIFY(!strip.isVisible());
    }

    void emptyStatesSayWhatToDo()
    {
        EmptyState state;
        auto* primary = state.findChild<QAbstractButton*>(u"emptyPrimary"_s);
        auto* secondary = state.findChild<QAbstractButton*>(u"emptySecondary"_s);
        QSignalSpy test(&state, &EmptyState::testRequested);
        QSignalSpy resume(&state, &EmptyState::resumeRequested);
        QSignalSpy clear(&state, &EmptyState::clearFilterRequested);
        QSignalSpy remedy(&state, &EmptyState::remedyRequested);
        QSignalSpy settings(&state, &EmptyState::settingsRequested);

        state.showWaiting(u"http://127.0.0.1:8787/"_s, u"note"_s);
        QCOMPARE(primary->text(), u"Send it for me"_s);
        primary->click();
        state.showPaused();
        QCOMPARE(primary->text(), u"Resume"_s);
        primary->click();
        state.showNoMatch(96);
        QCOMPARE(state.title(), u"0 of 96 match"_s);
        QCOMPARE(primary->text(), u"Clear filter"_s);
        primary->click();
        state.showNotListening(u"Port 8787 is taken"_s, u"nginx listens"_s, u"Use 8788"_s);
        QCOMPARE(primary->text(), u"Use 8788"_s);
        QVERIFY(!secondary->isHidden());
        primary->click();
        secondary->click();
        state.showNotListening(u"Listening failed"_s, QString(), QString());
        QVERIFY(secondary->isHidden());
        primary->click();

        QCOMPARE(test.size(), 1);
        QCOMPARE(resume.size(), 1);
        QCOMPARE(clear.size(), 1);
        QCOMPARE(remedy.size(), 1);
        QCOMPARE(settings.size(), 2);
    }

    void settingsKeepTheirTypesAndTellChangesOnce()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"settings.ini"_s);
        {
            SettingsStore store(file);
            QSignalSpy changed(&store, &SettingsStore::changed);
            QCOMPARE(store.get(setting::BodyMiB), 100);
            store.set(setting::BodyMiB, 7);
            store.set(setting::BodyMiB, 7);
            store.set(setting::OwnNames, u"a.test b.test"_s);
            QCOMPARE(changed.size(), 2);
        }
        SettingsStore store(file);
        QCOMPARE(store.get(setting::BodyMiB), 7);
        QCOMPARE(captureSettings(store).limits.bodyBytes, 7LL << 20);
        QCOMPARE(captureSettings(store).tls.ownNames, (QStringList { u"a.test"_s, u"b.test"_s }));
    }

    void settingsSurviveNonsense()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"settings.ini"_s);
        QFile ini(file);
        QVERIFY(ini.open(QIODevice::WriteOnly));
        ini.write("[limits]\nconnections=-5\nbodyMiB=much\n[capture]\naddresses=nowhere:at:all\nexpect=77\n");
        ini.close();
        SettingsStore store(file);
        const CaptureEngine::Settings settings = captureSettings(store);

        QCOMPARE(settings.limits.connections, 1);
        QCOMPARE(settings.limits.expectContinue, ExpectContinue::Refuse);
        QCOMPARE(settings.addresses, std::vector<ListenAddress> { ListenAddress {} });
        QVERIFY(retentionLimits(store).isUnlimited());
    }

    void addressesAreReadAsTheyAreWritten()
    {
        const QString text = u"127.0.0.1:8787\nhttps://[::1]:8443\n*:9000"_s;
        const auto addresses = parseListenAddresses(text);
        QVERIFY(addresses.has_value());
        QCOMPARE(addresses->size(), std::size_t(3));
        QVERIFY((*addresses)[1].announcesTls);
        QVERIFY(!(*addresses)[2].isLoopbackOnly());
        QCOMPARE(toText(*addresses), text);
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"

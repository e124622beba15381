// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attemptmodel.h"
#include "message/eventordermodel.h"
#include "ui/storyfixture.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace hookloupe;

namespace {

/// Row by row, cells apart by bars.
QStringList printed(const QAbstractItemModel& model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        rows << cells.join(u" | "_s);
    }
    return rows;
}

struct Attempts {
    explicit Attempts(const MessageStory& story) { model.setRows(attemptRows(story)); }

    AttemptModel model;
    QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };
};

struct Order {
    explicit Order(const MessageStory& story) { model.setStory(story); }

    EventOrderModel model;
    QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };
};

} // namespace

class tst_StoryModels : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsTheAttemptsAndWhatIsExpected()
    {
        const Attempts attempts(basiqStory());

        const QStringList rows = printed(attempts.model);
        QCOMPARE(rows.size(), 8);
        QCOMPARE(rows[0],
            u"1 | 14:02:11.123 | • first | ▲ 503 failed |  | Sends again in 5 s, attempt 2 of 8 (documented)"_s);
        QCOMPARE(rows[1],
            u"2 | 14:02:16.135 | ↻ retry | ▲ 503 failed | ✓ after 5 s, on time | "
            u"Sends again in 5 min, attempt 3 of 8 (documented)"_s);
        QCOMPARE(rows[3], u"4 | 14:37:16 |  | expected (documented) | 30 min after the one before | "_s);
        QCOMPARE(rows[7], u"8 | 26 Nov 17:37 |  | expected (documented) | 10 h after the one before | "_s);
        QCOMPARE(attempts.model.index(2, 0).data(StoryModel::IdRole).toLongLong(), 9);
        QCOMPARE(attempts.model.index(3, 0).data(StoryModel::IdRole).toLongLong(), 0);
        QCOMPARE(attempts.model.selectedRow(), 2);
        QCOMPARE(attempts.model.headerData(AttemptModel::WaitColumn, Qt::Horizontal).toString(), u"Wait"_s);
    }

    void tellsWhatIsOddOfAnAttempt()
    {
        StoryMaker maker("redeam");
        maker.attempt(0ms, 200).attempt(5s, 0, Fault::Timeout);
        maker.facts().isProbable = true;
        maker.facts().order = EventOrder { { 3 }, -5s, 5s };
        const Attempts attempts(maker.story());

        QCOMPARE(printed(attempts.model)[1].section(u" | "_s, 2, 4),
            u"= duplicate | ◷ timeout | ! after 5 s, though none was to come"_s);
        const QString sentence = attempts.model.index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.contains(u"⇅ stale, ? probably the same message"_s), qPrintable(sentence));
        QCOMPARE(attempts.model.storyRow(1).head.size(), std::size_t(4));
        QVERIFY(!attempts.model.storyRow(1).isFaint);
    }

    void saysWhatIsNotListed()
    {
        const Attempts attempts(longStory());

        QCOMPARE(attempts.model.rowCount(), 204);
        QCOMPARE(printed(attempts.model)[1].section(u" | "_s, 3, 3),
            u"60 attempts are not listed: the first and the newest 199 are"_s);
        QCOMPARE(attempts.model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
            u"60 attempts are not listed: the first and the newest 199 are"_s);
        QVERIFY(attempts.model.storyRow(1).isFaint);
        QCOMPARE(attempts.model.index(2, 0).data().toString(), u"62"_s);
    }

    void keepsRowsThatStay()
    {
        Attempts attempts(basiqStory());
        QSignalSpy reset(&attempts.model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&attempts.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&attempts.model, &QAbstractItemModel::rowsRemoved);
        const QPersistentModelIndex third(attempts.model.index(2, 0));

        attempts.model.setRows(attemptRows(basiqAcknowledged()));
        QVERIFY(third.isValid());
        QCOMPARE(removed.size(), 1);
        QCOMPARE(attempts.model.rowCount(), 4);
        attempts.model.setRows(attemptRows(basiqStory()));
        QCOMPARE(inserted.size(), 1);
        attempts.model.setRows({});
        QVERIFY(!third.isValid());

        QCOMPARE(reset.size(), 0);
        QCOMPARE(attempts.model.selectedRow(), -1);
    }

    void ordersEventsByTheirOwnTime()
    {
        const Order order(redeamStale());

        const QStringList rows = printed(order.model);
        QCOMPARE(rows.size(), 6);
        QCOMPARE(rows[0], u"14 | 13:33:11.123 | 13:32:11.123 | "_s);
        QCOMPARE(rows[1], u"15 | 13:43:11.123 | 13:42:11.123 | 10 min newer than those before it"_s);
        QCOMPARE(rows[4], u"21 | 14:02:11.123 | 13:59:46.123 | ⇅ stale, 95 s older than the newest before it"_s);
        QCOMPARE(rows[5], u"22 | 14:02:23.123 | 14:02:21.123 | ★ keep this one: the newest"_s);
        QCOMPARE(order.model.entries()[4].rank, 3);
        QCOMPARE(order.model.entries()[3].rank, 4);
        QCOMPARE(order.model.selectedRow(), 4);
        QCOMPARE(order.model.index(4, 0).data(Qt::AccessibleTextRole).toString(),
            u"Delivery 21, happened 13:59:46.123, arrived 14:02:11.123, ⇅ stale, 95 s older than the newest before it"_s);
        QCOMPARE(order.model.storyRow(4).gutter, u"#21"_s);
    }

    void keepsTheOrderOfArrivalAmongEqualTimes()
    {
        StoryMaker maker("redeam");
        maker.attempt(0ms, 200).event(5, 1s, 1s).event(6, 1s, 2s).event(7, 1s, 3s);
        const Order order(maker.story());

        for (int i = 0; i < 3; ++i)
            QCOMPARE(order.model.entries()[static_cast<std::size_t>(i)].rank, i);
        QVERIFY(printed(order.model)[1].endsWith(u"★ keep this one: the newest"_s));
    }

    void staleWithoutAKnownGapIsStillStale()
    {
        StoryMaker maker("redeam");
        maker.attempt(0ms, 200).event(7, 0s, 0s);
        MessageStory story = maker.story();
        story.events.front().isStale = true;
        const Order order(story);

        QVERIFY(printed(order.model)[0].endsWith(u"| ⇅ stale"_s));
    }
};

QTEST_MAIN(tst_StoryModels)
#include "tst_storymodels.moc"

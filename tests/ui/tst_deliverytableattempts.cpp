// SPDX-License-Identifier: GPL-3.0-or-later
// What the delivery table tells of deliveries as attempts of their messages, and how later changes come in.
#include "models/deliverytablemodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Attempts = std::vector<std::pair<DeliveryId, AttemptSummary>>;

DeliverySummary made(qint64 id, std::optional<AttemptSummary> attempt = std::nullopt)
{
    DeliverySummary summary;
    summary.id = { id };
    summary.receivedAt = SystemTime(std::chrono::seconds(1'800'000'000 + id));
    summary.method = "POST";
    summary.target = "/" + QByteArray::number(id);
    summary.status = 200;
    summary.attempt = std::move(attempt);
    return summary;
}

AttemptSummary attempt(MessageKind kind, int number, ReactionKind reaction, qint64 message = 1)
{
    AttemptSummary summary;
    summary.message = { message };
    summary.kind = kind;
    summary.attempt = number;
    summary.reaction = reaction;
    return summary;
}

AttemptSummary retry(int number, std::chrono::milliseconds wait)
{
    AttemptSummary summary = attempt(MessageKind::Retry, number, ReactionKind::Retry);
    summary.wait = wait;
    return summary;
}

QString cells(const DeliveryTableModel& model, int row = 0, int role = Qt::DisplayRole)
{
    return model.index(row, MessageColumn).data(role).toString() + u" | "_s
        + model.index(row, ReactionColumn).data(role).toString();
}

QString paths(const DeliveryTableModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, PathColumn).data().toString();
    return all.join(u' ');
}

} // namespace

class TestDeliveryTableAttempts : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsMessageAndReaction_data()
    {
        QTest::addColumn<AttemptSummary>("attempt");
        QTest::addColumn<QString>("cells");
        QTest::addColumn<QString>("phrase");

        QTest::newRow("first, acknowledged")
            << attempt(MessageKind::First, 1, ReactionKind::Acknowledged) << u"\u2022 first | \u2713 acknowledged"_s
            << u"answered 200 accepted, reaction acknowledged, 0 B"_s;
        QTest::newRow("retry") << retry(3, 5min) << u"\u21BB retry 3 | \u21BB retry after 5 min"_s
                               << u"POST /1, retry 3, answered 200 accepted, reaction retry after 5 min, 0 B"_s;
        AttemptSummary probable = retry(2, 60s);
        probable.isProbable = true;
        probable.isAssumed = true;
        QTest::newRow("probable, assumed")
            << probable << u"\u21BB retry 2? | \u21BB retry after 60 s?"_s << u", retry 2?, answered"_s;
        QTest::newRow("duplicate, lost") << attempt(MessageKind::Duplicate, 2, ReactionKind::Failed)
                                         << u"= duplicate | \u2715 lost"_s << u", duplicate, answered"_s;
        QTest::newRow("replay, not known") << attempt(MessageKind::Replay, 2, ReactionKind::Unknown)
                                           << u"\u00BB replay | \u00B7 not known"_s << u", replay, answered"_s;
        AttemptSummary stale = attempt(MessageKind::First, 1, ReactionKind::Disabled);
        stale.isStale = true;
        QTest::newRow("stale, disabled") << stale << u"\u21C5 stale | \u2298 disabled"_s << u", stale, answered"_s;
        stale.kind = MessageKind::Retry;
        stale.attempt = 2;
        stale.reaction = ReactionKind::Paused;
        QTest::newRow("stale retry, paused")
            << stale << u"\u21C5 stale, retry 2 | \u2016 paused"_s << u", stale, retry 2, answered"_s;
    }

    void tellsMessageAndReaction()
    {
        QFETCH(AttemptSummary, attempt);
        QFETCH(QString, cells);
        QFETCH(QString, phrase);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);

        model.append({ made(1, attempt) });

        QCOMPARE(::cells(model), cells);
        const QString sentence = model.index(0, PathColumn).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.contains(phrase), qPrintable(sentence));
        QVERIFY(model.index(0, MessageColumn).data(Qt::ToolTipRole).toString().contains(u'.'));
        QVERIFY(model.index(0, ReactionColumn).data(Qt::ToolTipRole).toString().contains(u'.'));
        QVERIFY(!model.headerData(MessageColumn, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        QVERIFY(!model.headerData(ReactionColumn, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(model.index(0, 0).data(DeliveryTableModel::KindRole).toInt(), int(attempt.kind));
        QCOMPARE(model.index(0, 0).data(DeliveryTableModel::StaleRole).toBool(), attempt.isStale);
        QCOMPARE(model.index(0, 0).data(DeliveryTableModel::ReactionRole).toInt(), int(attempt.reaction));
    }

    void aRowKeepsAllOfIt_data()
    {
        QTest::addColumn<AttemptSummary>("attempt");
        const std::chrono::milliseconds year = std::chrono::hours(366 * 24) + 1ms;
        QTest::newRow("the longest wait that is heeded") << retry(2, year);
        QTest::newRow("no wait at all") << retry(2, 0ms);
        QTest::newRow("many attempts") << retry(2'000'000'000, 1ms);
        AttemptSummary far = attempt(MessageKind::Duplicate, 2, ReactionKind::Disabled, 3);
        far.isProbable = far.isStale = far.isAssumed = true;
        QTest::newRow("every mark, and a message that began long ago") << far;
        QTest::newRow("a message whose first delivery has the higher number")
            << attempt(MessageKind::Retry, 2, ReactionKind::Unknown, 2'000'000'007);
    }

    void aRowKeepsAllOfIt()
    {
        QFETCH(AttemptSummary, attempt);
        DeliveryTableModel model;

        model.append({ made(2'000'000'000, attempt) });

        QVERIFY(model.summaryAt(0).attempt == attempt);
        model.updateFacts({ made(2'000'000'000) });
        QVERIFY2(model.summaryAt(0).attempt == attempt, "facts that say nothing of it must leave it");
    }

    void saysNothingWhereNothingIsKnown()
    {
        DeliveryTableModel model;
        DeliverySummary challenge = made(2, attempt(MessageKind::First, 1, ReactionKind::Acknowledged, 2));
        challenge.isChallenge = true;

        model.append({ made(1), challenge });

        for (const int row : { 0, 1 }) {
            QCOMPARE(cells(model, row), u"\u2013 | \u2013"_s);
            QVERIFY(!model.index(row, 0).data(DeliveryTableModel::KindRole).isValid());
            QVERIFY(!model.index(row, 0).data(DeliveryTableModel::ReactionRole).isValid());
            QVERIFY(!model.index(row, 0).data(Qt::AccessibleTextRole).toString().contains(u"reaction"_s));
        }
        QVERIFY(!model.summaryAt(0).attempt);
        QCOMPARE(cells(model, 1, Qt::ToolTipRole).count(u"belongs to no message"_s), 2);
    }

    void takesChangesOverInOneChangeForEachRun()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        std::vector<DeliverySummary> rows;
        for (qint64 id = 1; id <= 100'000; ++id)
            rows.push_back(made(id));
        model.append(rows);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        Attempts attempts;
        for (qint64 id = 1'001; id <= 51'000; ++id)
            attempts.emplace_back(DeliveryId { id }, retry(2, 60s));
        attempts.emplace_back(DeliveryId { 60'000 }, retry(2, 60s));
        attempts.emplace_back(DeliveryId { 200'000 }, retry(2, 60s));

        model.updateAttempts(attempts);

        QCOMPARE(changed.size(), 2);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(changed[0][0].toModelIndex().row(), 1'000);
        QCOMPARE(changed[0][1].toModelIndex().row(), 50'999);
        QCOMPARE(changed[1][0].toModelIndex().row(), 59'999);
        QCOMPARE(cells(model, 1'000), u"\u21BB retry 2 | \u21BB retry after 60 s"_s);
        QCOMPARE(cells(model, 999), u"\u2013 | \u2013"_s);
    }

    void standsInOrder_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("order");
        QTest::newRow("message: what a receiver has to be ready for first")
            << int(MessageColumn) << u"/6 /5 /4 /3 /2 /1 /7"_s;
        QTest::newRow("reaction: losses first, then by the wait") << int(ReactionColumn) << u"/1 /6 /5 /2 /3 /4 /7"_s;
    }

    void standsInOrder()
    {
        QFETCH(int, column);
        QFETCH(QString, order);
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        AttemptSummary stale = attempt(MessageKind::First, 1, ReactionKind::Disabled);
        stale.isStale = true;
        AttemptSummary second = retry(2, 5s);
        AttemptSummary third = retry(3, 60s);

        model.append({ made(1, attempt(MessageKind::First, 1, ReactionKind::Failed)), made(2, second), made(3, third),
            made(4, attempt(MessageKind::Duplicate, 2, ReactionKind::Acknowledged)),
            made(5, attempt(MessageKind::Replay, 2, ReactionKind::Paused)), made(6, stale), made(7) });
        model.sort(column, Qt::AscendingOrder);

        QCOMPARE(paths(model), order);
        model.sort(column, Qt::DescendingOrder);
        QStringList reversed = order.split(u' ');
        std::reverse(reversed.begin(), reversed.end());
        QCOMPARE(paths(model), reversed.join(u' '));
    }

    void aChangeMovesARowThatIsSortedByIt()
    {
        DeliveryTableModel model;
        QAbstractItemModelTester tester(&model);
        model.append({ made(1, attempt(MessageKind::First, 1, ReactionKind::Acknowledged)), made(2), made(3) });
        model.sort(MessageColumn, Qt::AscendingOrder);
        QCOMPARE(paths(model), u"/1 /2 /3"_s);

        model.updateAttempts({ { { 3 }, attempt(MessageKind::Duplicate, 2, ReactionKind::Acknowledged) } });

        QTRY_COMPARE(paths(model), u"/3 /1 /2"_s);
    }

    void copiesWordsWithoutGlyphs()
    {
        DeliveryTableModel model;
        model.append({ made(1, retry(3, 5min)) });

        QCOMPARE(cells(model, 0, DeliveryTableModel::SortRole), u"retry 3 | retry after 5 min"_s);
    }
};

QTEST_GUILESS_MAIN(TestDeliveryTableAttempts)
#include "tst_deliverytableattempts.moc"

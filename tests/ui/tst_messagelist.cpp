// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagelistfixture.h"

#include <QSignalSpy>

using namespace hookloupe;
using namespace hookloupe::test;

namespace {

/// A list that is put through whatever may happen, beside its plain evaluation.
struct Trial {
    explicit Trial(quint32 seed)
        : random(seed)
    {
    }

    int number(int below) { return static_cast<int>(random.bounded(below)); }
    qint64 anyId()
    {
        auto at = plain.deliveries.begin();
        std::advance(at, number(static_cast<int>(plain.deliveries.size())));
        return at->first;
    }
    /// Of an earlier message mostly, else of its own.
    DeliverySummary some(qint64 id)
    {
        qint64 message = id;
        if (number(3) > 0 && !plain.deliveries.empty())
            message = number(8) == 0 ? id - 1 - number(20) : plain.messageOf(anyId());
        DeliverySummary one
            = delivery(id, message, std::array { 200, 503, 404, 301 }[static_cast<std::size_t>(number(4))]);
        one.eventType = "e" + QByteArray::number(number(4));
        return one;
    }

    void append()
    {
        std::vector<DeliverySummary> batch;
        const int count = 1 + number(number(4) == 0 ? 30 : 5);
        for (int i = 0; i < count; ++i) {
            batch.push_back(some(newest++));
            plain.deliveries.insert_or_assign(batch.back().id.value, batch.back());
        }
        table.append(batch);
    }
    void prepend()
    {
        std::vector<DeliverySummary> page;
        const qint64 end = oldest;
        oldest -= 1 + number(6);
        for (qint64 id = oldest; id < end; ++id) {
            if (number(5) > 0)
                page.push_back(some(id));
        }
        for (const DeliverySummary& one : page)
            plain.deliveries.insert_or_assign(one.id.value, one);
        table.prepend(page);
    }
    void changeAttempts()
    {
        std::vector<std::pair<DeliveryId, AttemptSummary>> changes;
        const int count = 1 + number(number(3) == 0 ? 20 : 3);
        for (int i = 0; i < count; ++i) {
            const qint64 id = anyId();
            AttemptSummary attempt = *plain.deliveries.at(id).attempt;
            attempt.message = { number(4) == 0 ? id : plain.messageOf(anyId()) };
            plain.deliveries.at(id).attempt = attempt;
            changes.emplace_back(DeliveryId { id }, attempt);
        }
        table.updateAttempts(changes);
    }
    void changeFacts()
    {
        std::vector<DeliverySummary> changes;
        for (int i = 0; i < 3; ++i) {
            DeliverySummary& one = plain.deliveries.at(anyId());
            one.eventType = "e" + QByteArray::number(number(4));
            if (number(2) == 0)
                one.attempt->message = { plain.messageOf(anyId()) };
            changes.push_back(one);
        }
        table.updateFacts(changes);
    }
    void take()
    {
        std::vector<DeliveryId> ids;
        const int count = 1 + number(number(4) == 0 ? 40 : 4);
        for (int i = 0; i < count; ++i)
            ids.push_back({ anyId() });
        if (taken)
            table.forget(*taken);
        taken.reset();
        lost.clear();
        for (const DeliveryId id : ids) {
            if (const auto found = plain.deliveries.find(id.value); found != plain.deliveries.end())
                lost.push_back(plain.deliveries.extract(found).mapped());
        }
        taken = table.take(ids);
    }
    void restore()
    {
        if (!taken)
            return;
        for (const DeliverySummary& one : lost)
            plain.deliveries.insert_or_assign(one.id.value, one);
        table.restore(std::move(*taken));
        taken.reset();
    }
    void retire()
    {
        std::vector<DeliveryId> ids;
        for (int i = number(4); i > 0 && !plain.deliveries.empty(); --i) {
            ids.push_back({ plain.deliveries.begin()->first });
            plain.deliveries.erase(plain.deliveries.begin());
        }
        table.remove(ids);
    }
    void arrange()
    {
        plain.column = std::array { TimeColumn, TimeColumn, ResponseColumn, SizeColumn,
            EventColumn }[static_cast<std::size_t>(number(5))];
        plain.order = number(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
        list.sort(plain.column, plain.order);
    }
    void filter()
    {
        plain.status = std::array { 0, 503, 404, 301 }[static_cast<std::size_t>(number(4))];
        table.setFilter(plain.status == 0 ? nullptr : filterOf(u"status:%1"_s.arg(plain.status)));
    }
    void fold()
    {
        for (int i = 0; i < 4 && list.rowCount() > 0; ++i) {
            const int row = number(list.rowCount());
            list.setUnfolded(row, !list.isUnfolded(row));
        }
        if (number(10) == 0)
            list.unfoldAll(number(list.rowCount() + 1) - 1);
        if (number(20) == 0)
            list.foldAll();
    }
    void pin() { table.setPinned({ { anyId() } }, number(2) == 0); }
    void change()
    {
        const int choice = number(100);
        if (plain.deliveries.empty() || choice < 25)
            append();
        else if (choice < 32)
            prepend();
        else if (choice < 47)
            changeAttempts();
        else if (choice < 52)
            changeFacts();
        else if (choice < 60)
            take();
        else if (choice < 64)
            restore();
        else if (choice < 69)
            retire();
        else if (choice < 75)
            arrange();
        else if (choice < 80)
            filter();
        else if (choice < 93)
            fold();
        else if (choice < 96)
            pin();
        else
            list.setByMessage(plain.isByMessage = number(4) > 0);
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return !list.isArranging(); });
    }

    QRandomGenerator random;
    DeliveryTableModel table;
    DeliveryListModel list { table };
    PlainList plain;
    qint64 newest = 100'000;
    qint64 oldest = 100'000;
    std::optional<DeliveryTableModel::TakenRows> taken;
    std::vector<DeliverySummary> lost;
};

/// Where the lines are that somebody looks at, and whom they stand for.
struct Watched {
    QPersistentModelIndex index;
    bool isMessage = false;
    std::set<qint64> members;
};

std::vector<Watched> watch(const Trial& trial)
{
    std::vector<Watched> all;
    for (int row = 0; row < trial.list.rowCount(); ++row) {
        std::set<qint64> members;
        for (const DeliveryId id : trial.list.idsAt(row))
            members.insert(id.value);
        all.push_back({ QPersistentModelIndex(trial.list.index(row, 0)),
            trial.list.lineAt(row) == DeliveryListModel::Line::Message, std::move(members) });
    }
    return all;
}

/// A line never comes to stand for something else.
QString strayed(const Trial& trial, const std::vector<Watched>& watched)
{
    for (const Watched& one : watched) {
        if (!one.index.isValid())
            continue;
        std::set<qint64> members;
        for (const DeliveryId id : trial.list.idsAt(one.index.row()))
            members.insert(id.value);
        const bool meets = std::any_of(
            one.members.begin(), one.members.end(), [&members](qint64 id) { return members.contains(id); });
        if (!meets || (trial.list.lineAt(one.index.row()) == DeliveryListModel::Line::Message) != one.isMessage)
            return u"line %1 of %2"_s.arg(one.index.row()).arg(*one.members.begin());
    }
    return {};
}

} // namespace

class TestMessageList : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isTheTableWhileItIsFlat()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        QAbstractItemModelTester tester(&list);
        table.append({ delivery(1, 1, 503), delivery(2, 2), delivery(3, 1) });

        QCOMPARE(lines(list), u"1 2 3"_s);
        QCOMPARE(list.memoryBytes() < 1000, true);
        list.sort(TimeColumn, Qt::DescendingOrder);
        QCOMPARE(lines(list), u"3 2 1"_s);
        QCOMPARE(list.index(0, PathColumn).data(), table.index(0, PathColumn).data());
    }

    void gathersDeliveriesByMessage()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        QAbstractItemModelTester tester(&list);
        table.append({ delivery(1, 1, 503), delivery(2, 2), delivery(3, 1), delivery(4, 4) });
        list.setByMessage(true);

        QCOMPARE(lines(list), u"2 3x2 4"_s);
        list.setUnfolded(1, true);
        QCOMPARE(lines(list), u"2 3x2 .1 .3 4"_s);
        QVERIFY(!list.canUnfold(0));
        QCOMPARE(list.rowOf(DeliveryId { 1 }), 2);
        QCOMPARE(list.messageRow(3), 1);
        list.setUnfolded(1, false);
        QCOMPARE(list.rowOf(DeliveryId { 1 }), 1);
        list.setByMessage(false);
        QCOMPARE(lines(list), u"1 2 3 4"_s);
    }

    void saysTheWorstAndTheLastOutcome_data()
    {
        QTest::addColumn<QList<int>>("statuses");
        QTest::addColumn<QString>("outcome");

        QTest::newRow("one") << QList<int> { 503 } << u"\u25B2 503"_s;
        QTest::newRow("better in the end") << QList<int> { 500, 503, 200 } << u"\u25B2 503 \u2192 \u2713 200"_s;
        QTest::newRow("worst in the end") << QList<int> { 200, 500 } << u"\u25B2 500"_s;
        QTest::newRow("as bad in the end") << QList<int> { 500, 503 } << u"\u25B2 503"_s;
        QTest::newRow("always well") << QList<int> { 202, 200 } << u"\u2713 200"_s;
    }

    void saysTheWorstAndTheLastOutcome()
    {
        QFETCH(QList<int>, statuses);
        QFETCH(QString, outcome);
        DeliveryTableModel table;
        DeliveryListModel list(table);
        list.setByMessage(true);
        qint64 id = 1;
        for (const int status : statuses)
            table.append({ delivery(id++, 1, status) });

        QCOMPARE(list.rowCount(), 1);
        QCOMPARE(list.index(0, ResponseColumn).data().toString(), outcome);
    }

    void tellsAScreenReaderAMessageInOneSentence()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        list.setByMessage(true);
        table.append({ delivery(1, 1, 503), delivery(2, 1, 503, 2), delivery(3, 1, 200, 3) });
        const auto sentence = [&list](int row) { return list.index(row, 0).data(Qt::AccessibleTextRole).toString(); };

        QVERIFY2(
            sentence(0).startsWith(
                u"message of 3 attempts, last answered 200 accepted, worst answered 503 failed, folded, POST /p7"_s),
            qPrintable(sentence(0)));
        list.setUnfolded(0, true);
        QVERIFY(sentence(0).contains(u", unfolded, "_s));
        table.setFilter(filterOf(u"status:200"_s));
        QTRY_VERIFY(!list.isArranging());
        QVERIFY2(sentence(1).startsWith(u"attempt 1 of 3, POST"_s), qPrintable(sentence(1)));
        QVERIFY(sentence(1).endsWith(u", does not match the filter"_s));
        QVERIFY(!sentence(3).endsWith(u", does not match the filter"_s));
    }

    void aNewAttemptTakesItsMessageToTheEnd()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        QAbstractItemModelTester tester(&list);
        list.setByMessage(true);
        table.append({ delivery(1, 1, 503), delivery(2, 2), delivery(3, 3) });
        const QPersistentModelIndex held(list.index(0, 0));
        QSignalSpy moved(&list, &DeliveryListModel::messagesGrew);
        QSignalSpy reset(&list, &QAbstractItemModel::modelReset);
        table.append({ delivery(4, 4), delivery(5, 1) });

        QCOMPARE(lines(list), u"2 3 4 5x2"_s);
        QCOMPARE(held.row(), 3);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(reset.size(), 0);
        table.append({ delivery(6, 1) });
        QCOMPARE(lines(list), u"2 3 4 6x3"_s);
        QCOMPARE(moved.size(), 2);
    }

    void keepsAMessageOfWhichOneDeliveryMatches()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        QAbstractItemModelTester tester(&list);
        list.setByMessage(true);
        table.append({ delivery(1, 1, 503), delivery(2, 2), delivery(3, 1) });
        table.setFilter(filterOf(u"status:503"_s));
        QTRY_VERIFY(!list.isArranging());

        QCOMPARE(lines(list), u"3x2"_s);
        QCOMPARE(table.rowCount(), 1);
        list.setUnfolded(0, true);
        QVERIFY(!list.index(1, 0).data(DeliveryListModel::HiddenRole).toBool());
        QVERIFY(list.index(2, 0).data(DeliveryListModel::HiddenRole).toBool());
        table.append({ delivery(4, 2, 503), delivery(5, 5) });
        QCOMPARE(lines(list), u"3x2 .1 .3 4x2"_s);
    }

    void stepsThroughTheAttemptsOfAMessage_data()
    {
        QTest::addColumn<bool>("isByMessage");
        QTest::newRow("flat") << false;
        QTest::newRow("by message") << true;
    }

    void stepsThroughTheAttemptsOfAMessage()
    {
        QFETCH(bool, isByMessage);
        DeliveryTableModel table;
        DeliveryListModel list(table);
        table.append({ delivery(1, 1), delivery(2, 2), delivery(3, 1), delivery(4, 2), delivery(5, 1) });
        list.setByMessage(isByMessage);

        QCOMPARE(list.attemptBeside({ 3 }, 1), DeliveryId { 5 });
        QCOMPARE(list.attemptBeside({ 3 }, -1), DeliveryId { 1 });
        QCOMPARE(list.attemptBeside({ 1 }, -1), DeliveryId {});
        QCOMPARE(list.attemptBeside({ 5 }, 1), DeliveryId {});
        QCOMPARE(list.attemptBeside({ 99 }, 1), DeliveryId {});
    }

    void unfoldsSoManyAtOnceAndNoMore()
    {
        DeliveryTableModel table;
        DeliveryListModel list(table);
        std::vector<DeliverySummary> batch;
        for (qint64 id = 1; id <= 3000; ++id)
            batch.push_back(delivery(id, (id + 1) / 2 * 2 - 1));
        table.append(batch);
        list.setByMessage(true);

        QVERIFY(!list.unfoldAll(-1));
        QCOMPARE(list.rowCount(), 1500 + 2 * DeliveryListModel::MaxUnfoldedAtOnce);
        list.foldAll();
        QCOMPARE(list.rowCount(), 1500);
    }

    void isWhatAPlainEvaluationGives_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void isWhatAPlainEvaluationGives()
    {
        QFETCH(quint32, seed);
        Trial trial(seed);
        QAbstractItemModelTester tester(&trial.list);
        for (int step = 0; step < 250; ++step) {
            const std::vector<Watched> watched = watch(trial);
            trial.change();
            QVERIFY(trial.settle());
            const QString where = u"step %1\nis    %2\nwants %3"_s.arg(
                QString::number(step), lines(trial.list), trial.plain.lines(trial.list));
            QVERIFY2(lines(trial.list) == trial.plain.lines(trial.list), qPrintable(where));
            QCOMPARE(strayed(trial, watched), QString());
        }
    }

    void isTheSameWhateverHappensWhileItGathers_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 1; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void isTheSameWhateverHappensWhileItGathers()
    {
        QFETCH(quint32, seed);
        Trial trial(seed);
        std::vector<DeliverySummary> many;
        for (int i = 0; i < 80'000; ++i) {
            const qint64 id = trial.newest++;
            const qint64 message = i % 3 == 0 && i > 100 ? id - 1 - trial.number(100) : id;
            many.push_back(delivery(id, message, i % 7 == 0 ? 503 : 200));
            trial.plain.deliveries.insert_or_assign(id, many.back());
        }
        trial.table.append(many);
        trial.list.setByMessage(trial.plain.isByMessage = true);
        int busy = 0;
        for (int step = 0; step < 60; ++step) {
            trial.change();
            busy += trial.list.isArranging() ? 1 : 0;
            QCoreApplication::processEvents();
        }
        trial.list.setByMessage(trial.plain.isByMessage = true);

        QVERIFY(trial.settle());
        QVERIFY2(busy > 2, qPrintable(QString::number(busy)));
        QVERIFY(lines(trial.list) == trial.plain.lines(trial.list));
    }
};

QTEST_GUILESS_MAIN(TestMessageList)
#include "tst_messagelist.moc"

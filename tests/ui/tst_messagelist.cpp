// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagelisttrial.h"

#include <QSignalSpy>

using namespace hookloupe;
using namespace hookloupe::test;

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

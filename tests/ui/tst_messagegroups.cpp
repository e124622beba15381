// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagegroups.h"
#include "models/messagelines.h"
#include "ui/messagelistfixture.h"

using namespace hookloupe;
using namespace hookloupe::test;

namespace {

struct Grouped {
    explicit Grouped(const std::vector<DeliverySummary>& summaries)
    {
        rows.append(summaries, 0);
        groups.reset(rows.size());
    }

    void linkAll()
    {
        for (qsizetype index = 0; index < rows.size(); ++index) {
            if (!groups.isLinked(index))
                groups.link(rows, index);
        }
    }
    /// Ids of the deliveries of the message, by arrival.
    QString message(qsizetype index) const
    {
        QStringList all;
        for (const qsizetype one : groups.rowsOf(rows, index))
            all << QString::number(rows.at(one).id);
        return all.join(u' ');
    }
    void take(const std::vector<qsizetype>& indexes)
    {
        for (const qsizetype index : indexes)
            groups.unlink(rows, index, MessageGroups::messageOf(rows.at(index)));
        if (indexes.back() == std::ssize(indexes) - 1) {
            rows.take(0, std::ssize(indexes));
        } else {
            for (auto index = indexes.rbegin(); index != indexes.rend(); ++index)
                rows.take(*index, 1);
        }
        groups.taken(rows, indexes);
    }

    DeliveryRows rows;
    MessageGroups groups;
};

} // namespace

class TestMessageGroups : public QObject {
    Q_OBJECT

private slots:
    void putsDeliveriesOfAMessageInTheOrderOfTheirArrival_data()
    {
        QTest::addColumn<QList<int>>("order");
        QTest::newRow("as they came") << QList<int> { 0, 1, 2, 3 };
        QTest::newRow("the newest first") << QList<int> { 3, 2, 1, 0 };
        QTest::newRow("the first one last") << QList<int> { 2, 3, 1, 0 };
        QTest::newRow("one between") << QList<int> { 0, 3, 2, 1 };
    }

    void putsDeliveriesOfAMessageInTheOrderOfTheirArrival()
    {
        QFETCH(QList<int>, order);
        Grouped g({ delivery(5, 5), delivery(6, 5), delivery(8, 8), delivery(9, 5) });
        for (const int index : order)
            g.groups.link(g.rows, index);

        QCOMPARE(g.message(0), u"5 6 9"_s);
        QCOMPARE(g.groups.last(g.rows, 1), 3);
        QCOMPARE(g.groups.first(g.rows, 3), 0);
        QVERIFY(g.groups.isAlone(2));
        QCOMPARE(g.groups.next(1), 3);
        QCOMPARE(g.groups.previous(0), -1);
    }

    void knowsAMessageWithoutItsFirstDelivery()
    {
        Grouped g({ delivery(5, 2), delivery(6, 6), delivery(9, 2) });
        g.linkAll();
        QCOMPARE(g.message(2), u"5 9"_s);

        g.rows.prepend({ delivery(2, 2), delivery(3, 2) }, 2);
        g.groups.added(2, false);
        g.linkAll();

        QCOMPARE(g.message(0), u"2 3 5 9"_s);
    }

    void holdsWhenRowsGo_data()
    {
        QTest::addColumn<QList<int>>("gone");
        QTest::addColumn<QString>("left");
        QTest::newRow("the first") << QList<int> { 0 } << u"2 5 6"_s;
        QTest::newRow("the last") << QList<int> { 5 } << u"1 2 5"_s;
        QTest::newRow("in the middle") << QList<int> { 1, 2, 4 } << u"1 6"_s;
        QTest::newRow("all but one") << QList<int> { 0, 1, 4 } << u"6"_s;
    }

    void holdsWhenRowsGo()
    {
        QFETCH(QList<int>, gone);
        QFETCH(QString, left);
        Grouped g({ delivery(1, 1), delivery(2, 1), delivery(3, 3), delivery(4, 3), delivery(5, 1), delivery(6, 1) });
        g.linkAll();
        g.take({ gone.begin(), gone.end() });

        const qsizetype index = g.rows.find({ left.section(u' ', 0, 0).toLongLong() });
        QCOMPARE(g.message(index), left);
        g.rows.append({ delivery(7, 1) }, 0);
        g.groups.added(1, true);
        g.linkAll();
        QCOMPARE(g.message(index), QString(left + u" 7"));
    }

    void countsALargeMessageOnceAndKeepsUp()
    {
        std::vector<DeliverySummary> many;
        for (qint64 id = 1; id <= 200; ++id)
            many.push_back(delivery(id, 1, id == 50 ? 503 : 200));
        Grouped g(many);
        g.linkAll();
        const auto worst = [&g] { return g.rows.at(g.rows.indexOf(g.groups.tally(g.rows, 0).worst)).id; };
        QCOMPARE(g.groups.tally(g.rows, 0).deliveries, 200);
        QCOMPARE(worst(), 50);

        g.rows.append({ delivery(201, 1, 500), delivery(202, 1, 404) }, 0);
        g.groups.added(2, true);
        g.linkAll();
        QCOMPARE(g.groups.tally(g.rows, 0).deliveries, 202);
        QCOMPARE(worst(), 202);
        g.take({ 200, 201 });
        QCOMPARE(g.groups.tally(g.rows, 0).deliveries, 200);
        QCOMPARE(worst(), 50);
        g.take({ 0, 1 });
        QCOMPARE(g.groups.tally(g.rows, 0).deliveries, 198);
        QCOMPARE(worst(), 50);
        g.take({ 47 });
        QCOMPARE(worst(), 200);
    }

    void linesOfUnfoldedMessagesAreFoundBothWays_data()
    {
        QTest::addColumn<bool>("isReversed");
        QTest::newRow("the newest last") << false;
        QTest::newRow("the newest first") << true;
    }

    void linesOfUnfoldedMessagesAreFoundBothWays()
    {
        QFETCH(bool, isReversed);
        MessageLines lines;
        lines.setReversed(isReversed);
        lines.setHeads({ 10, 20, 30, 40 });
        lines.unfold(2, { 28, 29, 30 });
        lines.unfold(0, { 9, 10 });
        QStringList seen;
        for (int line = 0; line < lines.count(); ++line) {
            const MessageLines::Line at = lines.at(line);
            seen << (at.isMessage() ? QString() : u"."_s) + QString::number(at.key);
            QCOMPARE(lines.lineOf(at.position) + at.attempt + 1, line);
        }

        QCOMPARE(
            seen.join(u' '), isReversed ? u"40 30 .28 .29 .30 20 10 .9 .10"_s : u"10 .9 .10 20 30 .28 .29 .30 40"_s);
        lines.removeHeads({ 0, 1 });
        QCOMPARE(lines.count(), 5);
        QCOMPARE(lines.unfoldedAt(0)->attempts.size(), 3);
        lines.insertHeads(0, { 5, 6 });
        QCOMPARE(lines.unfoldedAt(2)->attempts.size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestMessageGroups)
#include "tst_messagegroups.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/deliveryfeed.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

Delivery delivery(qint64 id, qsizetype bodyBytes = 0)
{
    auto request = std::make_shared<Request>();
    request->body = Body(QByteArray(bodyBytes, 'b'));
    Delivery made;
    made.id = DeliveryId { id };
    made.request = std::move(request);
    return made;
}

std::vector<qint64> idsOf(const DeliveryFeed::Batch& batch)
{
    std::vector<qint64> ids;
    for (const Delivery& one : batch.deliveries)
        ids.push_back(one.id.value);
    return ids;
}

} // namespace

class tst_DeliveryFeed final : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void deliveriesComeInOrderAndOnce();
    void burstWakesOnce();
    void whatIsBeyondTheCapacityIsAGap();
    void whatIsBeyondTheMemoryIsAGap();
};

void tst_DeliveryFeed::deliveriesComeInOrderAndOnce()
{
    DeliveryFeed feed;
    feed.put({ delivery(1), delivery(2) });
    feed.put({ delivery(3) });
    const DeliveryFeed::Batch batch = feed.take();
    QCOMPARE(idsOf(batch), std::vector<qint64>({ 1, 2, 3 }));
    QVERIFY(!batch.hasGap);
    QVERIFY(feed.take().deliveries.empty());
}

void tst_DeliveryFeed::burstWakesOnce()
{
    DeliveryFeed feed;
    QSignalSpy arrived(&feed, &DeliveryFeed::arrived);
    feed.put({});
    feed.put({ delivery(1) });
    feed.put({ delivery(2) });
    QCoreApplication::processEvents();
    QCOMPARE(arrived.size(), 1);
    feed.take();
    feed.put({ delivery(3) });
    QCoreApplication::processEvents();
    QCOMPARE(arrived.size(), 2);
}

void tst_DeliveryFeed::whatIsBeyondTheCapacityIsAGap()
{
    DeliveryFeed feed(2);
    feed.put({ delivery(1), delivery(2) });
    QVERIFY(!feed.take().hasGap);
    feed.put({ delivery(3), delivery(4) });
    feed.put({ delivery(5) });
    feed.put({ delivery(6) });
    const DeliveryFeed::Batch batch = feed.take();
    QVERIFY(batch.hasGap);
    QCOMPARE(idsOf(batch), std::vector<qint64>({ 6 }));
    QVERIFY(!feed.take().hasGap);
}

void tst_DeliveryFeed::whatIsBeyondTheMemoryIsAGap()
{
    DeliveryFeed feed;
    feed.put({ delivery(1, DeliveryFeed::MostBytes) });
    const DeliveryFeed::Batch full = feed.take();
    QVERIFY(!full.hasGap);
    QCOMPARE(idsOf(full), std::vector<qint64>({ 1 }));
    feed.put({ delivery(2, DeliveryFeed::MostBytes) });
    feed.put({ delivery(3, 1) });
    feed.put({ delivery(4, 1) });
    const DeliveryFeed::Batch batch = feed.take();
    QVERIFY(batch.hasGap);
    QCOMPARE(idsOf(batch), std::vector<qint64>({ 4 }));
}

} // namespace hookloupe

QTEST_GUILESS_MAIN(hookloupe::tst_DeliveryFeed)
#include "tst_deliveryfeed.moc"

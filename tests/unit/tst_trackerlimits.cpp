// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagetracker.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// An attempt of a message that goes on for ever, as a health check with the same body makes it.
TrackedDelivery sameBody(qint64 id)
{
    TrackedDelivery delivery;
    delivery.id = { id };
    delivery.arrivedAt = SystemTime(std::chrono::seconds(id));
    delivery.keys.sender = delivery.keys.subscription = { 1 };
    delivery.keys.soft = KeyHash { 2 };
    delivery.keys.softJoin = MessageKeys::SoftJoin::Always;
    delivery.keys.softWindow = std::chrono::hours(24);
    delivery.outcome = Outcome::Acknowledged;
    return delivery;
}

/// An event of one resource, all with the same time.
TrackedDelivery sameTime(qint64 id)
{
    TrackedDelivery delivery;
    delivery.id = { id };
    delivery.arrivedAt = SystemTime(std::chrono::seconds(id));
    delivery.keys.sender = delivery.keys.subscription = { 1 };
    delivery.keys.keys = { { { static_cast<quint64>(id) * 0x9e37'79b9'7f4a'7c15ULL }, false, false, false } };
    delivery.keys.order = KeyHash { 2 };
    delivery.keys.eventTime = SystemTime(1h);
    delivery.outcome = Outcome::Acknowledged;
    return delivery;
}

} // namespace

/// What the tracker does where telling everything anew would take too long.
class tst_TrackerLimits : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aLongMessageIsToldAsBeforeWhenItsOldestGo();
    void aShortMessageIsToldAnew();
    void whatGoesAndComesTakesNoMoreMemory();
    void whatIsLeftIsToldByTheNextCalls();
};

void tst_TrackerLimits::aLongMessageIsToldAsBeforeWhenItsOldestGo()
{
    constexpr qint64 Count = MessageTracker::MostRetold + 100;
    MessageTracker tracker;
    for (qint64 id = 1; id <= Count; ++id)
        tracker.add(sameBody(id));
    for (qint64 id = 1; id <= 50; ++id)
        QVERIFY(tracker.remove({ id }).empty());
    const std::optional<MessageFacts> facts = tracker.facts({ Count });
    QVERIFY(facts);
    QCOMPARE(facts->message, DeliveryId { 1 });
    QCOMPARE(facts->attempt, static_cast<int>(Count));
    QVERIFY(!tracker.facts({ 1 }));
    QCOMPARE(tracker.countOfMessage({ Count }), std::size_t(Count - 50));
    QCOMPARE(tracker.firstArrival({ Count }), std::optional(SystemTime(1s)));
    QCOMPARE(tracker.someOfMessage({ Count }, 1), (std::vector<DeliveryId> { { 51 } }));

    // It goes on counting, and the number of the one that is gone is nobody else's.
    TrackedDelivery other = sameBody(Count + 1);
    other.keys.soft = KeyHash { 3 };
    tracker.add(other);
    tracker.add(sameBody(Count + 2));
    QCOMPARE(tracker.facts({ Count + 2 })->attempt, static_cast<int>(Count) + 1);
    QCOMPARE(tracker.facts({ Count + 2 })->message, DeliveryId { 1 });
    QCOMPARE(tracker.facts({ Count + 1 })->message, DeliveryId { Count + 1 });
}

void tst_TrackerLimits::aShortMessageIsToldAnew()
{
    constexpr qint64 Count = MessageTracker::MostRetold;
    MessageTracker tracker;
    for (qint64 id = 1; id <= Count; ++id)
        tracker.add(sameBody(id));
    QCOMPARE(tracker.remove({ 1 }).size(), std::size_t(Count - 1));
    QCOMPARE(tracker.facts({ Count })->message, DeliveryId { 2 });
    QCOMPARE(tracker.facts({ Count })->attempt, static_cast<int>(Count) - 1);
}

void tst_TrackerLimits::whatGoesAndComesTakesNoMoreMemory()
{
    constexpr qint64 Kept = 1'000;
    MessageTracker tracker;
    for (qint64 id = 1; id <= Kept; ++id)
        tracker.add(sameBody(id));
    const qint64 before = tracker.memoryBytes();
    for (qint64 id = Kept + 1; id <= 20 * Kept; ++id) {
        tracker.add(sameBody(id));
        tracker.remove({ id - Kept });
    }
    QCOMPARE(tracker.size(), std::size_t(Kept));
    QCOMPARE_LE(tracker.memoryBytes(), before + before / 2 + 200'000);
}

void tst_TrackerLimits::whatIsLeftIsToldByTheNextCalls()
{
    constexpr qint64 Count = 2 * MessageTracker::MostSettled + 1'000;
    MessageTracker tracker;
    for (qint64 id = 1; id <= Count; ++id)
        tracker.add(sameTime(id));
    QCOMPARE(tracker.facts({ Count })->order->newest, DeliveryId { 1 });
    std::size_t told = tracker.remove({ 1 }).size();
    QCOMPARE_LE(told, MessageTracker::MostSettled);
    // What comes now is no less right, and has the rest told.
    told += tracker.add(sameTime(Count + 1)).size();
    told += tracker.add(sameTime(Count + 2)).size();
    QCOMPARE_GE(told, std::size_t(Count - 2));
    for (const qint64 id : { qint64(3), qint64(MessageTracker::MostSettled) + 10, Count, Count + 2 })
        QCOMPARE(tracker.facts({ id })->order->newest, DeliveryId { 2 });
    // The number is free again.
    tracker.add(sameBody(Count + 3));
    QCOMPARE(tracker.facts({ Count })->order->newest, DeliveryId { 2 });
}

QTEST_APPLESS_MAIN(tst_TrackerLimits)
#include "tst_trackerlimits.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagetracker.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

KeyHash hashOf(const QByteArray& text)
{
    return keyHash({ text });
}

TrackedDelivery deliveryOf(qint64 id, seconds at, const QByteArray& key, Outcome outcome = Outcome::Retry)
{
    TrackedDelivery delivery;
    delivery.id = DeliveryId { id };
    delivery.arrivedAt = SystemTime(at);
    delivery.keys.keys.push_back({ hashOf(key), false, false, false });
    delivery.outcome = outcome;
    return delivery;
}

TrackedDelivery eventOf(qint64 id, seconds at, const QByteArray& resource, seconds eventTime)
{
    TrackedDelivery delivery = deliveryOf(id, at, QByteArray::number(id), Outcome::Acknowledged);
    delivery.keys.order = hashOf(resource);
    delivery.keys.eventTime = SystemTime(eventTime);
    return delivery;
}

} // namespace

class MessageTrackerTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void numbersAttemptsByArrivalAndThenById();
    void aLateOneChangesThoseBehindIt();
    void theOutcomeTellsRetryFromDuplicateAndReplay_data();
    void theOutcomeTellsRetryFromDuplicateAndReplay();
    void theSoftKeyJoinsWithinItsWindow_data();
    void theSoftKeyJoinsWithinItsWindow();
    void anEarlierKeyCountsMoreThanALaterOne();
    void knowsTheNewestOfAResource();
    void tellsTheEventsNextToOne_data();
    void tellsTheEventsNextToOne();
    void aMillionEventsOfAResourceStayBounded();
    void numbersStandForDeliveriesThatAreThere();
    void anEventSignedAnewKeepsItsFirstTime();
    void aDeliveryThatIsAddedAgainReplacesItself();
    void estimatesHowTheSendersClockStands();
    void holdsAHundredThousandMessages();
    void doesNotKnowWhatItWasNotTold();
};

void MessageTrackerTest::numbersAttemptsByArrivalAndThenById()
{
    MessageTracker tracker;
    tracker.add(deliveryOf(3, seconds(5), "a"));
    tracker.add(deliveryOf(2, seconds(5), "a"));
    tracker.add(deliveryOf(9, seconds(1), "a"));
    tracker.add(deliveryOf(4, seconds(5), "b"));
    QCOMPARE(tracker.deliveriesOfMessage(DeliveryId { 2 }),
        (std::vector { DeliveryId { 9 }, DeliveryId { 2 }, DeliveryId { 3 } }));
    QCOMPARE(tracker.facts(DeliveryId { 3 })->attempt, 3);
    QCOMPARE(tracker.facts(DeliveryId { 3 })->message, DeliveryId { 9 });
    QCOMPARE(tracker.facts(DeliveryId { 4 })->kind, MessageKind::First);
    QCOMPARE(tracker.deliveriesOfMessage(DeliveryId { 4 }), std::vector { DeliveryId { 4 } });
}

void MessageTrackerTest::aLateOneChangesThoseBehindIt()
{
    MessageTracker tracker;
    tracker.add(deliveryOf(2, seconds(20), "a"));
    tracker.add(deliveryOf(3, seconds(30), "a"));
    tracker.add(deliveryOf(4, seconds(40), "other"));
    const std::vector<DeliveryId> changed = tracker.add(deliveryOf(1, seconds(10), "a"));
    QCOMPARE(changed, (std::vector { DeliveryId { 1 }, DeliveryId { 2 }, DeliveryId { 3 } }));
    QCOMPARE(tracker.facts(DeliveryId { 2 })->kind, MessageKind::Retry);
    QCOMPARE(tracker.facts(DeliveryId { 3 })->message, DeliveryId { 1 });
}

void MessageTrackerTest::theOutcomeTellsRetryFromDuplicateAndReplay_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<MessageKind>("kind");
    QTest::newRow("retry") << Outcome::Retry << MessageKind::Retry;
    QTest::newRow("throttled") << Outcome::Throttled << MessageKind::Retry;
    QTest::newRow("unknown") << Outcome::Unknown << MessageKind::Retry;
    QTest::newRow("acknowledged") << Outcome::Acknowledged << MessageKind::Duplicate;
    QTest::newRow("failed") << Outcome::Failed << MessageKind::Replay;
    QTest::newRow("disabled") << Outcome::Disabled << MessageKind::Replay;
}

void MessageTrackerTest::theOutcomeTellsRetryFromDuplicateAndReplay()
{
    QFETCH(Outcome, outcome);
    QFETCH(MessageKind, kind);
    MessageTracker tracker;
    tracker.add(deliveryOf(1, seconds(1), "a", outcome));
    tracker.add(deliveryOf(2, seconds(2), "a"));
    QCOMPARE(tracker.facts(DeliveryId { 2 })->kind, kind);
    QCOMPARE(tracker.facts(DeliveryId { 2 })->wasAcknowledged, outcome == Outcome::Acknowledged);
}

void MessageTrackerTest::theSoftKeyJoinsWithinItsWindow_data()
{
    QTest::addColumn<int>("second");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<MessageKeys::SoftJoin>("join");
    QTest::addColumn<bool>("joins");
    using Join = MessageKeys::SoftJoin;
    QTest::newRow("at its end") << 60 << Outcome::Retry << Join::AfterFailure << true;
    QTest::newRow("a second later") << 61 << Outcome::Retry << Join::AfterFailure << false;
    QTest::newRow("after an acknowledgement") << 5 << Outcome::Acknowledged << Join::AfterFailure << false;
    QTest::newRow("always, after an acknowledgement") << 5 << Outcome::Acknowledged << Join::Always << true;
    QTest::newRow("always, too late") << 61 << Outcome::Acknowledged << Join::Always << false;
}

void MessageTrackerTest::theSoftKeyJoinsWithinItsWindow()
{
    QFETCH(int, second);
    QFETCH(Outcome, outcome);
    QFETCH(MessageKeys::SoftJoin, join);
    QFETCH(bool, joins);
    MessageTracker tracker;
    for (const qint64 id : { 1, 2 }) {
        TrackedDelivery delivery = deliveryOf(id, seconds(id == 1 ? 0 : second), QByteArray::number(id), outcome);
        delivery.keys.soft = hashOf("soft");
        delivery.keys.softWindow = seconds(60);
        delivery.keys.softJoin = join;
        tracker.add(delivery);
    }
    const MessageFacts facts = *tracker.facts(DeliveryId { 2 });
    QCOMPARE(facts.message, DeliveryId { joins ? 1 : 2 });
    QCOMPARE(facts.isProbable, joins);
}

void MessageTrackerTest::anEarlierKeyCountsMoreThanALaterOne()
{
    MessageTracker tracker;
    tracker.add(deliveryOf(1, seconds(1), "first key"));
    tracker.add(deliveryOf(2, seconds(2), "second key"));
    TrackedDelivery both = deliveryOf(3, seconds(3), "first key");
    both.keys.keys.push_back({ hashOf("second key"), false, false, false });
    tracker.add(both);
    QCOMPARE(tracker.facts(DeliveryId { 3 })->message, DeliveryId { 1 });
}

void MessageTrackerTest::knowsTheNewestOfAResource()
{
    MessageTracker tracker;
    tracker.add(eventOf(1, seconds(1), "r", seconds(100)));
    tracker.add(eventOf(2, seconds(2), "r", seconds(300)));
    tracker.add(eventOf(3, seconds(3), "r", seconds(300)));
    tracker.add(eventOf(4, seconds(4), "r", seconds(200)));
    tracker.add(eventOf(5, seconds(5), "other", seconds(900)));
    for (const qint64 id : { 1, 2, 3, 4 })
        QCOMPARE(tracker.newestOfResource(DeliveryId { id }), DeliveryId { 2 });
    QVERIFY(!tracker.facts(DeliveryId { 3 })->isStale());
    const MessageFacts stale = *tracker.facts(DeliveryId { 4 });
    QVERIFY(stale.isStale());
    QCOMPARE(stale.order->newest, DeliveryId { 2 });
    QCOMPARE(stale.order->eventGap, std::chrono::microseconds(seconds(-100)));
    QCOMPARE(stale.order->arrivalGap, std::chrono::microseconds(seconds(2)));
    QCOMPARE(tracker.newestOfResource(DeliveryId { 5 }), DeliveryId { 5 });
}

void MessageTrackerTest::tellsTheEventsNextToOne_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<int>("most");
    QTest::addColumn<QList<qint64>>("events");
    using Ids = QList<qint64>;
    QTest::newRow("all") << qint64(3) << 100 << Ids { 1, 2, 3, 4, 5, 6 };
    QTest::newRow("as many as there are") << qint64(3) << 6 << Ids { 1, 2, 3, 4, 5, 6 };
    QTest::newRow("both sides") << qint64(3) << 3 << Ids { 2, 3, 4 };
    QTest::newRow("an even number") << qint64(3) << 4 << Ids { 1, 2, 3, 4 };
    QTest::newRow("at the begin") << qint64(1) << 3 << Ids { 1, 2, 3 };
    QTest::newRow("at the end") << qint64(6) << 3 << Ids { 4, 5, 6 };
    QTest::newRow("itself") << qint64(3) << 1 << Ids { 3 };
    QTest::newRow("none") << qint64(3) << 0 << Ids {};
    QTest::newRow("alone") << qint64(7) << 9 << Ids { 7 };
    QTest::newRow("no resource") << qint64(8) << 9 << Ids {};
    QTest::newRow("unknown") << qint64(9) << 9 << Ids {};
}

void MessageTrackerTest::tellsTheEventsNextToOne()
{
    QFETCH(qint64, id);
    QFETCH(int, most);
    QFETCH(QList<qint64>, events);
    MessageTracker tracker;
    for (const qint64 event : { 4, 2, 6, 1, 3, 5 })
        tracker.add(eventOf(event, seconds(event), "r", seconds(100 - event)));
    tracker.add(eventOf(7, seconds(3), "other", seconds(7)));
    tracker.add(deliveryOf(8, seconds(3), "no resource"));
    QList<qint64> told;
    for (const DeliveryId event : tracker.eventsOfResource(DeliveryId { id }, static_cast<std::size_t>(most)))
        told.append(event.value);
    QCOMPARE(told, events);
}

void MessageTrackerTest::aMillionEventsOfAResourceStayBounded()
{
    MessageTracker tracker;
    constexpr qint64 Events = 1'000'000;
    TrackedDelivery event = eventOf(1, seconds(0), "r", seconds(0));
    event.keys.keys.clear();
    for (qint64 id = 1; id <= Events; ++id) {
        event.id = DeliveryId { id };
        event.arrivedAt = SystemTime(seconds(id));
        tracker.add(event);
    }
    for (qint64 id = 100; id < Events; id += 997) {
        const std::vector<DeliveryId> events = tracker.eventsOfResource(DeliveryId { id }, 5);
        QCOMPARE(events.size(), std::size_t(5));
        QCOMPARE(events.front(), DeliveryId { id - 2 });
        QCOMPARE(events.back(), DeliveryId { id + 2 });
    }
}

void MessageTrackerTest::numbersStandForDeliveriesThatAreThere()
{
    MessageTracker tracker;
    QVERIFY(!tracker.numberOf(DeliveryId { 1 }));
    std::vector<quint32> numbers;
    for (qint64 id = 1; id <= 5'000; ++id) {
        tracker.add(deliveryOf(id, seconds(id), QByteArray::number(id / 2)));
        numbers.push_back(*tracker.numberOf(DeliveryId { id }));
    }
    tracker.add(deliveryOf(7, seconds(9'000), "moved"));
    for (qint64 id = 1; id <= 5'000; ++id)
        QCOMPARE(*tracker.numberOf(DeliveryId { id }), numbers[static_cast<std::size_t>(id - 1)]);
    std::sort(numbers.begin(), numbers.end());
    QVERIFY(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
    QCOMPARE(numbers.back(), 4'999U);
    const quint32 freed = *tracker.numberOf(DeliveryId { 40 });
    tracker.remove(DeliveryId { 40 });
    QVERIFY(!tracker.numberOf(DeliveryId { 40 }));
    tracker.add(deliveryOf(6'000, seconds(6'000), "next"));
    QCOMPARE(tracker.numberOf(DeliveryId { 6'000 }), freed);
}

void MessageTrackerTest::anEventSignedAnewKeepsItsFirstTime()
{
    MessageTracker tracker;
    const auto signedAnew = [](qint64 id, seconds at, const QByteArray& key) {
        TrackedDelivery delivery = eventOf(id, at, "r", at);
        delivery.keys.keys.front().hash = hashOf(key);
        delivery.keys.isSigningTime = true;
        delivery.outcome = Outcome::Retry;
        return delivery;
    };
    tracker.add(signedAnew(1, seconds(10), "old"));
    tracker.add(signedAnew(2, seconds(20), "new"));
    tracker.add(signedAnew(3, seconds(30), "old"));
    QVERIFY(tracker.facts(DeliveryId { 3 })->isStale());
    QCOMPARE(tracker.facts(DeliveryId { 3 })->eventTime, SystemTime(seconds(10)));
    QCOMPARE(tracker.newestOfResource(DeliveryId { 3 }), DeliveryId { 2 });
}

void MessageTrackerTest::aDeliveryThatIsAddedAgainReplacesItself()
{
    MessageTracker tracker;
    tracker.add(deliveryOf(1, seconds(1), "a"));
    tracker.add(deliveryOf(2, seconds(2), "a"));
    tracker.add(deliveryOf(1, seconds(1), "b"));
    QCOMPARE(tracker.size(), std::size_t(2));
    QCOMPARE(tracker.facts(DeliveryId { 2 })->kind, MessageKind::First);
}

void MessageTrackerTest::estimatesHowTheSendersClockStands()
{
    MessageTracker tracker;
    const KeyHash sender = hashOf("sender");
    for (qint64 id = 1; id <= 20; ++id) {
        QCOMPARE(tracker.clockSkew(sender).has_value(), id > ClockSkew::MinSamples);
        TrackedDelivery delivery = deliveryOf(id, seconds(1'000 + id), QByteArray::number(id));
        delivery.keys.sender = sender;
        // Ten minutes ahead; each fourth was an hour under way, and one has a time of the far future.
        const seconds lag = id % 4 == 0 ? seconds(3'000) : seconds(-600);
        delivery.keys.sentAt = id == 5 ? SystemTime(seconds(4'000'000'000)) : delivery.arrivedAt - lag;
        tracker.add(delivery);
    }
    QCOMPARE(tracker.clockSkew(sender)->lag, std::chrono::microseconds(seconds(-600)));
    QCOMPARE(tracker.clockSkew(sender)->samples, 20);
    QVERIFY(!tracker.clockSkew(hashOf("another")));
}

void MessageTrackerTest::holdsAHundredThousandMessages()
{
    MessageTracker tracker;
    constexpr qint64 Messages = 100'000;
    for (qint64 i = 0; i < Messages; ++i) {
        TrackedDelivery first = eventOf(2 * i + 1, seconds(i), QByteArray::number(i % 1'000), seconds(i));
        first.keys.keys.front().hash = hashOf(QByteArray::number(i));
        first.outcome = Outcome::Retry;
        tracker.add(first);
        first.id = DeliveryId { 2 * i + 2 };
        first.arrivedAt += seconds(60);
        tracker.add(first);
    }
    QCOMPARE(tracker.size(), std::size_t(2 * Messages));
    for (qint64 i = 0; i < Messages; i += 997) {
        const MessageFacts facts = *tracker.facts(DeliveryId { 2 * i + 2 });
        QCOMPARE(facts.message, DeliveryId { 2 * i + 1 });
        QCOMPARE(facts.attempt, 2);
        QVERIFY(!facts.isStale());
    }
    QVERIFY(tracker.memoryBytes() / (2 * Messages) < 130);
}

void MessageTrackerTest::doesNotKnowWhatItWasNotTold()
{
    MessageTracker tracker;
    QVERIFY(!tracker.facts(DeliveryId { 1 }));
    QVERIFY(tracker.remove(DeliveryId { 1 }).empty());
    QVERIFY(tracker.setOutcome(DeliveryId { 1 }, Outcome::Retry).empty());
    QVERIFY(tracker.deliveriesOfMessage(DeliveryId { 1 }).empty());
    QVERIFY(!tracker.newestOfResource(DeliveryId { 1 }));
    TrackedDelivery keyless;
    keyless.id = DeliveryId { 1 };
    tracker.add(keyless);
    QCOMPARE(tracker.facts(DeliveryId { 1 })->kind, MessageKind::First);
    QVERIFY(!tracker.newestOfResource(DeliveryId { 1 }));
}

QTEST_APPLESS_MAIN(MessageTrackerTest)
#include "tst_messagetracker.moc"

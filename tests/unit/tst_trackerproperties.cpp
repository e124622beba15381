// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagetracker.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <span>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

KeyHash hashOf(const QByteArray& text)
{
    return keyHash({ text });
}

Outcome randomOutcome(QRandomGenerator& random)
{
    static constexpr Outcome Outcomes[] { Outcome::Retry, Outcome::Acknowledged, Outcome::Failed, Outcome::Unknown };
    return Outcomes[random.bounded(4)];
}

/// Few different keys and times, so that chains meet, cross and tie.
TrackedDelivery randomDelivery(qint64 id, QRandomGenerator& random)
{
    const auto few
        = [&](const char* name, int count) { return hashOf(name + QByteArray::number(random.bounded(count))); };
    TrackedDelivery delivery;
    delivery.id = DeliveryId { id };
    delivery.arrivedAt = SystemTime(seconds(random.bounded(60)));
    delivery.outcome = randomOutcome(random);
    MessageKeys& keys = delivery.keys;
    keys.sender = keys.subscription = few("sender", 2);
    if (random.bounded(2) == 0)
        keys.keys.push_back({ few("attempt", 12), false, false, true });
    if (random.bounded(3) > 0)
        keys.keys.push_back({ few("body", 12), true, false, false });
    if (random.bounded(3) > 0)
        keys.keys.push_back({ few("token", 12), false, true, false });
    if (random.bounded(2) == 0) {
        keys.soft = few("soft", 4);
        keys.softWindow = seconds(random.bounded(40));
        keys.softJoin = random.bounded(2) == 0 ? MessageKeys::SoftJoin::Always : MessageKeys::SoftJoin::AfterFailure;
    }
    if (random.bounded(4) == 0)
        keys.signedBytes = few("bytes", 4);
    if (random.bounded(2) == 0) {
        keys.order = few("order", 3);
        keys.eventTime = SystemTime(seconds(random.bounded(20)));
        keys.isSigningTime = random.bounded(3) == 0;
    }
    keys.claimedAttempt = random.bounded(8) == 0 ? 2 + random.bounded(3) : 0;
    return delivery;
}

/// Of very few keys, so that messages and resources get long.
TrackedDelivery crowdedDelivery(qint64 id, QRandomGenerator& random)
{
    TrackedDelivery delivery = randomDelivery(id, random);
    const auto few
        = [&](const char* name, int count) { return hashOf(name + QByteArray::number(random.bounded(count))); };
    delivery.keys.keys = { { few("body", 3), true, false, false } };
    delivery.keys.order = few("order", 2);
    delivery.keys.eventTime = SystemTime(seconds(random.bounded(200)));
    return delivery;
}

std::map<qint64, MessageFacts> factsOf(const MessageTracker& tracker, const std::vector<TrackedDelivery>& deliveries)
{
    std::map<qint64, MessageFacts> facts;
    for (const TrackedDelivery& delivery : deliveries) {
        if (const std::optional<MessageFacts> known = tracker.facts(delivery.id))
            facts.emplace(delivery.id.value, *known);
    }
    return facts;
}

/// Those of \p after that are others than before, or new.
std::vector<DeliveryId> differences(
    const std::map<qint64, MessageFacts>& before, const std::map<qint64, MessageFacts>& after)
{
    std::vector<DeliveryId> ids;
    for (const auto& [id, facts] : after) {
        const auto other = before.find(id);
        if (other == before.end() || !(other->second == facts))
            ids.push_back(DeliveryId { id });
    }
    return ids;
}

std::vector<DeliveryId> sorted(std::vector<DeliveryId> ids)
{
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool includesAll(const std::vector<DeliveryId>& changed, const std::vector<DeliveryId>& wanted)
{
    const std::vector<DeliveryId> all = sorted(changed);
    return std::includes(all.begin(), all.end(), wanted.begin(), wanted.end());
}

} // namespace

/// What holds for any deliveries.
class TrackerPropertiesTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void anyOrderOfAddingGivesTheSameFacts();
    void removingIsAsIfItHadNeverCome();
    void manyAtOnceAreLikeOneAfterTheOther();
    void settingTheOutcomeIsAsIfItHadBeenKnown();
    void namesWhateverChanges();
    void longListsGrowAndShrinkAsShortOnesDo();
};

void TrackerPropertiesTest::anyOrderOfAddingGivesTheSameFacts()
{
    QRandomGenerator random(4711);
    for (int round = 0; round < 200; ++round) {
        std::vector<TrackedDelivery> deliveries;
        for (int i = 1; i <= 40; ++i)
            deliveries.push_back(randomDelivery(i, random));
        MessageTracker first;
        for (const TrackedDelivery& delivery : deliveries)
            first.add(delivery);
        const std::map<qint64, MessageFacts> expected = factsOf(first, deliveries);
        std::vector<TrackedDelivery> byArrival = deliveries;
        std::sort(byArrival.begin(), byArrival.end(),
            [](const auto& a, const auto& b) { return std::pair(a.arrivedAt, a.id) < std::pair(b.arrivedAt, b.id); });
        MessageTracker second;
        for (const TrackedDelivery& delivery : byArrival)
            QCOMPARE(second.add(delivery), std::vector { delivery.id });
        QVERIFY(factsOf(second, deliveries) == expected);
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        MessageTracker third;
        for (const TrackedDelivery& delivery : deliveries)
            third.add(delivery);
        QVERIFY(factsOf(third, deliveries) == expected);
    }
}

void TrackerPropertiesTest::removingIsAsIfItHadNeverCome()
{
    QRandomGenerator random(4712);
    for (int round = 0; round < 100; ++round) {
        std::vector<TrackedDelivery> deliveries;
        MessageTracker tracker;
        for (int i = 1; i <= 40; ++i) {
            deliveries.push_back(randomDelivery(i, random));
            tracker.add(deliveries.back());
        }
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        while (deliveries.size() > 20) {
            const auto before = factsOf(tracker, deliveries);
            const std::vector<DeliveryId> changed = tracker.remove(deliveries.back().id);
            deliveries.pop_back();
            QVERIFY(includesAll(changed, differences(before, factsOf(tracker, deliveries))));
        }
        // What is freed is used again.
        for (int i = 41; i <= 60; ++i) {
            deliveries.push_back(randomDelivery(i, random));
            tracker.add(deliveries.back());
        }
        MessageTracker fresh;
        for (const TrackedDelivery& delivery : deliveries)
            fresh.add(delivery);
        QCOMPARE(tracker.size(), fresh.size());
        QVERIFY(factsOf(tracker, deliveries) == factsOf(fresh, deliveries));
    }
}

/// Of some the first delivery goes while the rest stays.
void TrackerPropertiesTest::manyAtOnceAreLikeOneAfterTheOther()
{
    QRandomGenerator random(4714);
    for (int round = 0; round < 200; ++round) {
        std::vector<TrackedDelivery> deliveries;
        for (int i = 1; i <= 40; ++i)
            deliveries.push_back(randomDelivery(i, random));
        std::vector<DeliveryId> gone;
        for (const TrackedDelivery& delivery : deliveries) {
            if (random.bounded(3) == 0)
                gone.push_back(delivery.id);
        }
        std::shuffle(gone.begin(), gone.end(), random);
        MessageTracker single;
        for (const TrackedDelivery& delivery : deliveries)
            single.add(delivery);
        MessageTracker many;
        for (std::span<const TrackedDelivery> left(deliveries); !left.empty();) {
            const std::size_t some = std::min<std::size_t>(left.size(), 1 + random.bounded(15U));
            const auto before = factsOf(many, deliveries);
            const std::vector<DeliveryId> changed = many.addAll(left.first(some));
            QVERIFY(includesAll(changed, differences(before, factsOf(many, deliveries))));
            left = left.subspan(some);
        }
        QVERIFY(factsOf(many, deliveries) == factsOf(single, deliveries));
        for (const DeliveryId id : gone)
            single.remove(id);
        const auto before = factsOf(many, deliveries);
        const std::vector<DeliveryId> changed = many.removeAll(gone);
        const auto after = factsOf(many, deliveries);
        QVERIFY(after == factsOf(single, deliveries));
        QVERIFY(includesAll(changed, differences(before, after)));
        many.addAll(deliveries); // those that are there are replaced
        QCOMPARE(many.size(), deliveries.size());
        for (const auto& [id, facts] : factsOf(many, deliveries)) {
            QCOMPARE(many.countOfMessage({ id }), many.deliveriesOfMessage({ id }).size());
            const std::optional<DeliveryId> next = many.attemptAfter({ id });
            QVERIFY(!next || many.attemptBefore(*next) == DeliveryId { id });
            const std::vector<DeliveryId> some = many.someOfMessage({ id }, 3);
            QVERIFY(some.size() <= 3 && some.front() == facts.message);
        }
    }
}

void TrackerPropertiesTest::settingTheOutcomeIsAsIfItHadBeenKnown()
{
    QRandomGenerator random(4713);
    for (int round = 0; round < 100; ++round) {
        std::vector<TrackedDelivery> deliveries;
        MessageTracker known;
        MessageTracker told;
        for (int i = 1; i <= 30; ++i) {
            deliveries.push_back(randomDelivery(i, random));
            known.add(deliveries.back());
            TrackedDelivery undecided = deliveries.back();
            undecided.outcome = Outcome::Unknown;
            told.add(undecided);
        }
        for (const TrackedDelivery& delivery : deliveries) {
            const auto before = factsOf(told, deliveries);
            const std::vector<DeliveryId> changed = told.setOutcome(delivery.id, delivery.outcome);
            QVERIFY(includesAll(changed, differences(before, factsOf(told, deliveries))));
        }
        QVERIFY(factsOf(told, deliveries) == factsOf(known, deliveries));
    }
}

void TrackerPropertiesTest::namesWhateverChanges()
{
    QRandomGenerator random(4714);
    for (int round = 0; round < 100; ++round) {
        std::vector<TrackedDelivery> deliveries;
        MessageTracker tracker;
        for (int i = 1; i <= 40; ++i) {
            const auto before = factsOf(tracker, deliveries);
            deliveries.push_back(randomDelivery(i, random));
            const std::vector<DeliveryId> changed = tracker.add(deliveries.back());
            QCOMPARE(changed.front(), deliveries.back().id);
            QVERIFY(includesAll(changed, differences(before, factsOf(tracker, deliveries))));
        }
    }
}

void TrackerPropertiesTest::longListsGrowAndShrinkAsShortOnesDo()
{
    QRandomGenerator random(4715);
    for (int round = 0; round < 20; ++round) {
        std::vector<TrackedDelivery> deliveries;
        MessageTracker tracker;
        for (int i = 1; i <= 120; ++i) {
            const auto before = factsOf(tracker, deliveries);
            deliveries.push_back(crowdedDelivery(i, random));
            const std::vector<DeliveryId> changed = tracker.add(deliveries.back());
            QVERIFY(includesAll(changed, differences(before, factsOf(tracker, deliveries))));
        }
        std::shuffle(deliveries.begin(), deliveries.end(), random);
        while (!deliveries.empty()) {
            const auto before = factsOf(tracker, deliveries);
            const std::vector<DeliveryId> changed = tracker.remove(deliveries.back().id);
            deliveries.pop_back();
            const auto after = factsOf(tracker, deliveries);
            QVERIFY(includesAll(changed, differences(before, after)));
            if (deliveries.size() % 7 != 0)
                continue;
            MessageTracker fresh;
            for (const TrackedDelivery& delivery : deliveries)
                fresh.add(delivery);
            QVERIFY(after == factsOf(fresh, deliveries));
            for (const TrackedDelivery& delivery : deliveries) {
                QCOMPARE(tracker.deliveriesOfMessage(delivery.id), fresh.deliveriesOfMessage(delivery.id));
                QCOMPARE(tracker.newestOfResource(delivery.id), fresh.newestOfResource(delivery.id));
                QCOMPARE(tracker.eventsOfResource(delivery.id, 1'000), fresh.eventsOfResource(delivery.id, 1'000));
            }
        }
        QCOMPARE(tracker.size(), std::size_t(0));
    }
}

QTEST_APPLESS_MAIN(TrackerPropertiesTest)
#include "tst_trackerproperties.moc"

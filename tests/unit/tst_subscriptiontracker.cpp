// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptiontracker.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <limits>
#include <map>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using std::chrono::seconds;
using Status = SubscriptionState::Status;

namespace {

const KeyHash Subscription = keyHash({ "subscription" });

DisableRule afterFailures(int count)
{
    DisableRule rule;
    rule.afterFailures = { count, true };
    rule.state = { DisableRule::State::Paused, false };
    return rule;
}

AttemptReport reportAt(seconds at, bool isFailure)
{
    AttemptReport report;
    report.arrivedAt = SystemTime(at);
    report.isFailure = isFailure;
    report.isAcknowledged = !isFailure;
    return report;
}

/// A tracker that got so many failures, an hour apart.
SubscriptionTracker failing(const DisableRule& rule, int failures)
{
    SubscriptionTracker tracker;
    tracker.setRule(Subscription, rule);
    for (int i = 1; i <= failures; ++i)
        tracker.add(Subscription, DeliveryId { i }, reportAt(seconds(3'600 * i), true));
    return tracker;
}

/// Everything that was told of a subscription, judged the plain way.
class PlainLog {
public:
    void put(const AttemptEntry& entry) { m_entries[entry.place()] = entry; }
    void remove(const AttemptPlace& place) { m_entries.erase(place); }
    const std::map<AttemptPlace, AttemptEntry>& entries() const { return m_entries; }
    SubscriptionState before(const DisableRule& rule, const AttemptPlace& place) const
    {
        SubscriptionState state;
        for (const auto& [at, entry] : m_entries) {
            if (!(at < place))
                break;
            if (entry.delivery != 0) {
                state = stateAfter(&rule, state, entry.attempt);
                continue;
            }
            state = {};
            state.status = entry.status;
            state.failures = entry.failures;
            state.isCorrected = true;
            if (entry.failures > 0)
                state.failingSince = at.arrivedAt;
            if (entry.status != Status::Active)
                state.stoppedAt = at.arrivedAt;
        }
        return state;
    }

private:
    std::map<AttemptPlace, AttemptEntry> m_entries;
};

constexpr AttemptPlace Behind { SystemTime(seconds(1'000'000'000)), 1 };

/// Whether both say the same of the end and of each attempt.
bool agree(const SubscriptionTracker& tracker, const PlainLog& plain, const DisableRule& rule)
{
    bool isSame = tracker.state(Subscription) == plain.before(rule, Behind);
    for (const auto& [place, entry] : plain.entries()) {
        isSame = isSame
            && tracker.stateBefore(Subscription, place.arrivedAt, DeliveryId { place.delivery })
                == plain.before(rule, place);
    }
    return isSame;
}

} // namespace

class SubscriptionTrackerTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void countsFailuresUntilTheLimit();
    void aSuccessStartsAnew_data();
    void aSuccessStartsAnew();
    void countsLostMessagesWhereThoseCount();
    void stopsAfterATimeOfNothingButFailures();
    void stopsWhenAMessageIsExhausted();
    void stopsWhenToldTo();
    void goesOnWhenDeliveriesComeAllTheSame();
    void whatWasUnderWayDoesNotResumeIt();
    void aPersonCorrectsIt();
    void anyOrderOfAddingGivesTheSameState();
    void theRuleMayComeLater();
    void tellsTheStateBeforeAnAttempt();
    void anyChangeIsAsIfItHadAlwaysBeenSo_data();
    void anyChangeIsAsIfItHadAlwaysBeenSo();
    void packsWhateverComes();
    void aLongFailureStaysCheap();
};

void SubscriptionTrackerTest::countsFailuresUntilTheLimit()
{
    const DisableRule rule = afterFailures(11);
    const SubscriptionState before = failing(rule, 9).state(Subscription);
    QCOMPARE(before.status, Status::Active);
    const std::optional<StopForecast> forecast = stopForecast(&rule, before);
    QCOMPARE(forecast->failuresLeft, 2);
    QCOMPARE(forecast->becomes, Status::Paused);
    QVERIFY(forecast->isAssumed);
    QCOMPARE(failing(rule, 10).state(Subscription).status, Status::Active);
    const SubscriptionState after = failing(rule, 11).state(Subscription);
    QCOMPARE(after.status, Status::Paused);
    QCOMPARE(after.stoppedAt, SystemTime(seconds(11 * 3'600)));
    QVERIFY(!stopForecast(&rule, after));
}

void SubscriptionTrackerTest::aSuccessStartsAnew_data()
{
    QTest::addColumn<bool>("resets");
    QTest::newRow("where it resets") << true;
    QTest::newRow("where it does not") << false;
}

void SubscriptionTrackerTest::aSuccessStartsAnew()
{
    QFETCH(bool, resets);
    DisableRule rule = afterFailures(11);
    rule.resetsOnSuccess = { resets, true };
    SubscriptionTracker tracker = failing(rule, 5);
    tracker.add(Subscription, DeliveryId { 100 }, reportAt(seconds(100'000), false));
    QCOMPARE(tracker.state(Subscription).failures, resets ? 0 : 5);
}

void SubscriptionTrackerTest::countsLostMessagesWhereThoseCount()
{
    DisableRule rule = afterFailures(2);
    rule.counts = { DisableRule::Count::Events, false };
    SubscriptionTracker tracker = failing(rule, 5);
    QCOMPARE(tracker.state(Subscription).failures, 0);
    AttemptReport last = reportAt(seconds(100'000), true);
    last.isLastAttempt = true;
    tracker.add(Subscription, DeliveryId { 100 }, last);
    QCOMPARE(tracker.state(Subscription).failures, 1);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
}

void SubscriptionTrackerTest::stopsAfterATimeOfNothingButFailures()
{
    DisableRule rule;
    rule.after = { seconds(7'200), false };
    QCOMPARE(failing(rule, 2).state(Subscription).status, Status::Active);
    QCOMPARE(*stopForecast(&rule, failing(rule, 2).state(Subscription))->failingUntil, SystemTime(seconds(10'800)));
    QCOMPARE(failing(rule, 3).state(Subscription).status, Status::Disabled);
}

void SubscriptionTrackerTest::stopsWhenAMessageIsExhausted()
{
    DisableRule rule;
    rule.onExhaustion = { true, true };
    SubscriptionTracker tracker = failing(rule, 7);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
    AttemptReport last = reportAt(seconds(100'000), true);
    last.isLastAttempt = true;
    tracker.add(Subscription, DeliveryId { 100 }, last);
    QCOMPARE(tracker.state(Subscription).status, Status::Disabled);
}

void SubscriptionTrackerTest::stopsWhenToldTo()
{
    SubscriptionTracker tracker;
    AttemptReport gone = reportAt(seconds(1), true);
    gone.endsSubscription = true;
    tracker.add(Subscription, DeliveryId { 1 }, gone);
    QCOMPARE(tracker.state(Subscription).status, Status::Disabled);
    QCOMPARE(tracker.state(keyHash({ "another" })).status, Status::Active);
}

void SubscriptionTrackerTest::goesOnWhenDeliveriesComeAllTheSame()
{
    SubscriptionTracker tracker = failing(afterFailures(3), 4);
    const SubscriptionState state = tracker.state(Subscription);
    QCOMPARE(state.status, Status::Active);
    QVERIFY(state.isContradicted);
    QCOMPARE(state.failures, 1);
}

void SubscriptionTrackerTest::whatWasUnderWayDoesNotResumeIt()
{
    SubscriptionTracker tracker = failing(afterFailures(3), 3);
    const SystemTime stopped = *tracker.state(Subscription).stoppedAt;
    AttemptReport late = reportAt(seconds(0), false);
    late.arrivedAt = stopped + SubscriptionTracker::UnderWay;
    tracker.add(Subscription, DeliveryId { 100 }, late);
    QCOMPARE(tracker.state(Subscription).status, Status::Paused);
    late.arrivedAt += std::chrono::microseconds(1);
    tracker.add(Subscription, DeliveryId { 101 }, late);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
}

void SubscriptionTrackerTest::aPersonCorrectsIt()
{
    SubscriptionTracker tracker = failing(afterFailures(11), 5);
    tracker.correct(Subscription, SystemTime(seconds(3'600 * 5 + 1)), Status::Active, 9);
    QVERIFY(tracker.state(Subscription).isCorrected);
    QCOMPARE(tracker.state(Subscription).failures, 9);
    tracker.add(Subscription, DeliveryId { 6 }, reportAt(seconds(3'600 * 6), true));
    tracker.add(Subscription, DeliveryId { 7 }, reportAt(seconds(3'600 * 7), true));
    QCOMPARE(tracker.state(Subscription).status, Status::Paused);
    tracker.correct(Subscription, SystemTime(seconds(3'600 * 7 + 1)), Status::Active, 0);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
    QCOMPARE(tracker.state(Subscription).failures, 0);
    QVERIFY(!tracker.state(Subscription).isContradicted);
}

void SubscriptionTrackerTest::anyOrderOfAddingGivesTheSameState()
{
    QRandomGenerator random(8);
    for (int round = 0; round < 50; ++round) {
        std::vector<std::pair<DeliveryId, AttemptReport>> attempts;
        for (int i = 1; i <= 300; ++i)
            attempts.emplace_back(DeliveryId { i }, reportAt(seconds(random.bounded(20'000)), random.bounded(8) > 0));
        SubscriptionTracker first;
        first.setRule(Subscription, afterFailures(11));
        for (const auto& [id, report] : attempts)
            first.add(Subscription, id, report);
        std::shuffle(attempts.begin(), attempts.end(), random);
        SubscriptionTracker second;
        second.setRule(Subscription, afterFailures(11));
        for (const auto& [id, report] : attempts)
            second.add(Subscription, id, report);
        QCOMPARE(second.state(Subscription), first.state(Subscription));
        // One that is removed leaves no trace.
        const AttemptReport extra = reportAt(seconds(10'000), true);
        second.add(Subscription, DeliveryId { 1'000 }, extra);
        second.remove(Subscription, DeliveryId { 1'000 }, extra.arrivedAt);
        QCOMPARE(second.state(Subscription), first.state(Subscription));
    }
}

void SubscriptionTrackerTest::theRuleMayComeLater()
{
    SubscriptionTracker tracker = failing({}, 11);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
    tracker.setRule(Subscription, afterFailures(11));
    QCOMPARE(tracker.state(Subscription).status, Status::Paused);
    tracker.remove(Subscription, DeliveryId { 4 }, SystemTime(seconds(4 * 3'600)));
    QCOMPARE(tracker.state(Subscription).failures, 10);
    QCOMPARE(tracker.state(Subscription).status, Status::Active);
}

void SubscriptionTrackerTest::tellsTheStateBeforeAnAttempt()
{
    const SubscriptionTracker tracker = failing(afterFailures(11), 200);
    for (int i = 1; i <= 11; ++i) {
        const SystemTime at(seconds(3'600 * i));
        QCOMPARE(tracker.stateBefore(Subscription, at, DeliveryId { i }).failures, i - 1);
        QCOMPARE(tracker.stateBefore(Subscription, at, DeliveryId { i + 1 }).failures, i);
    }
    const SubscriptionState twelfth = tracker.stateBefore(Subscription, SystemTime(seconds(12 * 3'600)), { 12 });
    QCOMPARE(twelfth.status, Status::Paused);
    QCOMPARE(tracker.stateBefore(Subscription, Behind.arrivedAt, { 1 }), tracker.state(Subscription));
    QCOMPARE(tracker.stateBefore(Subscription, SystemTime(), { 1 }), SubscriptionState());
    QCOMPARE(tracker.stateBefore(keyHash({ "another" }), Behind.arrivedAt, { 1 }), SubscriptionState());
}

void SubscriptionTrackerTest::anyChangeIsAsIfItHadAlwaysBeenSo_data()
{
    QTest::addColumn<int>("successes");
    QTest::newRow("now and then a success") << 8;
    QTest::newRow("nothing but failures") << 0;
    QTest::newRow("seldom a failure") << 90;
}

void SubscriptionTrackerTest::anyChangeIsAsIfItHadAlwaysBeenSo()
{
    QFETCH(int, successes);
    QRandomGenerator random(9);
    for (int round = 0; round < 12; ++round) {
        DisableRule rule = afterFailures(5 + random.bounded(400));
        SubscriptionTracker tracker;
        tracker.setRule(Subscription, rule);
        PlainLog plain;
        // The newer half comes in order, then the older one below it, then whatever.
        const auto change = [&](qint64 id, int second) {
            AttemptEntry entry;
            entry.delivery = id;
            entry.attempt = reportAt(seconds(second), random.bounded(100) >= successes);
            if (random.bounded(100) == 0) {
                entry = { {}, 0, random.bounded(4), random.bounded(2) == 0 ? Status::Active : Status::Disabled };
                entry.attempt.arrivedAt = SystemTime(seconds(second));
                tracker.correct(Subscription, entry.attempt.arrivedAt, entry.status, entry.failures);
            } else {
                tracker.add(Subscription, DeliveryId { id }, entry.attempt);
            }
            plain.put(entry);
        };
        for (int i = 500; i < 900; ++i)
            change(i, i * 30);
        for (int i = 1; i < 500; ++i) {
            change(i, i * 30);
            if (random.bounded(20) == 0)
                change(900 + i, (900 + i) * 30);
        }
        QVERIFY(agree(tracker, plain, rule));
        for (int step = 0; step < 200; ++step) {
            if (random.bounded(2) == 0) {
                change(1 + random.bounded(1'500), random.bounded(60'000));
            } else {
                auto at = plain.entries().begin();
                std::advance(at, random.bounded(int(plain.entries().size())));
                const AttemptPlace place = at->first;
                tracker.remove(Subscription, DeliveryId { place.delivery }, place.arrivedAt);
                plain.remove(place);
            }
            if (step % 4 == 0)
                QCOMPARE(tracker.state(Subscription), plain.before(rule, Behind));
        }
        QVERIFY(agree(tracker, plain, rule));
        rule.resetsOnSuccess = { false, false };
        tracker.setRule(Subscription, rule);
        QVERIFY(agree(tracker, plain, rule));
        while (!plain.entries().empty()) {
            const AttemptPlace place = plain.entries().rbegin()->first;
            tracker.remove(Subscription, DeliveryId { place.delivery }, place.arrivedAt);
            plain.remove(place);
        }
        QCOMPARE(tracker.state(Subscription), SubscriptionState());
    }
}

void SubscriptionTrackerTest::packsWhateverComes()
{
    constexpr qint64 Most = std::numeric_limits<qint64>::max();
    std::vector<AttemptEntry> entries;
    for (const qint64 time :
        { -Most - 1, -Most, qint64(-1), qint64(0), qint64(1), qint64(1'767'225'600'000'000), Most }) {
        for (const qint64 delivery : { qint64(0), qint64(1), qint64(7), qint64(8), qint64(16), Most }) {
            AttemptEntry entry;
            entry.attempt.arrivedAt = SystemTime(std::chrono::microseconds(time));
            entry.delivery = delivery;
            if (delivery == 0) {
                entry.status = Status::Removed;
                entry.failures = std::numeric_limits<int>::max();
            } else {
                entry.attempt.isAcknowledged = (delivery & 1) != 0;
                entry.attempt.isFailure = (delivery & 8) != 0;
                entry.attempt.isLastAttempt = delivery == Most;
                entry.attempt.endsSubscription = delivery == 16;
            }
            entries.push_back(entry);
        }
    }
    const AttemptBlock block(entries.begin(), entries.end());
    QVERIFY(block.entries() == entries);
    QVERIFY(block.first() == entries.front().place());
    QVERIFY(block.last() == entries.back().place());
}

void SubscriptionTrackerTest::aLongFailureStaysCheap()
{
    SubscriptionTracker tracker;
    constexpr int Attempts = 200'000;
    // Newer ones first, then all the older ones below them.
    const auto add = [&](int i) { tracker.add(Subscription, DeliveryId { i }, reportAt(seconds(i), true)); };
    for (int i = Attempts / 2; i < Attempts; ++i)
        add(i);
    for (int i = 1; i < Attempts / 2; ++i)
        add(i);
    QCOMPARE(tracker.state(Subscription).failures, Attempts - 1);
    QVERIFY(tracker.memoryBytes() / Attempts < 12);
}

QTEST_APPLESS_MAIN(SubscriptionTrackerTest)
#include "tst_subscriptiontracker.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptiontracker.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

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

QTEST_APPLESS_MAIN(SubscriptionTrackerTest)
#include "tst_subscriptiontracker.moc"

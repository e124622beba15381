// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/attemptsequel.h"
#include "delivery/reaction/schedulecheck.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const SystemTime Begin { seconds(1'767'225'600) };

DeliveryRules schedule(std::vector<milliseconds> delays, bool isJittered = false)
{
    DeliveryRules rules;
    rules.statuses.push_back({ *parseStatusKey("2xx"), Outcome::Acknowledged, false, {} });
    rules.statuses.push_back({ *parseStatusKey("other"), Outcome::Retry, false, {} });
    RetryRule retry;
    retry.kind = { RetryRule::Kind::Schedule, false };
    retry.delays = { std::move(delays), false };
    retry.isJittered = { isJittered, false };
    rules.retry = retry;
    return rules;
}

Reaction reaction(const DeliveryRules& rules, int status, int attempt, milliseconds delay = {})
{
    Response response;
    response.status = status;
    response.delay = delay;
    AttemptContext context;
    context.arrivedAt = Begin;
    context.attempt = attempt;
    return reactionTo(&rules, response, context);
}

} // namespace

class ScheduleCheckTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void comparesTheWaitWithTheSchedule_data();
    void comparesTheWaitWithTheSchedule();
    void countsFromTheEndOfTheAttempt();
    void tellsAttemptsThatShouldNotCome();
    void saysNothingWhereNobodyDoes();
    void countsDownToTheNextAttempt();
    void repeatsTheLastWaitWhileAttemptsAreLeft();
    void doublesGrowingWaits();
};

void ScheduleCheckTest::comparesTheWaitWithTheSchedule_data()
{
    QTest::addColumn<int>("wait");
    QTest::addColumn<bool>("isJittered");
    QTest::addColumn<int>("observed");
    QTest::addColumn<ScheduleCheck::Result>("result");
    QTest::addColumn<int>("deviation");
    using Result = ScheduleCheck::Result;
    QTest::newRow("a second later") << 60'000 << false << 61'000 << Result::OnTime << 1'000;
    QTest::newRow("at the end of the tolerance") << 60'000 << false << 66'000 << Result::OnTime << 6'000;
    QTest::newRow("beyond it") << 60'000 << false << 66'001 << Result::Late << 6'001;
    QTest::newRow("early, within it") << 60'000 << false << 54'000 << Result::OnTime << -6'000;
    QTest::newRow("too early") << 60'000 << false << 53'999 << Result::Early << -6'001;
    QTest::newRow("two seconds of a short wait") << 5'000 << false << 7'000 << Result::OnTime << 2'000;
    QTest::newRow("more of a short wait") << 5'000 << false << 7'001 << Result::Late << 2'001;
    QTest::newRow("ten minutes of a long one") << 36'000'000 << false << 36'600'000 << Result::OnTime << 600'000;
    QTest::newRow("more of a long one") << 36'000'000 << false << 36'600'001 << Result::Late << 600'001;
    QTest::newRow("within the jitter") << 60'000 << true << 75'000 << Result::OnTime << 0;
    QTest::newRow("beyond jitter and tolerance") << 60'000 << true << 81'001 << Result::Late << 6'001;
}

void ScheduleCheckTest::comparesTheWaitWithTheSchedule()
{
    QFETCH(int, wait);
    QFETCH(bool, isJittered);
    QFETCH(int, observed);
    QFETCH(ScheduleCheck::Result, result);
    QFETCH(int, deviation);
    const Reaction last = reaction(schedule({ milliseconds(wait) }, isJittered), 500, 1);
    const ScheduleCheck check = checkSchedule(last, Begin, Begin + milliseconds(observed));
    QCOMPARE(check.result, result);
    QCOMPARE(check.observed, milliseconds(observed));
    QCOMPARE(check.expected, milliseconds(wait));
    QCOMPARE(check.deviation, milliseconds(deviation));
}

void ScheduleCheckTest::countsFromTheEndOfTheAttempt()
{
    DeliveryRules rules = schedule({ milliseconds(5'000) });
    const Reaction slow = reaction(rules, 500, 1, seconds(20));
    QCOMPARE(checkSchedule(slow, Begin, Begin + seconds(25)).result, ScheduleCheck::Result::OnTime);
    rules.timeout = { milliseconds(15'000), false };
    const Reaction late = reaction(rules, 200, 1, seconds(20));
    QVERIFY(late.isAssumed && late.has(ReactionReason::LikeServerError));
    rules.statuses.push_back({ *parseStatusKey("timeout"), Outcome::Retry, false, {} });
    const Reaction timedOut = reaction(rules, 200, 1, seconds(20));
    QVERIFY(!timedOut.isAssumed);
    const ScheduleCheck check = checkSchedule(timedOut, Begin, Begin + seconds(20));
    QCOMPARE(check.result, ScheduleCheck::Result::OnTime);
    QCOMPARE(check.observed, milliseconds(5'000));
}

void ScheduleCheckTest::tellsAttemptsThatShouldNotCome()
{
    const DeliveryRules rules = schedule({ milliseconds(5'000) });
    const ScheduleCheck acknowledged = checkSchedule(reaction(rules, 200, 1), Begin, Begin + seconds(5));
    QCOMPARE(acknowledged.result, ScheduleCheck::Result::Unexpected);
    QVERIFY(!acknowledged.isBeyondLast);
    const ScheduleCheck beyond = checkSchedule(reaction(rules, 500, 2), Begin, Begin + seconds(5));
    QCOMPARE(beyond.result, ScheduleCheck::Result::Unexpected);
    QVERIFY(beyond.isBeyondLast);
}

void ScheduleCheckTest::saysNothingWhereNobodyDoes()
{
    DeliveryRules rules = schedule({});
    rules.retry->kind.value = RetryRule::Kind::Unknown;
    const Reaction last = reaction(rules, 500, 1);
    QCOMPARE(last.kind, ReactionKind::Retry);
    QCOMPARE(checkSchedule(last, Begin, Begin + seconds(5)).result, ScheduleCheck::Result::NotKnown);
    QVERIFY(!countdown(last, Begin));
}

void ScheduleCheckTest::countsDownToTheNextAttempt()
{
    const DeliveryRules rules = schedule({ milliseconds(60'000) });
    const Reaction last = reaction(rules, 500, 1);
    QCOMPARE(countdown(last, Begin + seconds(20))->remaining, milliseconds(40'000));
    QCOMPARE(countdown(last, Begin)->dueAt, Begin + seconds(60));
    QVERIFY(!countdown(last, Begin + seconds(66))->isOverdue);
    QVERIFY(countdown(last, Begin + milliseconds(66'001))->isOverdue);
    QVERIFY(!countdown(reaction(rules, 200, 1), Begin));
}

void ScheduleCheckTest::repeatsTheLastWaitWhileAttemptsAreLeft()
{
    RetryRule rule = *schedule({ milliseconds(10), milliseconds(20) }).retry;
    QCOMPARE(attemptsOf(rule)->value, 3);
    QCOMPARE(waitBefore(rule, 3)->nominal, milliseconds(20));
    QVERIFY(!waitBefore(rule, 4));
    QVERIFY(!waitBefore(rule, 1));
    rule.attempts = { 5, false };
    QCOMPARE(waitBefore(rule, 5)->nominal, milliseconds(20));
    QVERIFY(waitBefore(rule, 5)->isAssumed);
    QVERIFY(!waitBefore(rule, 3)->isAssumed);
    QVERIFY(!waitBefore(rule, 6));
}

void ScheduleCheckTest::doublesGrowingWaits()
{
    RetryRule rule;
    rule.kind = { RetryRule::Kind::Exponential, false };
    QVERIFY(!waitBefore(rule, 2));
    rule.firstDelay = { milliseconds(10'000), false };
    rule.maxDelay = { milliseconds(35'000), false };
    QCOMPARE(waitBefore(rule, 2)->nominal, milliseconds(10'000));
    QCOMPARE(waitBefore(rule, 3)->nominal, milliseconds(20'000));
    QCOMPARE(waitBefore(rule, 4)->nominal, milliseconds(35'000));
    QVERIFY(waitBefore(rule, 3)->isAssumed);
    rule.maxDelay.reset();
    QVERIFY(waitBefore(rule, 10'000)->nominal <= milliseconds(366LL * 86'400'000));
}

QTEST_APPLESS_MAIN(ScheduleCheckTest)
#include "tst_schedulecheck.moc"

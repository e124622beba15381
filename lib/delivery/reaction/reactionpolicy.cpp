// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/reactionpolicy.h"

#include "delivery/reaction/attemptsequel.h"

#include <algorithm>

namespace hookloupe {

namespace {

using std::chrono::milliseconds;

/// Builds the reaction to one response.
class ReactionMaker {
public:
    ReactionMaker(const DeliveryRules* rules, const Response& response, const AttemptContext& context)
        : m_rules(rules)
        , m_response(response)
        , m_context(context)
    {
    }

    Reaction make();

private:
    void decideRetry();
    void decideNext(const RetryRule& rule);
    void heedRetryAfter(const RetryRule& rule);
    void lose(ReactionReason reason);
    void judgeSubscription();
    bool countsAsFailure() const;
    SystemTime knownAt() const { return m_context.arrivedAt + m_reaction.meaning.knownAfter.value_or(milliseconds(0)); }
    SystemTime firstAt() const { return m_context.firstAt.value_or(m_context.arrivedAt); }
    const DisableRule* disableRule() const { return m_rules && m_rules->disable ? &*m_rules->disable : nullptr; }

    const DeliveryRules* m_rules;
    const Response& m_response;
    const AttemptContext& m_context;
    Reaction m_reaction;
};

void ReactionMaker::lose(ReactionReason reason)
{
    m_reaction.kind = ReactionKind::Failed;
    m_reaction.loss = Reaction::Loss::Message;
    m_reaction.reasons.push_back(reason);
}

void ReactionMaker::decideRetry()
{
    m_reaction.kind = ReactionKind::Retry;
    const RetryRule* const rule = m_rules->retryFor(m_reaction.meaning.end);
    if (!rule)
        return;
    if (m_reaction.note.isEmpty())
        m_reaction.note = rule->note;
    const bool isApart = !(m_rules->retry && rule == &*m_rules->retry);
    const int used = isApart ? m_context.attempt : m_context.attempt - m_context.apartAttempts;
    m_reaction.isEndless = isEndless(*rule);
    if (const std::optional<Stated<int>> attempts = attemptsOf(*rule)) {
        m_reaction.attempts = attempts->value + (isApart ? 0 : m_context.apartAttempts);
        m_reaction.attemptsLeft = std::max(attempts->value - used, 0);
        m_reaction.isAssumed = m_reaction.isAssumed || attempts->isAssumed;
        if (*m_reaction.attemptsLeft == 0)
            return lose(ReactionReason::AttemptsUsedUp);
    }
    if (rule->window)
        m_reaction.window = rule->window->value;
    if (const std::optional<AttemptWait> wait = waitBefore(*rule, std::max(used, 1) + 1)) {
        m_reaction.wait = wait->nominal;
        m_reaction.isWaitAssumed = wait->isAssumed;
        m_reaction.next = NextAttempt { knownAt() + wait->earliest, knownAt() + wait->latest,
            wait->isAssumed || !m_reaction.meaning.knownAfter };
    }
    decideNext(*rule);
}

void ReactionMaker::decideNext(const RetryRule& rule)
{
    if (rule.window && !rule.attempts) {
        const SystemTime end = firstAt() + rule.window->value;
        if (m_reaction.next ? m_reaction.next->earliest > end : knownAt() >= end)
            return lose(ReactionReason::WindowOver);
    }
    heedRetryAfter(rule);
    if (m_rules->expiresAfter) {
        const SystemTime end = firstAt() + m_rules->expiresAfter->value;
        m_reaction.isAssumed = m_reaction.isAssumed || m_rules->expiresAfter->isAssumed;
        if (m_reaction.next ? m_reaction.next->earliest > end : knownAt() >= end)
            lose(ReactionReason::EventExpires);
    }
}

void ReactionMaker::heedRetryAfter(const RetryRule& rule)
{
    if (m_reaction.meaning.end.kind != AttemptEnd::Kind::Status)
        return;
    const bool isTold = rule.heedsRetryAfter.has_value();
    const bool isThrottled = m_reaction.meaning.outcome == Outcome::Throttled;
    if (!(isTold ? rule.heedsRetryAfter->value : isThrottled))
        return;
    const std::optional<milliseconds> delay = retryAfter(m_response, knownAt());
    if (!delay)
        return;
    const SystemTime asked = knownAt() + *delay;
    m_reaction.reasons.push_back(ReactionReason::RetryAfterHeeded);
    if (!m_reaction.next) {
        m_reaction.next = NextAttempt { asked, asked, !isTold };
        m_reaction.wait = *delay;
    } else if (asked > m_reaction.next->earliest) {
        m_reaction.next = NextAttempt { asked, std::max(asked, m_reaction.next->latest), !isTold };
        m_reaction.wait = *delay;
    }
    m_reaction.isWaitAssumed = m_reaction.next->isAssumed;
}

bool ReactionMaker::countsAsFailure() const
{
    const Outcome outcome = m_reaction.meaning.outcome;
    if (outcome == Outcome::Acknowledged || outcome == Outcome::Unknown)
        return false;
    const DisableRule* const rule = disableRule();
    return !rule || std::none_of(rule->uncounted.value.begin(), rule->uncounted.value.end(), [&](const StatusKey& key) {
        return key.covers(m_reaction.meaning.end);
    });
}

void ReactionMaker::judgeSubscription()
{
    AttemptReport& report = m_reaction.report;
    report.arrivedAt = m_context.arrivedAt;
    report.isAcknowledged = m_reaction.meaning.outcome == Outcome::Acknowledged;
    report.isFailure = countsAsFailure();
    report.isLastAttempt = m_reaction.loss == Reaction::Loss::Message;
    report.endsSubscription = m_reaction.meaning.outcome == Outcome::Disabled;
    const SubscriptionState after = stateAfter(disableRule(), m_context.subscription, report);
    m_reaction.forecast = stopForecast(disableRule(), after);
    if (after.status == SubscriptionState::Status::Active || report.isAcknowledged)
        return;
    const bool wasStopped = m_context.subscription.status != SubscriptionState::Status::Active
        && after.stoppedAt == m_context.subscription.stoppedAt;
    if (!report.isFailure && !report.endsSubscription && !wasStopped)
        return;
    const bool isPaused = after.status == SubscriptionState::Status::Paused;
    m_reaction.kind = isPaused ? ReactionKind::Paused : ReactionKind::Disabled;
    m_reaction.loss = Reaction::Loss::LaterEvents;
    m_reaction.next.reset();
    m_reaction.wait.reset();
    if (report.endsSubscription) {
        m_reaction.reasons.push_back(ReactionReason::ToldToStop);
        return;
    }
    m_reaction.reasons.push_back(wasStopped ? ReactionReason::SubscriptionStopped : ReactionReason::FailureLimit);
    if (const DisableRule* const rule = disableRule()) {
        SubscriptionState active = m_context.subscription;
        active.status = SubscriptionState::Status::Active;
        const auto before = stopForecast(rule, active);
        m_reaction.isAssumed = m_reaction.isAssumed || (before && before->isAssumed);
        m_reaction.resume = rule->resume;
        m_reaction.note = rule->note;
        if (rule->replaysMissed && rule->replaysMissed->value)
            m_reaction.loss = Reaction::Loss::Nothing;
    }
}

Reaction ReactionMaker::make()
{
    m_reaction.meaning = meaningOf(m_rules, m_response);
    m_reaction.reasons = m_reaction.meaning.reasons;
    m_reaction.isAssumed = m_reaction.meaning.isAssumed;
    m_reaction.note = m_reaction.meaning.note;
    m_reaction.attempt = m_context.attempt;
    if (m_rules) {
        m_reaction.redirects = m_rules->redirects.value;
        if (m_reaction.meaning.end.kind == AttemptEnd::Kind::TimedOut && m_rules->timeout)
            m_reaction.timeout = m_rules->timeout->value;
    }
    switch (m_reaction.meaning.outcome) {
    case Outcome::Acknowledged:
        m_reaction.kind = ReactionKind::Acknowledged;
        break;
    case Outcome::Unknown:
        m_reaction.kind = ReactionKind::Unknown;
        break;
    case Outcome::Failed:
        m_reaction.kind = ReactionKind::Failed;
        m_reaction.loss = Reaction::Loss::Message;
        break;
    case Outcome::Disabled:
        m_reaction.loss = Reaction::Loss::Message;
        break;
    case Outcome::Retry:
    case Outcome::Throttled:
        decideRetry();
        break;
    }
    if (m_reaction.kind == ReactionKind::Failed && m_reaction.loss == Reaction::Loss::Message) {
        m_reaction.next.reset();
        m_reaction.wait.reset();
    }
    judgeSubscription();
    return m_reaction;
}

} // namespace

QByteArrayView reactionName(ReactionKind kind)
{
    switch (kind) {
    case ReactionKind::Unknown:
        return "unknown";
    case ReactionKind::Acknowledged:
        return "acknowledged";
    case ReactionKind::Retry:
        return "retry";
    case ReactionKind::Failed:
        return "failed";
    case ReactionKind::Paused:
        return "paused";
    case ReactionKind::Disabled:
        return "disabled";
    }
    return {};
}

bool Reaction::has(ReactionReason reason) const
{
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

Reaction reactionTo(const DeliveryRules* rules, const Response& response, const AttemptContext& context)
{
    return ReactionMaker(rules, response, context).make();
}

} // namespace hookloupe

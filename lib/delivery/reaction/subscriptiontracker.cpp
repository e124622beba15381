// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptiontracker.h"

#include <algorithm>

namespace hookloupe {

namespace {

using Status = SubscriptionState::Status;

Status stoppedStatus(const DisableRule& rule)
{
    if (!rule.state)
        return Status::Disabled;
    switch (rule.state->value) {
    case DisableRule::State::Paused:
        return Status::Paused;
    case DisableRule::State::Disabled:
        return Status::Disabled;
    case DisableRule::State::Removed:
        return Status::Removed;
    }
    return Status::Disabled;
}

bool countsEvents(const DisableRule* rule)
{
    return rule && rule->counts && rule->counts->value == DisableRule::Count::Events;
}

bool resetsOnSuccess(const DisableRule* rule)
{
    return !rule || !rule->resetsOnSuccess || rule->resetsOnSuccess->value;
}

bool isOver(const DisableRule& rule, const SubscriptionState& state, const AttemptReport& attempt)
{
    if (rule.afterFailures && state.failures >= rule.afterFailures->value)
        return true;
    if (rule.after && state.failingSince && attempt.arrivedAt - *state.failingSince >= rule.after->value)
        return true;
    return attempt.isLastAttempt && rule.onExhaustion && rule.onExhaustion->value;
}

void stop(SubscriptionState& state, Status status, SystemTime at)
{
    state.status = status;
    state.stoppedAt = at;
    state.isCorrected = false;
}

} // namespace

SubscriptionState stateAfter(const DisableRule* rule, const SubscriptionState& before, const AttemptReport& attempt)
{
    SubscriptionState state = before;
    if (state.status != Status::Active) {
        if (state.stoppedAt && attempt.arrivedAt - *state.stoppedAt <= SubscriptionTracker::UnderWay)
            return state;
        state = {};
        state.isContradicted = true;
    }
    if (attempt.endsSubscription) {
        stop(state, Status::Disabled, attempt.arrivedAt);
        return state;
    }
    if (attempt.isAcknowledged && resetsOnSuccess(rule)) {
        state.failures = 0;
        state.failingSince.reset();
    }
    if (!attempt.isFailure)
        return state;
    if (!state.failingSince)
        state.failingSince = attempt.arrivedAt;
    if (attempt.isLastAttempt || !countsEvents(rule))
        ++state.failures;
    if (rule && isOver(*rule, state, attempt))
        stop(state, stoppedStatus(*rule), attempt.arrivedAt);
    return state;
}

std::optional<StopForecast> stopForecast(const DisableRule* rule, const SubscriptionState& state)
{
    if (!rule || !rule->hasCondition() || state.status != Status::Active)
        return std::nullopt;
    StopForecast forecast;
    forecast.becomes = stoppedStatus(*rule);
    forecast.isAssumed = rule->state && rule->state->isAssumed;
    if (rule->afterFailures) {
        forecast.failuresLeft = std::max(rule->afterFailures->value - state.failures, 1);
        forecast.isAssumed = forecast.isAssumed || rule->afterFailures->isAssumed;
    }
    if (rule->after && state.failingSince) {
        forecast.failingUntil = *state.failingSince + rule->after->value;
        forecast.isAssumed = forecast.isAssumed || rule->after->isAssumed;
    }
    if (rule->onExhaustion && rule->onExhaustion->value) {
        forecast.onExhaustion = true;
        forecast.isAssumed = forecast.isAssumed || rule->onExhaustion->isAssumed;
    }
    return forecast;
}

bool SubscriptionTracker::Entry::isBefore(const Entry& other) const
{
    return attempt.arrivedAt != other.attempt.arrivedAt ? attempt.arrivedAt < other.attempt.arrivedAt
                                                        : delivery < other.delivery;
}

SubscriptionState SubscriptionTracker::next(
    const Subscription& subscription, const SubscriptionState& before, const Entry& entry)
{
    if (entry.delivery != 0)
        return stateAfter(subscription.rule ? &*subscription.rule : nullptr, before, entry.attempt);
    SubscriptionState corrected;
    corrected.status = entry.status;
    corrected.failures = entry.failures;
    corrected.isCorrected = true;
    if (entry.failures > 0)
        corrected.failingSince = entry.attempt.arrivedAt;
    if (entry.status != Status::Active)
        corrected.stoppedAt = entry.attempt.arrivedAt;
    return corrected;
}

void SubscriptionTracker::judgeFrom(Subscription& subscription, std::size_t index)
{
    const std::size_t block = index / StatesEvery;
    subscription.states.resize(std::min(subscription.states.size(), block));
    SubscriptionState state = subscription.states.empty() ? SubscriptionState() : subscription.states.back();
    for (std::size_t i = subscription.states.size() * StatesEvery; i < subscription.entries.size(); ++i) {
        state = next(subscription, state, subscription.entries[i]);
        if ((i + 1) % StatesEvery == 0)
            subscription.states.push_back(state);
    }
    subscription.latest = state;
}

void SubscriptionTracker::insert(Subscription& subscription, const Entry& entry)
{
    auto& entries = subscription.entries;
    if (entries.empty() || entries.back().isBefore(entry)) {
        entries.push_back(entry);
        subscription.latest = next(subscription, subscription.latest, entry);
        if (entries.size() % StatesEvery == 0)
            subscription.states.push_back(subscription.latest);
        return;
    }
    auto at = std::lower_bound(
        entries.begin(), entries.end(), entry, [](const Entry& a, const Entry& b) { return a.isBefore(b); });
    const auto index = static_cast<std::size_t>(at - entries.begin());
    if (at != entries.end() && !entry.isBefore(*at))
        *at = entry;
    else
        entries.insert(at, entry);
    judgeFrom(subscription, index);
}

void SubscriptionTracker::setRule(const KeyHash& subscription, std::optional<DisableRule> rule)
{
    Subscription& known = m_subscriptions[subscription];
    known.rule = std::move(rule);
    judgeFrom(known, 0);
}

void SubscriptionTracker::add(const KeyHash& subscription, DeliveryId delivery, const AttemptReport& attempt)
{
    insert(m_subscriptions[subscription], { attempt, delivery.value, 0, Status::Active });
}

void SubscriptionTracker::remove(const KeyHash& subscription, DeliveryId delivery, SystemTime arrivedAt)
{
    const auto found = m_subscriptions.find(subscription);
    if (found == m_subscriptions.end())
        return;
    auto& entries = found->second.entries;
    Entry wanted;
    wanted.attempt.arrivedAt = arrivedAt;
    wanted.delivery = delivery.value;
    const auto at = std::lower_bound(
        entries.begin(), entries.end(), wanted, [](const Entry& a, const Entry& b) { return a.isBefore(b); });
    if (at == entries.end() || wanted.isBefore(*at))
        return;
    const auto index = static_cast<std::size_t>(at - entries.begin());
    entries.erase(at);
    judgeFrom(found->second, index);
}

void SubscriptionTracker::correct(
    const KeyHash& subscription, SystemTime at, SubscriptionState::Status status, int failures)
{
    Entry entry;
    entry.attempt.arrivedAt = at;
    entry.status = status;
    entry.failures = std::max(failures, 0);
    insert(m_subscriptions[subscription], entry);
}

SubscriptionState SubscriptionTracker::state(const KeyHash& subscription) const
{
    const auto found = m_subscriptions.find(subscription);
    return found == m_subscriptions.end() ? SubscriptionState() : found->second.latest;
}

} // namespace hookloupe

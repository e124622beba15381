// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptionstate.h"

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
        if (state.stoppedAt && attempt.arrivedAt - *state.stoppedAt <= SubscriptionState::UnderWay)
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

} // namespace hookloupe

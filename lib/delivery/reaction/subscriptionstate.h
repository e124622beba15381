// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "profile/deliveryrules.h"

#include <chrono>
#include <optional>

namespace hookloupe {

/// A subscription as its provider most likely sees it.
struct SubscriptionState {
    enum class Status : quint8 { Active, Paused, Disabled, Removed };

    /// An attempt of a stopped subscription tells that it is active again, unless it may have been under way.
    static constexpr std::chrono::seconds UnderWay { 60 };

    Status status = Status::Active;
    int failures = 0; ///< in a row, of what the provider counts
    std::optional<SystemTime> failingSince; ///< the first of nothing but failures
    std::optional<SystemTime> stoppedAt; ///< when it became what it is; nothing while active
    bool isContradicted = false; ///< it should have been stopped, and deliveries came: what was assumed does not hold
    bool isCorrected = false; ///< a person said so, and nothing changed it since

    bool operator==(const SubscriptionState&) const = default;
};

/// What one attempt means to its subscription.
struct AttemptReport {
    SystemTime arrivedAt {};
    bool isAcknowledged = false;
    bool isFailure = false; ///< one that counts
    bool isLastAttempt = false; ///< of a message that was never acknowledged
    bool endsSubscription = false; ///< our answer says so (410)

    bool operator==(const AttemptReport&) const = default;
};

/// What would stop a subscription, and when.
struct StopForecast {
    SubscriptionState::Status becomes = SubscriptionState::Status::Disabled;
    std::optional<int> failuresLeft; ///< this many more stop it; nothing where failures are not what counts
    std::optional<SystemTime> failingUntil; ///< failures stop it from then on; nothing without failures or such a rule
    bool onExhaustion = false; ///< a message that uses up its attempts stops it
    bool isAssumed = false; ///< some of it
};

/// The state after one attempt. Pure.
/// \param rule  null: nothing but our own answer stops it
SubscriptionState stateAfter(const DisableRule* rule, const SubscriptionState& before, const AttemptReport& attempt);

/// \return nothing where the provider states no rule, or the subscription is stopped already
std::optional<StopForecast> stopForecast(const DisableRule* rule, const SubscriptionState& state);

} // namespace hookloupe

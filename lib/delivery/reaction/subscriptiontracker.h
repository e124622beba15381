// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/tracking/keyhash.h"
#include "profile/deliveryrules.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// A subscription as its provider most likely sees it.
struct SubscriptionState {
    enum class Status : quint8 { Active, Paused, Disabled, Removed };

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

/// Follows the subscriptions of a session. The state is the same for every order in which attempts are added, since
/// they are judged by their arrival. An attempt that comes in order costs the same at any size. Not thread-safe.
class SubscriptionTracker {
public:
    /// An attempt of a stopped subscription tells that it is active again, unless it may have been under way.
    static constexpr std::chrono::seconds UnderWay { 60 };

    /// Sets the rule that counts for the subscription, and judges everything by it.
    void setRule(const KeyHash& subscription, std::optional<DisableRule> rule);
    /// Adds an attempt; one of the same delivery is replaced.
    void add(const KeyHash& subscription, DeliveryId delivery, const AttemptReport& attempt);
    void remove(const KeyHash& subscription, DeliveryId delivery, SystemTime arrivedAt);
    /// A person knows better: from then on this is its state.
    void correct(const KeyHash& subscription, SystemTime at, SubscriptionState::Status status, int failures);

    /// Of one that is not known: active.
    SubscriptionState state(const KeyHash& subscription) const;

private:
    struct Entry {
        AttemptReport attempt;
        qint64 delivery = 0; ///< 0: a correction
        int failures = 0; ///< of a correction
        SubscriptionState::Status status = SubscriptionState::Status::Active; ///< of a correction

        bool isBefore(const Entry& other) const;
    };
    struct Subscription {
        std::optional<DisableRule> rule;
        std::vector<Entry> entries; ///< by arrival, then by delivery
        std::vector<SubscriptionState> states; ///< after each StatesEvery entries
        SubscriptionState latest;
    };

    static constexpr std::size_t StatesEvery = 64;

    static SubscriptionState next(
        const Subscription& subscription, const SubscriptionState& before, const Entry& entry);
    static void insert(Subscription& subscription, const Entry& entry);
    static void judgeFrom(Subscription& subscription, std::size_t index);

    std::unordered_map<KeyHash, Subscription> m_subscriptions;
};

} // namespace hookloupe

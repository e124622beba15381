// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/reaction/subscriptionlog.h"
#include "delivery/reaction/subscriptionstate.h"
#include "delivery/tracking/keyhash.h"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Follows the subscriptions of a session. The state is the same for every order in which attempts are added, since
/// they are judged by their arrival.
///
/// An attempt that comes in order costs the same at any size. Older ones may be added in any number below newer ones,
/// as when a session is read again while others come in: they are judged when a state is asked for, from the first of
/// them until the states meet those known before. Not thread-safe, reading included.
class SubscriptionTracker {
public:
    /// An attempt of a stopped subscription tells that it is active again, unless it may have been under way.
    static constexpr std::chrono::seconds UnderWay = SubscriptionState::UnderWay;

    /// Sets the rule that counts for the subscription, and judges everything by it; the same rule again costs nothing.
    void setRule(const KeyHash& subscription, const std::optional<DisableRule>& rule);
    /// Adds an attempt; one of the same delivery is replaced.
    /// \param delivery  not 0
    void add(const KeyHash& subscription, DeliveryId delivery, const AttemptReport& attempt);
    void remove(const KeyHash& subscription, DeliveryId delivery, SystemTime arrivedAt);
    /// Its attempts and corrections.
    void forget(const KeyHash& subscription) { m_subscriptions.erase(subscription); }
    /// A person knows better: from then on this is its state.
    void correct(const KeyHash& subscription, SystemTime at, SubscriptionState::Status status, int failures);

    /// Of one that is not known: active.
    SubscriptionState state(const KeyHash& subscription) const;
    /// As it was before that attempt, whether it is added or not. Costs a search and at most 64 attempts.
    SubscriptionState stateBefore(const KeyHash& subscription, SystemTime arrivedAt, DeliveryId delivery) const;

    /// About what it holds in memory.
    qint64 memoryBytes() const;

private:
    using RulePtr = std::shared_ptr<const DisableRule>;

    RulePtr shared(const DisableRule& rule);

    std::unordered_map<KeyHash, SubscriptionLog> m_subscriptions;
    std::vector<RulePtr> m_rules; ///< each once, of those in use
};

} // namespace hookloupe

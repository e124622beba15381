// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptiontracker.h"

#include <algorithm>

namespace hookloupe {

SubscriptionTracker::RulePtr SubscriptionTracker::shared(const DisableRule& rule)
{
    for (const RulePtr& known : m_rules) {
        if (*known == rule)
            return known;
    }
    std::erase_if(m_rules, [](const RulePtr& known) { return known.use_count() == 1; });
    return m_rules.emplace_back(std::make_shared<const DisableRule>(rule));
}

void SubscriptionTracker::setRule(const KeyHash& subscription, const std::optional<DisableRule>& rule)
{
    SubscriptionLog& known = m_subscriptions[subscription];
    if (rule && known.rule() && *rule == *known.rule())
        return;
    known.setRule(rule ? shared(*rule) : nullptr);
}

void SubscriptionTracker::add(const KeyHash& subscription, DeliveryId delivery, const AttemptReport& attempt)
{
    m_subscriptions[subscription].put({ attempt, delivery.value, 0, SubscriptionState::Status::Active });
}

void SubscriptionTracker::remove(const KeyHash& subscription, DeliveryId delivery, SystemTime arrivedAt)
{
    const auto found = m_subscriptions.find(subscription);
    if (found != m_subscriptions.end())
        found->second.remove({ arrivedAt, delivery.value });
}

void SubscriptionTracker::correct(
    const KeyHash& subscription, SystemTime at, SubscriptionState::Status status, int failures)
{
    AttemptEntry entry;
    entry.attempt.arrivedAt = at;
    entry.status = status;
    entry.failures = std::max(failures, 0);
    m_subscriptions[subscription].put(entry);
}

SubscriptionState SubscriptionTracker::state(const KeyHash& subscription) const
{
    const auto found = m_subscriptions.find(subscription);
    return found == m_subscriptions.end() ? SubscriptionState() : found->second.latest();
}

SubscriptionState SubscriptionTracker::stateBefore(
    const KeyHash& subscription, SystemTime arrivedAt, DeliveryId delivery) const
{
    const auto found = m_subscriptions.find(subscription);
    return found == m_subscriptions.end() ? SubscriptionState() : found->second.before({ arrivedAt, delivery.value });
}

qint64 SubscriptionTracker::memoryBytes() const
{
    constexpr qint64 NodeBytes = 48;
    qint64 bytes = static_cast<qint64>(m_subscriptions.bucket_count() * sizeof(void*));
    for (const auto& [subscription, log] : m_subscriptions)
        bytes += NodeBytes + log.memoryBytes();
    return bytes;
}

} // namespace hookloupe

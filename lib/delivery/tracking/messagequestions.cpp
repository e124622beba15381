// SPDX-License-Identifier: GPL-3.0-or-later
// What a tracker is asked about one delivery.
#include "delivery/tracking/messagetracker.h"

namespace hookloupe {

std::optional<SystemTime> MessageTracker::arrivedAt(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    return record == DeliveryChains::Nothing ? std::nullopt : std::optional(m_chains.at(record).arrivedAt);
}

std::optional<DeliveryId> MessageTracker::attemptBefore(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return std::nullopt;
    const quint32 before = m_groups.lastBefore(m_chains, m_chains.messageOf(record), record);
    return before == DeliveryChains::Nothing ? std::nullopt : std::optional(DeliveryId { m_chains.at(before).id });
}

std::optional<DeliveryId> MessageTracker::attemptAfter(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return std::nullopt;
    const quint32 after = m_groups.firstAfter(m_chains, m_chains.messageOf(record), record);
    return after == DeliveryChains::Nothing ? std::nullopt : std::optional(DeliveryId { m_chains.at(after).id });
}

std::vector<DeliveryId> MessageTracker::someOfMessage(DeliveryId id, std::size_t most) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing || most == 0)
        return {};
    return idsOf(m_groups.some(m_chains, m_chains.messageOf(record), most));
}

std::size_t MessageTracker::countOfMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    return record == DeliveryChains::Nothing ? 0 : m_groups.count(m_chains, m_chains.messageOf(record));
}

std::size_t MessageTracker::earlierInMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return 0;
    return m_groups.countBefore(m_chains, m_chains.messageOf(record), record);
}

std::optional<DeliveryId> MessageTracker::lastOfMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return std::nullopt;
    return DeliveryId { m_chains.at(m_groups.last(m_chains, m_chains.messageOf(record))).id };
}

std::optional<SystemTime> MessageTracker::firstArrival(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return std::nullopt;
    return m_chains.at(m_chains.messageOf(record)).arrivedAt;
}

} // namespace hookloupe

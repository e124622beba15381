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

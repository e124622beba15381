// SPDX-License-Identifier: GPL-3.0-or-later
// What a tracker is asked about one delivery.
#include "delivery/tracking/messagetracker.h"

#include <algorithm>

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
    const quint32 before = lastBefore(m_chains.at(record).state.group, record);
    return before == DeliveryChains::Nothing ? std::nullopt : std::optional(DeliveryId { m_chains.at(before).id });
}

std::size_t MessageTracker::earlierInMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == DeliveryChains::Nothing)
        return 0;
    const auto found = m_groups.find(m_chains.at(record).state.group);
    if (found == m_groups.end())
        return 0;
    const std::vector<quint32>& members = found->second;
    const auto place = std::lower_bound(members.begin(), members.end(), record, ByArrival { &m_chains });
    return static_cast<std::size_t>(place - members.begin());
}

} // namespace hookloupe

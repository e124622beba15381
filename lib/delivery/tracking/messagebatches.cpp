// SPDX-License-Identifier: GPL-3.0-or-later
// Many deliveries at once: what follows from all of them is worked out once.
#include "delivery/tracking/messagetracker.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr quint32 Nothing = DeliveryChains::Nothing;

} // namespace

std::vector<DeliveryId> MessageTracker::addAll(std::span<const TrackedDelivery> deliveries)
{
    std::vector<DeliveryId> known;
    for (const TrackedDelivery& delivery : deliveries) {
        if (m_chains.find(delivery.id) != Nothing)
            known.push_back(delivery.id);
    }
    std::vector<DeliveryId> changed = removeAll(known);
    Pending added(ByArrival { &m_chains });
    for (const TrackedDelivery& delivery : deliveries) {
        addSkewSample(delivery);
        if (const quint32 record = m_chains.insert(delivery); record != Nothing)
            added.insert(record);
    }
    // Each of them gets its place, however many others have to be told anew then.
    Pending pending = takeLeft();
    for (const quint32 record : added) {
        pending.erase(record);
        settleOne(record, pending);
        changed.push_back({ m_chains.at(record).id });
    }
    settle(pending, changed);
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
}

std::vector<DeliveryId> MessageTracker::remove(DeliveryId id)
{
    return removeAll({ &id, 1 });
}

std::vector<DeliveryId> MessageTracker::removeAll(std::span<const DeliveryId> ids)
{
    std::vector<DeliveryId> changed;
    std::vector<quint32> reordered;
    Pending pending = takeLeft();
    for (const DeliveryId id : ids) {
        const quint32 record = m_chains.find(id);
        if (record == Nothing)
            continue;
        const quint32 message = m_chains.messageOf(record);
        pending.erase(record);
        if (m_groups.count(m_chains, message) > MostRetold) {
            trim(record, pending, reordered);
        } else {
            pushSuccessors(record, pending);
            leaveMessage(message, record);
            m_chains.keepAsName(record);
        }
        m_names.push_back(record);
    }
    // Of those that went one after the other only the last has one behind it that is still there.
    for (const quint32 record : reordered) {
        if (!m_chains.isName(record))
            reorderFrom(record, pending, changed);
    }
    settle(pending, changed);
    return changed;
}

/// Takes a delivery out of a message that is too long to be told anew. What names its record by number has to be told
/// otherwise: those whose newest earlier event it was, and those that begin another message with its event. Its number
/// stays taken as long as the message is named by it.
/// \param reordered  gets the first of those whose order is to be told anew
void MessageTracker::trim(quint32 record, Pending& pending, std::vector<quint32>& reordered)
{
    for (std::size_t i = 0; i < m_chains.shape(record).placeCount; ++i) {
        const quint32 next = m_chains.after(record, i);
        if (next != Nothing && m_chains.at(next).state.isOtherMessage != 0 && m_chains.at(next).state.link == record)
            pending.insert(next);
    }
    const std::optional<std::size_t> key = orderKeyOf(record);
    if (const quint32 ordered = key ? m_chains.after(record, *key) : Nothing; ordered != Nothing)
        reordered.push_back(ordered);
    leaveMessage(m_chains.messageOf(record), record);
    m_chains.keepAsName(record);
}

/// Tells anew which event was the newest before, and nothing else.
void MessageTracker::reorderFrom(quint32 record, Pending& pending, std::vector<DeliveryId>& changed)
{
    for (std::size_t told = 0; record != Nothing; ++told) {
        State state = m_chains.at(record).state;
        state.newestBefore = Nothing;
        state.newestTurn = 0;
        orderInto(state, record);
        if (state == m_chains.at(record).state)
            return;
        if (told == MostSettled) {
            pending.insert(record);
            return;
        }
        m_chains.at(record).state = state;
        changed.push_back({ m_chains.at(record).id });
        record = m_chains.after(record, orderKeyOf(record).value_or(0));
    }
}

void MessageTracker::leaveMessage(quint32 message, quint32 record)
{
    m_groups.leave(m_chains, message, record);
    if (message != record && m_chains.isName(message) && !m_groups.hasOthers(m_chains, message))
        m_names.push_back(message);
}

} // namespace hookloupe

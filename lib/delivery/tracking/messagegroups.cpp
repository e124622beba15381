// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagegroups.h"

namespace hookloupe {

namespace {

quint64 spread(quint32 message)
{
    auto x = (quint64(message) + 1) * 0x9e37'79b9'7f4a'7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
    return x ^ (x >> 31);
}

} // namespace

/// Where the links among the deliveries of a message are.
struct MessageGroups::Access {
    DeliveryChains& chains;

    quint32& link(quint32 record) { return chains.at(record).messageLink; }
    quint32 link(quint32 record) const { return chains.at(record).messageLink; }
    bool isBefore(quint32 left, quint32 right) const { return chains.isBefore(left, right); }
};

struct MessageGroups::ConstAccess {
    const DeliveryChains& chains;

    quint32 link(quint32 record) const { return chains.at(record).messageLink; }
    bool isBefore(quint32 left, quint32 right) const { return chains.isBefore(left, right); }
};

quint32 MessageGroups::messageOf(const DeliveryChains& chains, quint32 cell) const
{
    return ArrivalLists::isLong(cell) ? static_cast<quint32>(m_lists.nameOf(cell)) : chains.messageOf(cell);
}

auto MessageGroups::hashOfCells(const DeliveryChains& chains) const
{
    return [this, &chains](quint32 cell) { return spread(messageOf(chains, cell)); };
}

const quint32* MessageGroups::find(const DeliveryChains& chains, quint32 message) const
{
    return m_heads.find(spread(message), [&](quint32 cell) { return messageOf(chains, cell) == message; });
}

void MessageGroups::join(DeliveryChains& chains, quint32 message, quint32 record)
{
    if (message == record)
        return;
    Access access { chains };
    if (auto* const cell = const_cast<quint32*>(find(chains, message))) {
        m_lists.add(*cell, record, message, access);
        return;
    }
    ArrivalLists::Head head = Nothing;
    m_lists.add(head, message, message, access);
    m_lists.add(head, record, message, access);
    m_heads.insert(spread(message), head, hashOfCells(chains));
}

void MessageGroups::leave(DeliveryChains& chains, quint32 message, quint32 record)
{
    auto* const cell = const_cast<quint32*>(find(chains, message));
    if (!cell)
        return;
    Access access { chains };
    ArrivalLists::Head head = *cell;
    m_lists.remove(head, record, access);
    if (head == Nothing || (head == message && m_lists.isSingle(head, access)))
        m_heads.erase(spread(message), cell, hashOfCells(chains));
    else
        *cell = head;
}

quint32 MessageGroups::lastBefore(const DeliveryChains& chains, quint32 message, quint32 record) const
{
    if (const quint32* const cell = find(chains, message))
        return m_lists.lastBefore(*cell, record, ConstAccess { chains });
    return message != record && chains.isBefore(message, record) ? message : Nothing;
}

quint32 MessageGroups::firstAfter(const DeliveryChains& chains, quint32 message, quint32 record) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.firstAfter(*cell, record, ConstAccess { chains }) : Nothing;
}

quint32 MessageGroups::last(const DeliveryChains& chains, quint32 message) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.last(*cell) : message;
}

std::size_t MessageGroups::countBefore(const DeliveryChains& chains, quint32 message, quint32 record) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.countBefore(*cell, record, ConstAccess { chains }) : 0;
}

std::size_t MessageGroups::count(const DeliveryChains& chains, quint32 message) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.count(*cell, ConstAccess { chains }) : 1;
}

std::vector<quint32> MessageGroups::some(const DeliveryChains& chains, quint32 message, std::size_t most) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.ends(*cell, most, ConstAccess { chains }) : std::vector { message };
}

std::vector<quint32> MessageGroups::all(const DeliveryChains& chains, quint32 message) const
{
    const quint32* const cell = find(chains, message);
    return cell ? m_lists.all(*cell, ConstAccess { chains }) : std::vector { message };
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/tracking/arrivallists.h"
#include "delivery/tracking/deliverychains.h"
#include "delivery/tracking/flatindex.h"

#include <vector>

namespace hookloupe {

/// The deliveries of each message, by arrival. A message is named by the number of its first delivery; one that has no
/// other takes no room. \p chains is always where the deliveries are.
class MessageGroups {
public:
    static constexpr quint32 Nothing = ArrivalLists::Nothing;

    /// \param record  whose state names the message already
    void join(DeliveryChains& chains, quint32 message, quint32 record);
    /// \param record  whose state names the message still
    void leave(DeliveryChains& chains, quint32 message, quint32 record);
    /// The last of a message's deliveries before one, which may be of the message or not.
    quint32 lastBefore(const DeliveryChains& chains, quint32 message, quint32 record) const;
    quint32 firstAfter(const DeliveryChains& chains, quint32 message, quint32 record) const;
    quint32 last(const DeliveryChains& chains, quint32 message) const;
    /// How many of a message's deliveries came before one of them. O(log n).
    std::size_t countBefore(const DeliveryChains& chains, quint32 message, quint32 record) const;
    /// How many there are, the first included where it is there.
    std::size_t count(const DeliveryChains& chains, quint32 message) const;
    /// False for a message of which no delivery but its first, or not even that, is there.
    bool hasOthers(const DeliveryChains& chains, quint32 message) const { return find(chains, message) != nullptr; }
    /// The first of them and the newest, by arrival, at most \p most.
    std::vector<quint32> some(const DeliveryChains& chains, quint32 message, std::size_t most) const;
    std::vector<quint32> all(const DeliveryChains& chains, quint32 message) const;

    qint64 memoryBytes() const { return m_lists.memoryBytes() + m_heads.memoryBytes(); }

private:
    struct Access;
    struct ConstAccess;

    quint32 messageOf(const DeliveryChains& chains, quint32 cell) const;
    const quint32* find(const DeliveryChains& chains, quint32 message) const;
    auto hashOfCells(const DeliveryChains& chains) const;

    ArrivalLists m_lists;
    FlatIndex m_heads; ///< of messages of two deliveries and more
};

} // namespace hookloupe

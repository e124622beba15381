// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/reaction/subscriptionstate.h"

#include <compare>
#include <cstddef>
#include <vector>

namespace hookloupe {

/// Where an attempt stands among those of its subscription: by arrival, then by delivery.
struct AttemptPlace {
    SystemTime arrivedAt {};
    qint64 delivery = 0; ///< 0: a correction, before the deliveries of its moment

    auto operator<=>(const AttemptPlace&) const = default;
};

/// One attempt, or what a person said of the subscription.
struct AttemptEntry {
    AttemptReport attempt;
    qint64 delivery = 0; ///< 0: a correction
    int failures = 0; ///< of a correction
    SubscriptionState::Status status = SubscriptionState::Status::Active; ///< of a correction

    AttemptPlace place() const { return { attempt.arrivedAt, delivery }; }
    bool operator==(const AttemptEntry&) const = default;
};

/// A few attempts in their order, packed: each as its difference to the one before, some five bytes.
class AttemptBlock {
public:
    static constexpr std::size_t MaxEntries = 64;

    /// Reads a block from its begin. The block has to outlive it, and to stay as it is.
    class Cursor {
    public:
        explicit Cursor(const AttemptBlock& block);
        /// \return false behind the last one
        bool next(AttemptEntry& entry);

    private:
        quint64 number();

        const AttemptBlock& m_block;
        AttemptPlace m_place;
        std::size_t m_at = 0;
    };

    AttemptBlock() = default;
    /// \param entries  in their order, each place once; one at least
    AttemptBlock(std::vector<AttemptEntry>::const_iterator begin, std::vector<AttemptEntry>::const_iterator end);

    /// \param entry  behind the last one
    void append(const AttemptEntry& entry);
    std::vector<AttemptEntry> entries() const;
    bool isFull() const { return m_count >= MaxEntries; }
    const AttemptPlace& last() const { return m_last; }
    const AttemptPlace& first() const { return m_first; }
    qint64 memoryBytes() const { return static_cast<qint64>(sizeof *this + m_bytes.capacity()); }

private:
    void appendNumber(quint64 number);

    std::vector<quint8> m_bytes;
    AttemptPlace m_first;
    AttemptPlace m_last;
    quint8 m_count = 0;
};

} // namespace hookloupe

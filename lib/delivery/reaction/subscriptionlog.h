// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/attemptblock.h"

#include <memory>
#include <vector>

namespace hookloupe {

/// The attempts of one subscription by arrival, in small blocks, and the state after each block.
///
/// What is put in below newer attempts is judged when somebody asks, from there on until the states meet those known
/// before: so many can be put in one after another. Not thread-safe, reading included.
class SubscriptionLog {
public:
    /// Judges everything by another rule; null: none.
    void setRule(std::shared_ptr<const DisableRule> rule);
    const std::shared_ptr<const DisableRule>& rule() const { return m_rule; }

    /// Puts an entry in its place; one that is there already is replaced.
    void put(const AttemptEntry& entry);
    void remove(const AttemptPlace& place);

    SubscriptionState latest() const;
    /// As it was before what stands at the place, whether something does or not.
    SubscriptionState before(const AttemptPlace& place) const;

    /// About what it holds in memory.
    qint64 memoryBytes() const;

private:
    struct Block {
        AttemptBlock attempts;
        SubscriptionState after;
    };

    SubscriptionState next(const SubscriptionState& before, const AttemptEntry& entry) const;
    SubscriptionState stateBefore(std::size_t block) const;
    std::size_t blockOf(const AttemptPlace& place) const;
    void append(const AttemptEntry& entry);
    void replace(std::size_t block, const std::vector<AttemptEntry>& entries, bool isAtEnd);
    void markUnjudged(std::size_t block);
    void judge() const;

    std::shared_ptr<const DisableRule> m_rule;
    mutable std::vector<Block> m_blocks;
    mutable std::size_t m_unjudgedFrom = 0; ///< the first block whose state may be wrong
    mutable std::size_t m_unjudgedTo = 0; ///< behind the last block that was changed; not above the first: none
};

} // namespace hookloupe

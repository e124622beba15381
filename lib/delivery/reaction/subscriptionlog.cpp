// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/subscriptionlog.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

using Status = SubscriptionState::Status;

void SubscriptionLog::setRule(std::shared_ptr<const DisableRule> rule)
{
    if (rule == m_rule)
        return;
    m_rule = std::move(rule);
    m_unjudgedFrom = 0;
    m_unjudgedTo = m_blocks.size();
}

SubscriptionState SubscriptionLog::next(const SubscriptionState& before, const AttemptEntry& entry) const
{
    if (entry.delivery != 0)
        return stateAfter(m_rule.get(), before, entry.attempt);
    SubscriptionState corrected;
    corrected.status = entry.status;
    corrected.failures = entry.failures;
    corrected.isCorrected = true;
    if (entry.failures > 0)
        corrected.failingSince = entry.attempt.arrivedAt;
    if (entry.status != Status::Active)
        corrected.stoppedAt = entry.attempt.arrivedAt;
    return corrected;
}

SubscriptionState SubscriptionLog::stateBefore(std::size_t block) const
{
    return block == 0 ? SubscriptionState() : m_blocks[block - 1].after;
}

/// The block whose first entry is not behind the place: where it stands or would stand.
std::size_t SubscriptionLog::blockOf(const AttemptPlace& place) const
{
    const auto behind = std::upper_bound(m_blocks.begin(), m_blocks.end(), place,
        [](const AttemptPlace& a, const Block& b) { return a < b.attempts.first(); });
    return behind == m_blocks.begin() ? 0 : static_cast<std::size_t>(behind - m_blocks.begin()) - 1;
}

void SubscriptionLog::markUnjudged(std::size_t block)
{
    const bool isJudged = m_unjudgedFrom >= m_unjudgedTo;
    m_unjudgedFrom = isJudged ? block : std::min(m_unjudgedFrom, block);
    m_unjudgedTo = isJudged ? block + 1 : std::max(m_unjudgedTo, block + 1);
}

void SubscriptionLog::append(const AttemptEntry& entry)
{
    judge();
    if (m_blocks.empty() || m_blocks.back().attempts.isFull())
        m_blocks.push_back({ {}, stateBefore(m_blocks.size()) });
    Block& last = m_blocks.back();
    last.attempts.append(entry);
    last.after = next(last.after, entry);
}

void SubscriptionLog::put(const AttemptEntry& entry)
{
    const AttemptPlace place = entry.place();
    if (m_blocks.empty() || m_blocks.back().attempts.last() < place) {
        append(entry);
        return;
    }
    const std::size_t block = blockOf(place);
    std::vector<AttemptEntry> entries = m_blocks[block].attempts.entries();
    const auto at = std::lower_bound(entries.begin(), entries.end(), place,
        [](const AttemptEntry& a, const AttemptPlace& b) { return a.place() < b; });
    const bool isAtEnd = at == entries.end();
    if (!isAtEnd && at->place() == place)
        *at = entry;
    else
        entries.insert(at, entry);
    replace(block, entries, isAtEnd);
}

/// \param isAtEnd  the last one is new: what comes in order leaves full blocks behind it
void SubscriptionLog::replace(std::size_t block, const std::vector<AttemptEntry>& entries, bool isAtEnd)
{
    if (entries.size() <= AttemptBlock::MaxEntries) {
        m_blocks[block].attempts = AttemptBlock(entries.begin(), entries.end());
        markUnjudged(block);
        return;
    }
    const auto middle = isAtEnd ? entries.end() - 1 : entries.begin() + AttemptBlock::MaxEntries / 2;
    // What follows was judged by the state after all of them, which the second one takes along.
    m_blocks.insert(m_blocks.begin() + static_cast<std::ptrdiff_t>(block) + 1,
        { AttemptBlock(middle, entries.end()), m_blocks[block].after });
    m_blocks[block].attempts = AttemptBlock(entries.begin(), middle);
    if (m_unjudgedFrom < m_unjudgedTo) {
        m_unjudgedFrom += m_unjudgedFrom > block ? 1 : 0;
        m_unjudgedTo += m_unjudgedTo > block ? 1 : 0;
    }
    markUnjudged(block);
    markUnjudged(block + 1);
}

void SubscriptionLog::remove(const AttemptPlace& place)
{
    if (m_blocks.empty())
        return;
    const std::size_t block = blockOf(place);
    std::vector<AttemptEntry> entries = m_blocks[block].attempts.entries();
    if (std::erase_if(entries, [&](const AttemptEntry& entry) { return entry.place() == place; }) == 0)
        return;
    if (!entries.empty()) {
        m_blocks[block].attempts = AttemptBlock(entries.begin(), entries.end());
        markUnjudged(block);
        return;
    }
    m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(block));
    if (m_unjudgedFrom < m_unjudgedTo) {
        m_unjudgedFrom -= m_unjudgedFrom > block ? 1 : 0;
        m_unjudgedTo -= m_unjudgedTo > block ? 1 : 0;
    }
    if (block < m_blocks.size())
        markUnjudged(block);
}

void SubscriptionLog::judge() const
{
    if (m_unjudgedFrom >= m_unjudgedTo)
        return;
    for (std::size_t block = m_unjudgedFrom; block < m_blocks.size(); ++block) {
        SubscriptionState state = stateBefore(block);
        AttemptBlock::Cursor cursor(m_blocks[block].attempts);
        for (AttemptEntry entry; cursor.next(entry);)
            state = next(state, entry);
        const bool isAsBefore = state == m_blocks[block].after;
        m_blocks[block].after = state;
        if (isAsBefore && block + 1 >= m_unjudgedTo)
            break;
    }
    m_unjudgedFrom = 0;
    m_unjudgedTo = 0;
}

SubscriptionState SubscriptionLog::latest() const
{
    judge();
    return stateBefore(m_blocks.size());
}

SubscriptionState SubscriptionLog::before(const AttemptPlace& place) const
{
    judge();
    if (m_blocks.empty())
        return {};
    const std::size_t block = blockOf(place);
    SubscriptionState state = stateBefore(block);
    AttemptBlock::Cursor cursor(m_blocks[block].attempts);
    for (AttemptEntry entry; cursor.next(entry) && entry.place() < place;)
        state = next(state, entry);
    return state;
}

qint64 SubscriptionLog::memoryBytes() const
{
    qint64 bytes = sizeof *this;
    bytes += static_cast<qint64>(m_blocks.capacity() * sizeof(Block));
    for (const Block& block : m_blocks)
        bytes += block.attempts.memoryBytes() - static_cast<qint64>(sizeof(AttemptBlock));
    return bytes;
}

} // namespace hookloupe

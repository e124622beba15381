// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/attemptblock.h"

namespace hookloupe {

namespace {

/// The first byte of an entry: these, and above them the step from the delivery before, where it is small and forward.
enum Flag : quint8 { IsAcknowledged = 1, IsFailure = 2, IsLastAttempt = 4, EndsSubscription = 8, IsCorrection = 16 };

constexpr int StepShift = 5;
constexpr quint64 MaxStep = 7;

quint8 flagsOf(const AttemptEntry& entry)
{
    int flags = entry.attempt.isAcknowledged ? IsAcknowledged : 0;
    flags |= entry.attempt.isFailure ? IsFailure : 0;
    flags |= entry.attempt.isLastAttempt ? IsLastAttempt : 0;
    flags |= entry.attempt.endsSubscription ? EndsSubscription : 0;
    flags |= entry.delivery == 0 ? IsCorrection : 0;
    return static_cast<quint8>(flags);
}

/// Differences wrap around, so that any two numbers have one.
quint64 difference(qint64 from, qint64 to)
{
    return static_cast<quint64>(to) - static_cast<quint64>(from);
}

qint64 sum(qint64 from, quint64 step)
{
    return static_cast<qint64>(static_cast<quint64>(from) + step);
}

/// Small numbers for small steps back, too.
quint64 folded(quint64 step)
{
    return (step << 1) ^ (0 - (step >> 63));
}

quint64 unfolded(quint64 number)
{
    return (number >> 1) ^ (0 - (number & 1));
}

qint64 ticksOf(const AttemptPlace& place)
{
    return place.arrivedAt.time_since_epoch().count();
}

} // namespace

AttemptBlock::AttemptBlock(
    std::vector<AttemptEntry>::const_iterator begin, std::vector<AttemptEntry>::const_iterator end)
{
    for (auto entry = begin; entry != end; ++entry)
        append(*entry);
    m_bytes.shrink_to_fit();
}

void AttemptBlock::appendNumber(quint64 number)
{
    while (number >= 0x80) {
        m_bytes.push_back(static_cast<quint8>(number & 0x7f) | 0x80U);
        number >>= 7;
    }
    m_bytes.push_back(static_cast<quint8>(number));
}

void AttemptBlock::append(const AttemptEntry& entry)
{
    if (m_count == 0)
        m_first = m_last = entry.place();
    const quint64 step = difference(m_last.delivery, entry.delivery);
    const bool isSmall = step >= 1 && step <= MaxStep;
    m_bytes.push_back(static_cast<quint8>(flagsOf(entry) | (isSmall ? step << StepShift : 0)));
    if (!isSmall)
        appendNumber(folded(step));
    appendNumber(difference(ticksOf(m_last), ticksOf(entry.place())));
    if (entry.delivery == 0) {
        m_bytes.push_back(static_cast<quint8>(entry.status));
        appendNumber(static_cast<quint64>(entry.failures));
    }
    m_last = entry.place();
    if (++m_count == MaxEntries)
        m_bytes.shrink_to_fit();
}

std::vector<AttemptEntry> AttemptBlock::entries() const
{
    std::vector<AttemptEntry> entries;
    entries.reserve(MaxEntries + 1);
    Cursor cursor(*this);
    for (AttemptEntry entry; cursor.next(entry);)
        entries.push_back(entry);
    return entries;
}

AttemptBlock::Cursor::Cursor(const AttemptBlock& block)
    : m_block(block)
    , m_place(block.m_first)
{
}

quint64 AttemptBlock::Cursor::number()
{
    quint64 number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const quint8 byte = m_block.m_bytes[m_at++];
        number |= quint64(byte & 0x7fU) << shift;
        if (byte < 0x80)
            break;
    }
    return number;
}

bool AttemptBlock::Cursor::next(AttemptEntry& entry)
{
    if (m_at >= m_block.m_bytes.size())
        return false;
    const quint8 head = m_block.m_bytes[m_at++];
    const quint64 step = head >> StepShift;
    m_place.delivery = sum(m_place.delivery, step != 0 ? step : unfolded(number()));
    m_place.arrivedAt = SystemTime(std::chrono::microseconds(sum(ticksOf(m_place), number())));
    entry = {};
    entry.delivery = m_place.delivery;
    entry.attempt.arrivedAt = m_place.arrivedAt;
    entry.attempt.isAcknowledged = (head & IsAcknowledged) != 0;
    entry.attempt.isFailure = (head & IsFailure) != 0;
    entry.attempt.isLastAttempt = (head & IsLastAttempt) != 0;
    entry.attempt.endsSubscription = (head & EndsSubscription) != 0;
    if ((head & IsCorrection) != 0) {
        entry.status = static_cast<SubscriptionState::Status>(m_block.m_bytes[m_at++]);
        entry.failures = static_cast<int>(number());
    }
    return true;
}

} // namespace hookloupe

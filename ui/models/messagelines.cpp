// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagelines.h"

#include "models/sortedkeys.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

const MessageLines::Unfolded& MessageLines::fromTop(qsizetype n) const
{
    const auto at = m_isReversed ? std::ssize(m_unfolded) - 1 - n : n;
    return m_unfolded[static_cast<std::size_t>(at)];
}

void MessageLines::recount()
{
    m_before.clear();
    m_attempts = 0;
    for (qsizetype n = 0; n < std::ssize(m_unfolded); ++n) {
        m_before.push_back(m_attempts);
        m_attempts += static_cast<int>(fromTop(n).attempts.size());
    }
}

MessageLines::Line MessageLines::at(int line) const
{
    // The first unfolded message that stands below the line.
    qsizetype low = 0;
    qsizetype high = std::ssize(m_unfolded);
    const auto lineOfNth
        = [this](qsizetype n) { return placeOf(fromTop(n).position) + m_before[static_cast<std::size_t>(n)]; };
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        if (lineOfNth(middle) > line)
            high = middle;
        else
            low = middle + 1;
    }
    qsizetype place = line;
    if (low > 0) {
        const Unfolded& above = fromTop(low - 1);
        const qsizetype below = line - lineOfNth(low - 1);
        const auto attempts = std::ssize(above.attempts);
        if (below >= 1 && below <= attempts)
            return { above.position, above.attempts[static_cast<std::size_t>(below - 1)], static_cast<int>(below - 1) };
        if (below > 0)
            place -= m_before[static_cast<std::size_t>(low - 1)] + attempts;
        else
            place -= m_before[static_cast<std::size_t>(low - 1)];
    }
    const qsizetype position = placeOf(place);
    return { position, head(position), -1 };
}

int MessageLines::lineOf(qsizetype position) const
{
    const qsizetype place = placeOf(position);
    qsizetype low = 0;
    qsizetype high = std::ssize(m_unfolded);
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        if (placeOf(fromTop(middle).position) >= place)
            high = middle;
        else
            low = middle + 1;
    }
    const int above = low == std::ssize(m_unfolded) ? m_attempts : m_before[static_cast<std::size_t>(low)];
    return static_cast<int>(place) + above;
}

const MessageLines::Unfolded* MessageLines::unfoldedAt(qsizetype position) const
{
    const auto found = std::lower_bound(m_unfolded.begin(), m_unfolded.end(), position,
        [](const Unfolded& one, qsizetype wanted) { return one.position < wanted; });
    return found != m_unfolded.end() && found->position == position ? &*found : nullptr;
}

int MessageLines::linesOf(qsizetype position) const
{
    const Unfolded* one = unfoldedAt(position);
    return 1 + (one ? static_cast<int>(one->attempts.size()) : 0);
}

void MessageLines::clear()
{
    setHeads({});
}

void MessageLines::setHeads(std::vector<Key> heads)
{
    m_heads = std::move(heads);
    setUnfolded({});
}

void MessageLines::removeHeads(const std::vector<qsizetype>& ascending)
{
    if (ascending.empty())
        return;
    const auto goneBefore = [&ascending](qsizetype position) {
        return std::lower_bound(ascending.begin(), ascending.end(), position) - ascending.begin();
    };
    std::vector<Unfolded> unfolded = takeUnfolded();
    std::erase_if(unfolded, [&ascending](const Unfolded& one) {
        return std::binary_search(ascending.begin(), ascending.end(), one.position);
    });
    for (Unfolded& one : unfolded)
        one.position -= goneBefore(one.position);
    sortedkeys::removeAt(m_heads, ascending);
    setUnfolded(std::move(unfolded));
}

void MessageLines::insertHeads(qsizetype position, const std::vector<Key>& heads)
{
    // Room for an eighth more: doubling would be felt where there are millions.
    if (m_heads.size() + heads.size() > m_heads.capacity())
        m_heads.reserve(m_heads.size() + heads.size() + m_heads.size() / 8);
    m_heads.insert(m_heads.begin() + position, heads.begin(), heads.end());
    for (Unfolded& one : m_unfolded) {
        if (one.position >= position)
            one.position += std::ssize(heads);
    }
}

void MessageLines::unfold(qsizetype position, std::vector<Key> attempts)
{
    const auto place = std::lower_bound(m_unfolded.begin(), m_unfolded.end(), position,
        [](const Unfolded& one, qsizetype wanted) { return one.position < wanted; });
    if (place != m_unfolded.end() && place->position == position)
        place->attempts = std::move(attempts);
    else
        m_unfolded.insert(place, { position, std::move(attempts) });
    recount();
}

void MessageLines::fold(qsizetype position)
{
    std::erase_if(m_unfolded, [position](const Unfolded& one) { return one.position == position; });
    recount();
}

std::vector<MessageLines::Unfolded> MessageLines::takeUnfolded()
{
    return std::exchange(m_unfolded, {});
}

void MessageLines::setUnfolded(std::vector<Unfolded> unfolded)
{
    std::sort(unfolded.begin(), unfolded.end(),
        [](const Unfolded& left, const Unfolded& right) { return left.position < right.position; });
    m_unfolded = std::move(unfolded);
    recount();
}

qint64 MessageLines::memoryBytes() const
{
    qint64 bytes = static_cast<qint64>(m_heads.capacity() * sizeof(Key));
    for (const Unfolded& one : m_unfolded)
        bytes += static_cast<qint64>(sizeof(Unfolded) + sizeof(int) + one.attempts.capacity() * sizeof(Key));
    return bytes;
}

} // namespace hookloupe

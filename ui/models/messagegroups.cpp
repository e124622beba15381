// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagegroups.h"

#include <algorithm>
#include <array>

namespace hookloupe {

DeliveryId MessageGroups::messageOf(const DeliveryRow& row)
{
    const DeliveryId message = row.message();
    return message.value > 0 ? message : DeliveryId { row.id };
}

int MessageGroups::badness(const DeliveryRow& row)
{
    // Words are made with every look, and there are many rows.
    static const auto byState = [] {
        std::array<int, AllResponseStates.size()> all {};
        for (const ResponseState state : AllResponseStates) {
            const Tone tone = statusLook(state).tone;
            all[static_cast<std::size_t>(state)] = tone == Tone::Danger ? 2 : tone == Tone::Warning ? 1 : 0;
        }
        return all;
    }();
    return byState[static_cast<std::size_t>(responseState(row.status, row.fault))];
}

void MessageGroups::reset(qsizetype count)
{
    m_links.assign(static_cast<std::size_t>(count), Link {});
    m_firsts.clear();
    m_large.clear();
}

void MessageGroups::added(qsizetype count, bool areNewest)
{
    m_links.insert(areNewest ? m_links.end() : m_links.begin(), static_cast<std::size_t>(count), Link {});
}

void MessageGroups::taken(const DeliveryRows& rows, const std::vector<qsizetype>& indexes)
{
    if (indexes.empty())
        return;
    const auto count = std::ssize(indexes);
    if (indexes.back() == count - 1) {
        m_links.erase(m_links.begin(), m_links.begin() + count);
        return;
    }
    const auto goneBefore = [&indexes](qsizetype index) {
        return std::lower_bound(indexes.begin(), indexes.end(), index) - indexes.begin();
    };
    qsizetype write = 0;
    for (qsizetype read = 0; read < size(); ++read) {
        const qsizetype gone = read - write;
        if (gone < count && indexes[static_cast<std::size_t>(gone)] == read)
            continue;
        Link link = at(read);
        if (link.next != Unlinked && link.next != 0) {
            link.next += static_cast<qint32>(gone - goneBefore(read + link.next));
            link.previous += static_cast<qint32>(gone - goneBefore(read + link.previous));
        }
        at(write++) = link;
    }
    m_links.resize(static_cast<std::size_t>(write));
    // The keys of the rows have changed.
    m_large.clear();
    std::vector<DeliveryId> orphans;
    orphans.reserve(m_firsts.size());
    for (const auto& [message, first] : m_firsts)
        orphans.push_back({ message });
    m_firsts.clear();
    if (orphans.empty())
        return;
    std::sort(orphans.begin(), orphans.end());
    for (qsizetype index = 0; index < size(); ++index) {
        const DeliveryId message = messageOf(rows.at(index));
        if (isLinked(index) && isFirst(index) && std::binary_search(orphans.begin(), orphans.end(), message))
            setFirst(rows, message, index);
    }
}

std::optional<qsizetype> MessageGroups::firstOf(const DeliveryRows& rows, DeliveryId message) const
{
    if (!m_firsts.empty()) {
        if (const auto found = m_firsts.find(message.value); found != m_firsts.end())
            return rows.indexOf(found->second);
    }
    const qsizetype index = rows.find(message);
    if (index < 0 || index >= size() || !isLinked(index) || messageOf(rows.at(index)) != message)
        return std::nullopt;
    return index;
}

void MessageGroups::setFirst(const DeliveryRows& rows, DeliveryId message, qsizetype index)
{
    if (rows.at(index).id != message.value)
        m_firsts.insert_or_assign(message.value, rows.keyAt(index));
    else if (!m_firsts.empty())
        m_firsts.erase(message.value);
}

void MessageGroups::join(qsizetype left, qsizetype right)
{
    at(left).next = static_cast<qint32>(right - left);
    at(right).previous = static_cast<qint32>(left - right);
}

void MessageGroups::link(const DeliveryRows& rows, qsizetype index)
{
    const DeliveryId message = messageOf(rows.at(index));
    const std::optional<qsizetype> found
        = rows.at(index).id == message.value && m_firsts.empty() ? std::nullopt : firstOf(rows, message);
    if (!found) {
        at(index) = { 0, 0 };
        setFirst(rows, message, index);
        return;
    }
    const qsizetype first = *found;
    const qsizetype last = first + at(first).previous;
    qsizetype left = last;
    // Mostly it is the newest of all; before the first it stands behind the last of the ring as well.
    while (index > first && left > index)
        left += at(left).previous;
    const qsizetype right = left + at(left).next;
    at(index) = { 0, 0 };
    join(left, index);
    join(index, right);
    if (index < first)
        setFirst(rows, message, index);
    countLinked(rows, index, message);
}

void MessageGroups::unlink(const DeliveryRows& rows, qsizetype index, DeliveryId message)
{
    if (!isLinked(index))
        return;
    countUnlinked(rows, index, message);
    const qsizetype left = index + at(index).previous;
    const qsizetype right = index + at(index).next;
    const bool wasFirst = isFirst(index);
    at(index) = Link {};
    if (left == index) {
        m_firsts.erase(message.value);
        return;
    }
    join(left, right);
    if (wasFirst)
        setFirst(rows, message, right);
}

qsizetype MessageGroups::first(const DeliveryRows& rows, qsizetype index) const
{
    if (isFirst(index))
        return index;
    if (const auto found = firstOf(rows, messageOf(rows.at(index))))
        return *found;
    while (!isFirst(index))
        index += at(index).previous;
    return index;
}

qsizetype MessageGroups::last(const DeliveryRows& rows, qsizetype index) const
{
    if (isLast(index))
        return index;
    const qsizetype begin = first(rows, index);
    return begin + at(begin).previous;
}

std::optional<qsizetype> MessageGroups::lastOf(const DeliveryRows& rows, DeliveryId message) const
{
    const auto begin = firstOf(rows, message);
    return begin ? std::optional(*begin + at(*begin).previous) : std::nullopt;
}

std::vector<qsizetype> MessageGroups::rowsOf(const DeliveryRows& rows, qsizetype index) const
{
    std::vector<qsizetype> all;
    for (qsizetype at = first(rows, index); at >= 0; at = next(at))
        all.push_back(at);
    return all;
}

MessageGroups::Tally MessageGroups::counted(const DeliveryRows& rows, qsizetype last) const
{
    Tally tally { 1, rows.keyAt(last) };
    int worst = badness(rows.at(last));
    for (qsizetype index = previous(last); index >= 0; index = previous(index)) {
        ++tally.deliveries;
        if (const int bad = badness(rows.at(index)); bad > worst) {
            worst = bad;
            tally.worst = rows.keyAt(index);
        }
    }
    return tally;
}

const MessageGroups::Tally& MessageGroups::tally(const DeliveryRows& rows, qsizetype index) const
{
    const DeliveryId message = messageOf(rows.at(index));
    if (!m_large.empty()) {
        if (const auto found = m_large.find(message.value); found != m_large.end())
            return found->second;
    }
    m_small = counted(rows, last(rows, index));
    if (m_small.deliveries > LargeMessage && isLinked(index))
        return m_large.insert_or_assign(message.value, m_small).first->second;
    return m_small;
}

void MessageGroups::countLinked(const DeliveryRows& rows, qsizetype index, DeliveryId message)
{
    const auto found = m_large.find(message.value);
    if (found == m_large.end())
        return;
    Tally& tally = found->second;
    ++tally.deliveries;
    const qsizetype worst = rows.indexOf(tally.worst);
    const int order = badness(rows.at(index)) - badness(rows.at(worst));
    if (order > 0 || (order == 0 && index > worst))
        tally.worst = rows.keyAt(index);
}

void MessageGroups::countUnlinked(const DeliveryRows& rows, qsizetype index, DeliveryId message)
{
    const auto found = m_large.find(message.value);
    if (found == m_large.end())
        return;
    --found->second.deliveries;
    if (found->second.worst == rows.keyAt(index) || found->second.deliveries <= LargeMessage)
        m_large.erase(found);
}

qint64 MessageGroups::memoryBytes() const
{
    constexpr qint64 PerBlock = 512 / sizeof(Link);
    constexpr qint64 PerNode = 48; // of a hash table, with its share of the buckets
    return (size() / PerBlock + 1) * (512 + 8 + 16) + static_cast<qint64>(m_firsts.size() + m_large.size()) * PerNode;
}

} // namespace hookloupe

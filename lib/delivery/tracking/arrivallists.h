// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/tracking/blockvector.h"

#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace hookloupe {

/// Lists of numbered deliveries in the order of their arrival, of which most are short.
///
/// A short list is linked from its last member to its first, by four bytes kept with each member; one of more than
/// MaxShort members is a sorted array. Whoever uses it keeps the head of each list, and says with \p access where the
/// link of a member is (`link(number)`) and which of two comes first (`isBefore(number, number)`). Adding at the end
/// costs the same at any size; in the middle of a long list it takes a search and moves 4 bytes for each later member.
class ArrivalLists {
public:
    /// The last member of a short list; with LongBit the number of a long one; Nothing: an empty list.
    using Head = quint32;

    static constexpr quint32 Nothing = 0xffff'ffff;
    static constexpr quint32 LongBit = 0x8000'0000;
    static constexpr quint32 MaxNumber = 0x0fff'fffe; ///< of a delivery
    static constexpr quint32 NoLink = 0x0fff'ffff; ///< of a member that has none before it
    static constexpr std::size_t MaxShort = 8;

    static bool isLong(Head head) { return (head & LongBit) != 0; }
    /// What was given as the name of a long list.
    quint64 nameOf(Head head) const { return m_lists[head & ~LongBit].name; }

    /// \param name  told again by nameOf()
    template<typename Access>
    void add(Head& head, quint32 number, quint64 name, Access& access)
    {
        if (head == Nothing) {
            access.link(number) = NoLink;
            head = number;
            return;
        }
        if (!isLong(head) && depth(access.link(head)) + 1 == MaxShort)
            makeLong(head, name, access);
        if (isLong(head))
            addToLong(head, number, access);
        else
            addToShort(head, number, access);
    }

    /// Takes a member out; nothing happens to one that is none.
    template<typename Access>
    void remove(Head& head, quint32 number, Access& access)
    {
        if (isLong(head)) {
            std::vector<quint32>& members = membersOf(head);
            const auto place = placeOf(members, number, access);
            if (place == members.end() || *place != number)
                return;
            members.erase(place);
            if (members.size() <= MaxShort / 2)
                makeShort(head, access);
            return;
        }
        quint32 behind = Nothing;
        for (quint32 at = head; at != number; at = earlier(access.link(at))) {
            if (at == Nothing)
                return;
            behind = at;
        }
        // Each later one has one less before it.
        for (quint32 at = head; at != number; at = earlier(access.link(at)))
            access.link(at) = linkTo(earlier(access.link(at)), depth(access.link(at)) - 1);
        const quint32 before = earlier(access.link(number));
        if (behind == Nothing)
            head = before;
        else
            access.link(behind) = linkTo(before, depth(access.link(behind)));
    }

    /// The one before a member, by the member's link alone.
    template<typename Access>
    quint32 before(quint32 number, const Access& access) const
    {
        const quint32 link = access.link(number);
        return isLong(link) ? lastBefore(link, number, access) : earlier(link);
    }
    /// The last of a list that comes before a delivery, which may be a member or not.
    template<typename Access>
    quint32 lastBefore(Head head, quint32 number, const Access& access) const
    {
        if (isLong(head)) {
            const std::vector<quint32>& members = membersOf(head);
            auto at = members.end();
            if (!access.isBefore(members.back(), number))
                at = members.back() == number ? members.end() - 1 : placeOf(members, number, access);
            return at == members.begin() ? Nothing : *(at - 1);
        }
        quint32 at = head;
        while (at != Nothing && !access.isBefore(at, number))
            at = earlier(access.link(at));
        return at;
    }
    /// The first of a list that comes after a delivery, which may be a member or not.
    template<typename Access>
    quint32 firstAfter(Head head, quint32 number, const Access& access) const
    {
        if (isLong(head)) {
            const std::vector<quint32>& members = membersOf(head);
            if (!access.isBefore(number, members.back()))
                return Nothing;
            return *std::upper_bound(
                members.begin(), members.end(), number, [&](quint32 a, quint32 b) { return access.isBefore(a, b); });
        }
        quint32 after = Nothing;
        for (quint32 at = head; at != Nothing && access.isBefore(number, at); at = earlier(access.link(at)))
            after = at;
        return after;
    }
    quint32 last(Head head) const { return isLong(head) ? membersOf(head).back() : head; }
    /// How many members there are.
    template<typename Access>
    std::size_t count(Head head, const Access& access) const
    {
        if (head == Nothing)
            return 0;
        return isLong(head) ? membersOf(head).size() : depth(access.link(head)) + 1;
    }
    /// How many members come before one of them.
    template<typename Access>
    std::size_t countBefore(Head head, quint32 number, const Access& access) const
    {
        if (!isLong(head))
            return depth(access.link(number));
        const std::vector<quint32>& members = membersOf(head);
        return static_cast<std::size_t>(placeOf(members, number, access) - members.begin());
    }
    /// True when the list has one member, or none.
    template<typename Access>
    bool isSingle(Head head, const Access& access) const
    {
        return head == Nothing || (!isLong(head) && depth(access.link(head)) == 0);
    }

    /// A member and those around it, by arrival, at most \p most of them.
    template<typename Access>
    std::vector<quint32> around(Head head, quint32 number, std::size_t most, const Access& access) const
    {
        const std::vector<quint32> few = isLong(head) ? std::vector<quint32>() : shortMembers(head, access);
        const std::vector<quint32>& members = isLong(head) ? membersOf(head) : few;
        const auto before = static_cast<std::size_t>(placeOf(members, number, access) - members.begin());
        const std::size_t count = std::min(most, members.size());
        const std::size_t first = std::min(before - std::min(before, count / 2), members.size() - count);
        const auto begin = members.begin() + static_cast<std::ptrdiff_t>(first);
        return { begin, begin + static_cast<std::ptrdiff_t>(count) };
    }
    /// The first member and the last ones, by arrival, at most \p most of them; 1 and up.
    template<typename Access>
    std::vector<quint32> ends(Head head, std::size_t most, const Access& access) const
    {
        const std::vector<quint32> few = isLong(head) ? std::vector<quint32>() : shortMembers(head, access);
        const std::vector<quint32>& members = isLong(head) ? membersOf(head) : few;
        if (members.size() <= most)
            return members;
        std::vector<quint32> ends { members.front() };
        ends.insert(ends.end(), members.end() - static_cast<std::ptrdiff_t>(most - 1), members.end());
        return ends;
    }
    /// All members by arrival.
    template<typename Access>
    std::vector<quint32> all(Head head, const Access& access) const
    {
        return isLong(head) ? membersOf(head) : shortMembers(head, access);
    }

    qint64 memoryBytes() const
    {
        qint64 bytes = m_lists.memoryBytes() + static_cast<qint64>(m_free.capacity() * sizeof(quint32));
        for (std::size_t i = 0; i < m_lists.size(); ++i)
            bytes += static_cast<qint64>(m_lists[i].members.capacity() * sizeof(quint32));
        return bytes;
    }

private:
    struct LongList {
        quint64 name = 0;
        std::vector<quint32> members;
    };

    // A link: the number of the one before in 28 bits, and how many are before the member in 3 bits above them.
    static constexpr int DepthShift = 28;
    static constexpr quint32 NumberMask = 0x0fff'ffff;

    static std::size_t depth(quint32 link) { return (link >> DepthShift) & 7U; }
    static quint32 earlier(quint32 link)
    {
        const quint32 number = link & NumberMask;
        return number == NumberMask ? Nothing : number;
    }
    static quint32 linkTo(quint32 number, std::size_t depth)
    {
        return (number & NumberMask) | static_cast<quint32>(depth << DepthShift);
    }

    std::vector<quint32>& membersOf(Head head) { return m_lists[head & ~LongBit].members; }
    const std::vector<quint32>& membersOf(Head head) const { return m_lists[head & ~LongBit].members; }

    template<typename Members, typename Access>
    static auto placeOf(Members& members, quint32 number, const Access& access)
    {
        return std::lower_bound(
            members.begin(), members.end(), number, [&](quint32 a, quint32 b) { return access.isBefore(a, b); });
    }

    template<typename Access>
    std::vector<quint32> shortMembers(Head head, const Access& access) const
    {
        std::vector<quint32> members;
        for (quint32 at = head; at != Nothing; at = earlier(access.link(at)))
            members.push_back(at);
        std::reverse(members.begin(), members.end());
        return members;
    }

    template<typename Access>
    void addToLong(Head head, quint32 number, Access& access)
    {
        std::vector<quint32>& members = membersOf(head);
        const bool isLast = access.isBefore(members.back(), number);
        members.insert(isLast ? members.end() : placeOf(members, number, access), number);
        access.link(number) = head;
    }

    template<typename Access>
    void addToShort(Head& head, quint32 number, Access& access)
    {
        if (access.isBefore(head, number)) {
            access.link(number) = linkTo(head, depth(access.link(head)) + 1);
            head = number;
            return;
        }
        quint32 later = head;
        quint32 before = earlier(access.link(later));
        while (before != Nothing && !access.isBefore(before, number)) {
            access.link(later) = linkTo(before, depth(access.link(later)) + 1);
            later = before;
            before = earlier(access.link(later));
        }
        access.link(number) = access.link(later);
        access.link(later) = linkTo(number, depth(access.link(number)) + 1);
    }

    template<typename Access>
    void makeLong(Head& head, quint64 name, Access& access)
    {
        quint32 list = 0;
        if (m_free.empty()) {
            list = static_cast<quint32>(m_lists.size());
            m_lists.grow(1);
        } else {
            list = m_free.back();
            m_free.pop_back();
        }
        m_lists[list] = { name, shortMembers(head, access) };
        head = list | LongBit;
        for (const quint32 member : m_lists[list].members)
            access.link(member) = head;
    }

    template<typename Access>
    void makeShort(Head& head, Access& access)
    {
        const quint32 list = head & ~LongBit;
        head = Nothing;
        for (std::size_t i = 0; i < m_lists[list].members.size(); ++i) {
            const quint32 member = m_lists[list].members[i];
            access.link(member) = linkTo(head, i);
            head = member;
        }
        m_lists[list] = {};
        m_free.push_back(list);
    }

    BlockVector<LongList> m_lists;
    std::vector<quint32> m_free;
};

} // namespace hookloupe

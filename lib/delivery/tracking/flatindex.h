// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace hookloupe {

/// A hash table of 32-bit numbers that stand for things kept elsewhere: five bytes a cell, the number and eight bits of
/// its hash, so that others are seldom looked at. In many small parts, so that a growing one never holds a delivery up
/// for long; open addressing with linear probing (Knuth, The Art of Computer Programming, volume 3, section 6.4,
/// algorithm R for erasing).
class FlatIndex {
public:
    static constexpr quint32 Nothing = 0xffff'ffff;

    /// \param isIt  called with a number: true when it stands for what is looked for
    /// \return the place of the number, to be read or replaced by one of the same hash; null when there is none
    template<typename IsIt>
    quint32* find(quint64 hash, const IsIt& isIt)
    {
        Part& part = partOf(hash);
        if (part.numbers.empty())
            return nullptr;
        const quint8 tag = tagOf(hash);
        for (std::size_t i = homeOf(hash, part); part.tags[i] != Empty; i = next(i, part)) {
            if (part.tags[i] == tag && isIt(part.numbers[i]))
                return &part.numbers[i];
        }
        return nullptr;
    }
    template<typename IsIt>
    const quint32* find(quint64 hash, const IsIt& isIt) const
    {
        return const_cast<FlatIndex*>(this)->find(hash, isIt);
    }

    /// Has what find() will look at brought nearer, where several are to be found: their ways from memory overlap then.
    void prefetch(quint64 hash) const
    {
        const Part& part = m_parts[hash >> (64 - PartBits)];
        if (part.numbers.empty())
            return;
        const std::size_t home = homeOf(hash, part);
        __builtin_prefetch(&part.tags[home]);
        __builtin_prefetch(&part.numbers[home]);
    }
    /// A number that may be the one, by its tag alone; Nothing when there is none.
    quint32 guess(quint64 hash) const
    {
        const Part& part = m_parts[hash >> (64 - PartBits)];
        if (part.numbers.empty())
            return Nothing;
        const quint8 tag = tagOf(hash);
        std::size_t i = homeOf(hash, part);
        while (part.tags[i] != Empty && part.tags[i] != tag)
            i = next(i, part);
        return part.tags[i] == tag ? part.numbers[i] : Nothing;
    }

    /// \param number  not in the index yet
    /// \param hashOf  gives the hash of a number that is in the index
    template<typename HashOf>
    void insert(quint64 hash, quint32 number, const HashOf& hashOf)
    {
        Part& part = partOf(hash);
        if ((part.used + 1) * LoadOf > part.numbers.size() * Load)
            enlarge(part, hashOf);
        put(part, hash, number);
        ++part.used;
    }

    /// \param place  as find() gave it, with nothing changed since
    template<typename HashOf>
    void erase(quint64 hash, quint32* place, const HashOf& hashOf)
    {
        Part& part = partOf(hash);
        auto hole = static_cast<std::size_t>(place - part.numbers.data());
        for (std::size_t i = next(hole, part); part.tags[i] != Empty; i = next(i, part)) {
            const std::size_t home = homeOf(hashOf(part.numbers[i]), part);
            if (distance(home, i, part) < distance(hole, i, part))
                continue;
            part.numbers[hole] = part.numbers[i];
            part.tags[hole] = part.tags[i];
            hole = i;
        }
        part.tags[hole] = Empty;
        --part.used;
    }

    qint64 memoryBytes() const
    {
        qint64 bytes = sizeof *this;
        for (const Part& part : m_parts)
            bytes += static_cast<qint64>(part.numbers.size() * (sizeof(quint32) + sizeof(quint8)));
        return bytes;
    }

private:
    struct Part {
        std::vector<quint32> numbers;
        std::vector<quint8> tags; ///< beside the numbers
        std::size_t used = 0;
    };

    static constexpr std::size_t PartBits = 8;
    static constexpr std::size_t FirstCells = 8;
    static constexpr std::size_t Load = 4; ///< of LoadOf cells
    static constexpr std::size_t LoadOf = 5;
    static constexpr quint8 Empty = 0;

    // The upper 8 bits of a hash choose the part, the lower 32 the place in it, the 8 above those are the tag.
    Part& partOf(quint64 hash) { return m_parts[hash >> (64 - PartBits)]; }
    static quint8 tagOf(quint64 hash)
    {
        const auto tag = static_cast<quint8>(hash >> 32);
        return tag == Empty ? 1 : tag;
    }
    static std::size_t homeOf(quint64 hash, const Part& part)
    {
        return ((hash & 0xffff'ffffU) * part.numbers.size()) >> 32;
    }
    static std::size_t next(std::size_t i, const Part& part) { return i + 1 == part.numbers.size() ? 0 : i + 1; }
    static std::size_t distance(std::size_t from, std::size_t to, const Part& part)
    {
        return to >= from ? to - from : to + part.numbers.size() - from;
    }
    static void put(Part& part, quint64 hash, quint32 number)
    {
        std::size_t i = homeOf(hash, part);
        while (part.tags[i] != Empty)
            i = next(i, part);
        part.numbers[i] = number;
        part.tags[i] = tagOf(hash);
    }
    template<typename HashOf>
    static void enlarge(Part& part, const HashOf& hashOf)
    {
        const std::size_t cells = part.numbers.empty() ? FirstCells : part.numbers.size() + part.numbers.size() / 2;
        Part larger { std::vector<quint32>(cells, Nothing), std::vector<quint8>(cells, Empty), part.used };
        for (std::size_t i = 0; i < part.numbers.size(); ++i) {
            if (part.tags[i] != Empty)
                put(larger, hashOf(part.numbers[i]), part.numbers[i]);
        }
        part = std::move(larger);
    }

    std::array<Part, std::size_t(1) << PartBits> m_parts;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <cstddef>
#include <vector>

namespace hookloupe {

/// A hash table of 32-bit numbers that stand for things kept elsewhere. In many small parts, so that a growing one
/// never holds a delivery up for long; open addressing with linear probing (Knuth, The Art of Computer Programming,
/// volume 3, section 6.4, algorithm R for erasing).
class FlatIndex {
public:
    static constexpr quint32 Nothing = 0xffff'ffff;

    /// \param isIt  called with a number: true when it stands for what is looked for
    /// \return the place of the number, to be read or replaced by one of the same hash; null when there is none
    template<typename IsIt>
    quint32* find(quint64 hash, const IsIt& isIt)
    {
        Part& part = partOf(hash);
        if (part.cells.empty())
            return nullptr;
        const std::size_t mask = part.cells.size() - 1;
        for (std::size_t i = hash & mask; part.cells[i] != Nothing; i = (i + 1) & mask) {
            if (isIt(part.cells[i]))
                return &part.cells[i];
        }
        return nullptr;
    }
    template<typename IsIt>
    const quint32* find(quint64 hash, const IsIt& isIt) const
    {
        return const_cast<FlatIndex*>(this)->find(hash, isIt);
    }

    /// \param number  not Nothing and not in the index yet
    /// \param hashOf  gives the hash of a number that is in the index
    template<typename HashOf>
    void insert(quint64 hash, quint32 number, const HashOf& hashOf)
    {
        Part& part = partOf(hash);
        if ((part.used + 1) * 4 > part.cells.size() * 3)
            enlarge(part, hashOf);
        put(part.cells, hash, number);
        ++part.used;
    }

    /// \param place  as find() gave it, with nothing changed since
    template<typename HashOf>
    void erase(quint64 hash, quint32* place, const HashOf& hashOf)
    {
        Part& part = partOf(hash);
        const std::size_t mask = part.cells.size() - 1;
        auto hole = static_cast<std::size_t>(place - part.cells.data());
        for (std::size_t i = (hole + 1) & mask; part.cells[i] != Nothing; i = (i + 1) & mask) {
            const std::size_t home = hashOf(part.cells[i]) & mask;
            if (((i - home) & mask) < ((i - hole) & mask))
                continue;
            part.cells[hole] = part.cells[i];
            hole = i;
        }
        part.cells[hole] = Nothing;
        --part.used;
    }

    qint64 memoryBytes() const
    {
        qint64 bytes = sizeof *this;
        for (const Part& part : m_parts)
            bytes += static_cast<qint64>(part.cells.capacity() * sizeof(quint32));
        return bytes;
    }

private:
    struct Part {
        std::vector<quint32> cells; ///< empty, or a power of two
        std::size_t used = 0;
    };

    static constexpr std::size_t PartBits = 8;
    static constexpr std::size_t FirstCells = 8;

    Part& partOf(quint64 hash) { return m_parts[hash >> (64 - PartBits)]; }
    static void put(std::vector<quint32>& cells, quint64 hash, quint32 number)
    {
        const std::size_t mask = cells.size() - 1;
        std::size_t i = hash & mask;
        while (cells[i] != Nothing)
            i = (i + 1) & mask;
        cells[i] = number;
    }
    template<typename HashOf>
    static void enlarge(Part& part, const HashOf& hashOf)
    {
        std::vector<quint32> larger(part.cells.empty() ? FirstCells : part.cells.size() * 2, Nothing);
        for (const quint32 number : part.cells) {
            if (number != Nothing)
                put(larger, hashOf(number), number);
        }
        part.cells.swap(larger);
    }

    std::array<Part, std::size_t(1) << PartBits> m_parts;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace hookloupe {

/// A growing array in blocks: no element ever moves, and growing costs the same at any size.
template<typename T>
class BlockVector {
public:
    std::size_t size() const { return m_size; }
    T& operator[](std::size_t index) { return (*m_blocks[index / BlockSize])[index % BlockSize]; }
    const T& operator[](std::size_t index) const { return (*m_blocks[index / BlockSize])[index % BlockSize]; }
    void prefetch(std::size_t index) const { __builtin_prefetch(&(*this)[index]); }
    /// Adds so many default values.
    void grow(std::size_t count)
    {
        m_size += count;
        while (m_blocks.size() * BlockSize < m_size)
            m_blocks.push_back(std::make_unique<std::array<T, BlockSize>>());
    }
    qint64 memoryBytes() const
    {
        return static_cast<qint64>(m_blocks.size() * (sizeof(std::array<T, BlockSize>) + 16));
    }

private:
    static constexpr std::size_t BlockSize = 2048;

    std::vector<std::unique_ptr<std::array<T, BlockSize>>> m_blocks;
    std::size_t m_size = 0;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace hookloupe {

/// Sorts in steps of about a millisecond: short runs first, which are then merged.
template<typename Key>
class SlicedSort {
public:
    SlicedSort() = default;
    explicit SlicedSort(std::vector<Key> keys)
        : m_keys(std::move(keys))
    {
    }

    /// Does a little. \return true when all is sorted
    template<typename Before>
    bool step(const Before& before)
    {
        if (m_sorted < m_keys.size())
            sortRun(before);
        else if (m_run < m_keys.size())
            merge(before);
        return m_sorted >= m_keys.size() && m_run >= m_keys.size();
    }
    std::vector<Key> take() { return std::move(m_keys); }

private:
    static constexpr std::size_t RunLength = 1024;
    static constexpr std::size_t MergedPerStep = 4096;

    template<typename Before>
    void sortRun(const Before& before)
    {
        const std::size_t end = std::min(m_sorted + RunLength, m_keys.size());
        std::sort(m_keys.begin() + static_cast<std::ptrdiff_t>(m_sorted),
            m_keys.begin() + static_cast<std::ptrdiff_t>(end), before);
        m_sorted = end;
        if (m_sorted < m_keys.size())
            return;
        m_run = RunLength;
        m_merged.reserve(m_keys.size());
        begin(0);
    }

    void begin(std::size_t left)
    {
        m_left = left;
        m_leftEnd = std::min(left + m_run, m_keys.size());
        m_right = m_leftEnd;
        m_rightEnd = std::min(m_leftEnd + m_run, m_keys.size());
    }

    template<typename Before>
    void merge(const Before& before)
    {
        for (std::size_t n = 0; n < MergedPerStep; ++n) {
            if (m_left < m_leftEnd && m_right < m_rightEnd) {
                m_merged.push_back(m_keys[before(m_keys[m_right], m_keys[m_left]) ? m_right++ : m_left++]);
            } else if (m_left < m_leftEnd) {
                m_merged.push_back(m_keys[m_left++]);
            } else if (m_right < m_rightEnd) {
                m_merged.push_back(m_keys[m_right++]);
            } else if (m_rightEnd < m_keys.size()) {
                begin(m_rightEnd);
            } else {
                m_keys.swap(m_merged);
                m_merged.clear();
                m_run *= 2;
                if (m_run >= m_keys.size()) {
                    std::vector<Key>().swap(m_merged);
                    return;
                }
                begin(0);
            }
        }
    }

    std::vector<Key> m_keys;
    std::vector<Key> m_merged;
    std::size_t m_sorted = 0; ///< keys in sorted runs so far
    std::size_t m_run = 0; ///< length of the runs that are merged
    std::size_t m_left = 0;
    std::size_t m_leftEnd = 0;
    std::size_t m_right = 0;
    std::size_t m_rightEnd = 0;
};

} // namespace hookloupe

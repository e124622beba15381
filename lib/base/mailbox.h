// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace hookloupe {

/// Hands values from any number of threads to one reader, in order.
///
/// The writer learns from put() whether it has to wake the reader: only when the box was empty, so a burst wakes once.
/// Thread-safe. No Qt in here, so that ThreadSanitizer can judge it.
template<typename T>
class Mailbox {
public:
    /// \return true when the box was empty before: the reader must be woken
    [[nodiscard]] bool put(T value)
    {
        const std::lock_guard lock(m_mutex);
        m_values.push_back(std::move(value));
        return m_values.size() == 1;
    }

    /// \return true when the box was empty before and now is not
    [[nodiscard]] bool putAll(std::vector<T> values)
    {
        if (values.empty())
            return false;
        const std::lock_guard lock(m_mutex);
        const bool wasEmpty = m_values.empty();
        if (wasEmpty)
            m_values.swap(values);
        else
            m_values.insert(
                m_values.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
        return wasEmpty;
    }

    /// Everything that came since the last call, in order.
    [[nodiscard]] std::vector<T> takeAll()
    {
        std::vector<T> values;
        const std::lock_guard lock(m_mutex);
        values.swap(m_values);
        return values;
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_values;
};

} // namespace hookloupe

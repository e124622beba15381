// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <variant>

namespace hookloupe {

/// The error side of a Result, so that `return Unexpected(error)` reads as what it is.
template<typename E>
struct Unexpected {
    E value;
    explicit Unexpected(E error)
        : value(std::move(error))
    {
    }
};

/// A value or the reason why there is none. The names are those of std::expected, which may replace it one day.
template<typename T, typename E>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Unexpected<E> error)
        : m_state(std::in_place_index<1>, std::move(error.value))
    {
    }

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const E& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, E> m_state;
};

/// For operations that yield nothing but may fail.
struct Done { };

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <compare>
#include <functional>

namespace hookloupe {

/// Number of a delivery within its session: 1 and up, in the order of arrival, never used twice.
/// 0 means none.
struct DeliveryId {
    qint64 value = 0;

    auto operator<=>(const DeliveryId&) const = default;
};

} // namespace hookloupe

template<>
struct std::hash<hookloupe::DeliveryId> {
    std::size_t operator()(hookloupe::DeliveryId id) const noexcept { return std::hash<qint64>()(id.value); }
};

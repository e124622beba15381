// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace hookloupe {

/// What a session keeps at most. What is pinned is never removed and does not count.
struct RetentionLimits {
    std::optional<qint64> deliveries; ///< newest that stay; 1 and up
    std::optional<qint64> bytes; ///< of requests, heads and bodies, that stay; 1 and up
    std::optional<std::chrono::seconds> age; ///< since arrival; 1 s and up

    bool isUnlimited() const { return !deliveries && !bytes && !age; }
    bool operator==(const RetentionLimits&) const = default;
};

} // namespace hookloupe

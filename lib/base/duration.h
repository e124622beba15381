// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <chrono>
#include <optional>

namespace hookloupe {

/// A duration as people write it: "250ms", "2s", "10m", "1h", "3d", "2" (seconds). No sign, no fraction, at most 1,000
/// days.
std::optional<std::chrono::milliseconds> parseDuration(QStringView text);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/deliveryrules.h"

#include <chrono>
#include <optional>

namespace hookloupe {

/// How long a provider waits before an attempt, counted from the failure before.
struct AttemptWait {
    std::chrono::milliseconds nominal { 0 };
    std::chrono::milliseconds earliest { 0 };
    std::chrono::milliseconds latest { 0 };
    bool isAssumed = false;

    bool operator==(const AttemptWait&) const = default;
};

/// Where a rule says that waits vary but not how much, they are taken to vary by this part of them, either way.
constexpr double AssumedJitter = 0.25;

/// The wait before an attempt of a message.
/// \param attempt  2 and up
/// \return nothing where the rule does not tell how long (a window, an unknown rule), or has no such attempt
std::optional<AttemptWait> waitBefore(const RetryRule& rule, int attempt);

/// How many attempts there are, the first included. \return nothing where no number ends them
std::optional<Stated<int>> attemptsOf(const RetryRule& rule);

/// True where attempts go on until one succeeds.
bool isEndless(const RetryRule& rule);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "delivery/reaction/reactionpolicy.h"

#include <chrono>
#include <optional>

namespace hookloupe {

/// How an attempt, or its absence, fits what was expected after the response before.
struct ScheduleCheck {
    enum class Result : quint8 {
        NotKnown, ///< nobody says when it should come
        OnTime,
        Early,
        Late,
        Unexpected, ///< no further attempt was to come: acknowledged, lost, or the last one was made
    };

    Result result = Result::NotKnown;
    std::chrono::milliseconds observed { 0 }; ///< from the failure before to the arrival
    std::optional<std::chrono::milliseconds> expected; ///< as the schedule has it
    std::chrono::milliseconds deviation { 0 }; ///< beyond the nearer end of what was expected; negative: early
    std::chrono::milliseconds tolerance { 0 };
    bool isBeyondLast = false; ///< Unexpected: more attempts than documented
    bool isAssumed = false; ///< what was expected is

    bool operator==(const ScheduleCheck&) const = default;
};

/// How far an attempt may be from its time: 2 s, or a tenth of the wait where that is more, but at most 10 min. Ours:
/// queues of providers run late, and their clocks count from the end of an attempt that we do not see.
std::chrono::milliseconds scheduleTolerance(std::chrono::milliseconds wait);

/// \param previous    the reaction to the response before
/// \param answeredAt  when the request was received that it answered
ScheduleCheck checkSchedule(const Reaction& previous, SystemTime answeredAt, SystemTime arrivedAt);

/// The next attempt of a message, seen from a moment.
struct Countdown {
    SystemTime dueAt {}; ///< the earliest
    std::chrono::milliseconds remaining { 0 }; ///< to dueAt; negative: over
    bool isOverdue = false; ///< the latest, with tolerance, is over
    bool isAssumed = false;

    bool operator==(const Countdown&) const = default;
};

/// \return nothing where no attempt is expected, or nobody says when
std::optional<Countdown> countdown(const Reaction& last, SystemTime now);

} // namespace hookloupe

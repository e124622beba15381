// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/schedulecheck.h"

#include <algorithm>

namespace hookloupe {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds LeastTolerance { 2'000 };
constexpr milliseconds MostTolerance { 600'000 };

} // namespace

milliseconds scheduleTolerance(milliseconds wait)
{
    return std::clamp(wait / 10, LeastTolerance, MostTolerance);
}

ScheduleCheck checkSchedule(const Reaction& previous, SystemTime answeredAt, SystemTime arrivedAt)
{
    ScheduleCheck check;
    const SystemTime failedAt = answeredAt + previous.meaning.knownAfter.value_or(milliseconds(0));
    check.observed = duration_cast<milliseconds>(arrivedAt - failedAt);
    check.expected = previous.wait;
    check.isAssumed = previous.isAssumed;
    if (previous.kind == ReactionKind::Unknown)
        return check;
    if (previous.kind != ReactionKind::Retry) {
        check.result = ScheduleCheck::Result::Unexpected;
        check.isBeyondLast = previous.has(ReactionReason::AttemptsUsedUp) || previous.has(ReactionReason::WindowOver);
        return check;
    }
    if (!previous.next)
        return check;
    check.isAssumed = previous.next->isAssumed;
    check.tolerance = scheduleTolerance(previous.wait.value_or(milliseconds(0)));
    check.result = ScheduleCheck::Result::OnTime;
    if (arrivedAt < previous.next->earliest) {
        check.deviation = duration_cast<milliseconds>(arrivedAt - previous.next->earliest);
        if (-check.deviation > check.tolerance)
            check.result = ScheduleCheck::Result::Early;
    } else if (arrivedAt > previous.next->latest) {
        check.deviation = duration_cast<milliseconds>(arrivedAt - previous.next->latest);
        if (check.deviation > check.tolerance)
            check.result = ScheduleCheck::Result::Late;
    }
    return check;
}

std::optional<Countdown> countdown(const Reaction& last, SystemTime now)
{
    if (last.kind != ReactionKind::Retry || !last.next)
        return std::nullopt;
    Countdown count;
    count.dueAt = last.next->earliest;
    count.remaining = duration_cast<milliseconds>(last.next->earliest - now);
    count.isOverdue = now > last.next->latest + scheduleTolerance(last.wait.value_or(milliseconds(0)));
    count.isAssumed = last.next->isAssumed;
    return count;
}

} // namespace hookloupe

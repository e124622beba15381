// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/attemptsequel.h"

#include <algorithm>

namespace hookloupe {

namespace {

using std::chrono::milliseconds;
using Kind = RetryRule::Kind;

constexpr milliseconds MaxWait { 366LL * 86'400 * 1'000 };

AttemptWait exactly(milliseconds wait, bool isAssumed)
{
    return { wait, wait, wait, isAssumed };
}

std::optional<AttemptWait> scheduled(const RetryRule& rule, std::size_t wait)
{
    const auto& delays = rule.delays.value;
    if (delays.empty())
        return std::nullopt;
    // The last wait is repeated where there are more attempts than waits.
    const bool isRepeated = wait >= delays.size();
    return exactly(isRepeated ? delays.back() : delays[wait], rule.delays.isAssumed || isRepeated);
}

/// Doubled each time: providers say that waits grow, and seldom by how much.
std::optional<AttemptWait> growing(const RetryRule& rule, std::size_t wait)
{
    if (!rule.firstDelay)
        return std::nullopt;
    const milliseconds most = std::min(rule.maxDelay ? rule.maxDelay->value : MaxWait, MaxWait);
    milliseconds delay = rule.firstDelay->value;
    for (std::size_t i = 0; i < wait && delay < most; ++i)
        delay *= 2;
    return exactly(std::min(delay, most), rule.firstDelay->isAssumed || wait > 0);
}

} // namespace

std::optional<Stated<int>> attemptsOf(const RetryRule& rule)
{
    if (rule.kind.value == Kind::None)
        return Stated<int> { 1, rule.kind.isAssumed };
    if (rule.attempts)
        return *rule.attempts;
    if (rule.kind.value == Kind::Schedule && !rule.window)
        return Stated<int> { static_cast<int>(rule.delays.value.size()) + 1, rule.delays.isAssumed };
    return std::nullopt;
}

bool isEndless(const RetryRule& rule)
{
    return rule.kind.value == Kind::Interval && !rule.attempts && !rule.window;
}

std::optional<AttemptWait> waitBefore(const RetryRule& rule, int attempt)
{
    const std::optional<Stated<int>> attempts = attemptsOf(rule);
    if (attempt < 2 || (attempts && attempt > attempts->value))
        return std::nullopt;
    const auto index = static_cast<std::size_t>(attempt - 2);
    std::optional<AttemptWait> wait;
    if (rule.kind.value == Kind::Schedule)
        wait = scheduled(rule, index);
    else if (rule.kind.value == Kind::Interval && rule.interval)
        wait = exactly(rule.interval->value, rule.interval->isAssumed);
    else if (rule.kind.value == Kind::Exponential)
        wait = growing(rule, index);
    if (wait && rule.isJittered && rule.isJittered->value) {
        const auto spread = std::chrono::duration_cast<milliseconds>(wait->nominal * AssumedJitter);
        wait->earliest -= spread;
        wait->latest += spread;
    }
    return wait;
}

} // namespace hookloupe

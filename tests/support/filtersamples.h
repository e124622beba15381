// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QByteArray>
#include <QRandomGenerator>

#include <functional>
#include <initializer_list>
#include <vector>

namespace hookloupe::test {

/// A delivery, and what is in its body once gzip is undone.
struct FilterSample {
    Delivery delivery;
    QByteArray plainBody;
};

/// A filter's text with the same question in plain C++, which shares no code with the filter.
struct FilterQuestion {
    QByteArray text;
    std::function<bool(const FilterSample&)> holds;
};

template<typename T>
T oneOf(QRandomGenerator& random, std::initializer_list<T> values)
{
    return *(values.begin() + random.bounded(static_cast<int>(values.size())));
}

inline bool oneIn(QRandomGenerator& random, int count)
{
    return random.bounded(count) == 0;
}

/// When the samples' filters are applied; the samples arrive in the hours before.
inline constexpr SystemTime SampleNow { std::chrono::seconds(1'767'366'245) }; // 2026-01-02T15:04:05Z

/// Deliveries of all sorts, ids from 1. \param makeBodyFile  stores bytes and gives the path of their file
std::vector<FilterSample> randomSamples(
    QRandomGenerator& random, int count, const std::function<QString(const QByteArray&)>& makeBodyFile);

/// \param depth  how deep it may be nested; 0: one term
FilterQuestion randomQuestion(QRandomGenerator& random, int depth);

} // namespace hookloupe::test

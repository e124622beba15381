// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "query/textpattern.h"

#include <chrono>
#include <limits>
#include <optional>
#include <variant>

namespace hookloupe {

/// Whole numbers from \c least to \c most, both included; none when \c least is the greater.
struct WholeRange {
    qint64 least = std::numeric_limits<qint64>::min();
    qint64 most = std::numeric_limits<qint64>::max();

    bool contains(qint64 value) const { return value >= least && value <= most; }
    bool operator==(const WholeRange&) const = default;
};

/// Decimal numbers; a bound that is not there is open.
struct DecimalRange {
    struct Bound {
        double value = 0;
        bool isIncluded = true;

        bool operator==(const Bound&) const = default;
    };
    std::optional<Bound> least;
    std::optional<Bound> most;

    bool contains(double value) const;
    bool operator==(const DecimalRange&) const = default;
};

/// Words by their number in filterWords().
struct WordSet {
    quint32 bits = 0;

    bool contains(int word) const { return word >= 0 && word < 32 && (bits >> word & 1U) != 0; }
    bool operator==(const WordSet&) const = default;
};

/// A moment as a person writes it: it lasts as long as it is exact. "14:02" is a minute, "today" a day.
struct FilterMoment {
    enum class Kind : quint8 {
        Fixed, ///< \c begin and \c end count from 1970-01-01T00:00:00Z
        ClockTime, ///< they count from midnight of the day on which the filter is applied, by the local clock
        Day, ///< \c day days from that day, by the local clock
    };
    Kind kind = Kind::Fixed;
    std::chrono::microseconds begin { 0 };
    std::chrono::microseconds end { 0 }; ///< not included
    int day = 0;

    bool operator==(const FilterMoment&) const = default;
};

/// Moments between two bounds; one that is not there is open.
struct TimeRange {
    struct Bound {
        FilterMoment moment;
        bool isItsEnd = false; ///< the end of the moment counts, and not its begin

        bool operator==(const Bound&) const = default;
    };
    std::optional<Bound> from; ///< at or after it
    std::optional<Bound> until; ///< before it

    bool operator==(const TimeRange&) const = default;
};

/// The range in microseconds since 1970-01-01T00:00:00Z.
/// \param now  tells which day "today" is, in the time zone of the system
WholeRange resolved(const TimeRange& range, SystemTime now);

/// What the value of a field is asked for.
using FilterTest = std::variant<TextPattern, WholeRange, DecimalRange, WordSet, TimeRange>;

} // namespace hookloupe

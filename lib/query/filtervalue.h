// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "query/filtererror.h"
#include "query/filterfield.h"
#include "query/filtertest.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// The value of a term, taken apart but not yet understood.
struct FilterValueText {
    enum class Comparison : quint8 { None, Exactly, Less, LessOrEqual, Greater, GreaterOrEqual };

    Comparison comparison = Comparison::None;
    std::vector<QByteArray> parts { QByteArray() }; ///< UTF-8, between the `*`; at least one
    bool isQuoted = false; ///< wholly or in part: then `..` is text

    bool isEmpty() const { return parts.size() == 1 && parts.front().isEmpty(); }
};

/// What is wrong with a value, without its place.
struct FilterValueProblem {
    FilterErrorCode code = FilterErrorCode::BadValue;
    QString sentence; ///< what would be right
    QString proposal;
};

/// Understands a value as its field wants it. \param value  not empty, or quoted
Result<FilterTest, FilterValueProblem> parseFilterValue(const FilterFieldInfo& info, const FilterValueText& value);

/// A moment: "today", "yesterday", "14:02", "14:02:03.5", "2026-01-02", RFC 3339 with or without its zone ("T" may be
/// lower case). Without a zone it is local time.
std::optional<FilterMoment> parseFilterMoment(QByteArrayView text);

/// A decimal number as JSON writes it, also with a sign `+` or leading zeros, that a double can hold.
std::optional<double> parseFilterNumber(QByteArrayView text);

} // namespace hookloupe

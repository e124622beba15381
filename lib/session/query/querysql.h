// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "query/filterexpression.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// A filter as a condition over a session's tables. No text of the filter stands in the SQL: its terms are named by
/// their place in \c terms, for the functions of queryfunctions.h, and its numbers are bound.
struct QuerySql {
    QByteArray condition; ///< of a row of `delivery AS d`; true or false, never NULL
    std::vector<qint64> numbers; ///< for the parameters from FirstParameter on
    std::vector<FilterTerm> terms;

    static constexpr int FirstParameter = 4;
};

/// \param now       what ages and "today" count from
/// \param hasFacts  the session has the columns of facts/factscolumns.h
QuerySql querySqlOf(const FilterExpression& filter, SystemTime now, bool hasFacts);

} // namespace hookloupe

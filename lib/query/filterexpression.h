// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filtererror.h"
#include "query/filterfield.h"
#include "query/filtertest.h"

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

namespace hookloupe {

/// One term of a filter: a field, and what its value is asked for.
struct FilterTerm {
    FilterField field = FilterField::Text;
    QByteArray name; ///< of the header, or the JSON pointer; empty for other fields
    FilterTest test = WholeRange {};
    qsizetype column = 1; ///< where it stands in the text, from 1, in UTF-16 units
    qsizetype length = 0; ///< in UTF-16 units
};

/// A filter as a tree. A value; what parseFilter() makes is bounded in depth and size.
struct FilterExpression {
    enum class Kind : quint8 {
        All, ///< everything matches: the empty filter
        Term,
        Not, ///< one child
        And, ///< two or more children
        Or, ///< two or more children
    };
    Kind kind = Kind::All;
    FilterTerm term; ///< of Term
    std::vector<FilterExpression> children; ///< cheap ones first; those that cost the same in their order
};

/// What it costs to look at a delivery; the worst term of the expression counts. 0 and up.
int filterCost(const FilterExpression& expression);
int filterCost(const FilterTerm& term);

/// All terms, in the order of the tree.
void forEachTerm(const FilterExpression& expression, const std::function<void(const FilterTerm&)>& visit);

/// True for a term that asks for what only FilterFacts can tell.
bool needsMessageFacts(const FilterTerm& term);
bool needsNotes(const FilterTerm& term);

/// Names the first term that can match nothing where nobody tells what it asks for: better said than left to wonder.
std::optional<FilterError> unknowableTerm(const FilterExpression& expression, bool hasMessageFacts, bool hasNotes);

} // namespace hookloupe

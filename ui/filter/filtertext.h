// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "query/filtererror.h"
#include "query/filterexpression.h"

#include <QString>

namespace hookloupe {

/// What is known here beyond a delivery itself.
struct Knowable {
    bool hasMessageFacts = false;
    bool hasNotes = false;
};

/// Reads a filter; terms that nobody can answer are refused.
Result<FilterExpression, FilterError> readFilter(const QString& text, Knowable knowable);

/// True where more may be meant to come: the text ends before it is right.
bool isUnfinished(const FilterError& error, const QString& text);

/// The filter with one more term, in place of those of the same field that stand beside the others.
/// \param text  a filter; what is wrong is replaced as a whole
QString withTerm(const QString& text, const QString& term);

/// A text with a term put into it as a word of its own, and what of it a person will want to change.
struct InsertedTerm {
    QString text;
    qsizetype valueAt = 0;
    qsizetype valueLength = 0;
};
/// \param position  0 to the length of the text
InsertedTerm withInserted(const QString& text, qsizetype position, const QString& term);

} // namespace hookloupe

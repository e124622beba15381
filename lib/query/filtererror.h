// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

enum class FilterErrorCode {
    TooLong,
    TooManyTerms,
    TooDeep,
    MissingTerm, ///< nothing stands where a term has to: behind `or`, `not`, within parentheses
    Unclosed, ///< a parenthesis
    Unopened, ///< a closing parenthesis without an opening one
    UnclosedQuote,
    BadEscape,
    Parenthesis, ///< right behind a word
    UnknownField,
    MissingName, ///< `header:` or `json:` alone
    BadName, ///< no name of a header, no JSON pointer, or a name where the field takes none
    MissingValue,
    BadValue, ///< none that the field takes
    UnknownWord, ///< none of the words that the field takes
    NoComparison, ///< the field is text
    NotKnown, ///< a right term, but what it asks for is known to nobody here
};

/// Why a text is no filter.
struct FilterError {
    FilterErrorCode code = FilterErrorCode::BadValue;
    qsizetype column = 1; ///< where it is wrong, from 1, in UTF-16 units of the text; at most its length plus 1
    qsizetype length = 1; ///< how much of it is wrong; 0 where something is missing
    QString subject; ///< the word in question, cut where it is long; may be empty
    QString proposal; ///< what would be right there: a field, a list of words, a term; may be empty
    QString detail; ///< one English sentence with column and remedy
};

} // namespace hookloupe

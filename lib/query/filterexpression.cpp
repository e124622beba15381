// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterexpression.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 wordBit(IsWord word)
{
    return 1U << static_cast<unsigned>(word);
}

} // namespace

int filterCost(const FilterTerm& term)
{
    enum Cost { OfARow, OfAFact, OfTheHead, OfTheBody };
    switch (term.field) {
    case FilterField::Text:
    case FilterField::Body:
    case FilterField::Json:
        return OfTheBody;
    case FilterField::Header:
        return OfTheHead;
    case FilterField::Message:
    case FilterField::Resource:
    case FilterField::Ip:
    case FilterField::Kind:
    case FilterField::Note:
        return OfAFact;
    case FilterField::Is:
        return needsMessageFacts(term) ? OfAFact : OfARow;
    default:
        return OfARow;
    }
}

int filterCost(const FilterExpression& expression)
{
    if (expression.kind == FilterExpression::Kind::Term)
        return filterCost(expression.term);
    int most = 0;
    for (const FilterExpression& child : expression.children)
        most = std::max(most, filterCost(child));
    return most;
}

void forEachTerm(const FilterExpression& expression, const std::function<void(const FilterTerm&)>& visit)
{
    if (expression.kind == FilterExpression::Kind::Term)
        visit(expression.term);
    for (const FilterExpression& child : expression.children)
        forEachTerm(child, visit);
}

bool needsMessageFacts(const FilterTerm& term)
{
    if (term.field == FilterField::Kind)
        return true;
    const auto* words = std::get_if<WordSet>(&term.test);
    if (term.field != FilterField::Is || !words)
        return false;
    return (words->bits & ~(wordBit(IsWord::Pinned) | wordBit(IsWord::Challenge))) != 0;
}

bool needsNotes(const FilterTerm& term)
{
    return term.field == FilterField::Note;
}

std::optional<FilterError> unknowableTerm(const FilterExpression& expression, bool hasMessageFacts, bool hasNotes)
{
    const FilterTerm* first = nullptr;
    forEachTerm(expression, [&](const FilterTerm& term) {
        const bool isUnknowable = (needsMessageFacts(term) && !hasMessageFacts) || (needsNotes(term) && !hasNotes);
        if (isUnknowable && (!first || term.column < first->column))
            first = &term;
    });
    if (!first)
        return std::nullopt;
    const QString what = needsNotes(*first)
        ? u"notes are not there in this version; leave the term out"_s
        : u"retries, duplicates and stale events are not told apart in this version; leave the term out"_s;
    const QString column = QString::number(first->column);
    return FilterError { FilterErrorCode::NotKnown, first->column, first->length, filterFieldInfo(first->field).name,
        {}, QString(u"column "_s + column + u": "_s + what) };
}

} // namespace hookloupe

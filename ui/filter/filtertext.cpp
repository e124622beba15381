// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtertext.h"

#include "query/filterparser.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool isSameField(const FilterTerm& left, const FilterTerm& right)
{
    return left.field == right.field && left.name == right.name && left.field != FilterField::Text;
}

/// Where terms of that field stand that all deliveries have to match, in their order.
std::vector<FilterTerm> termsBeside(const FilterExpression& filter, const FilterTerm& term)
{
    std::vector<FilterTerm> terms;
    const auto take = [&](const FilterExpression& one) {
        if (one.kind == FilterExpression::Kind::Term && isSameField(one.term, term))
            terms.push_back(one.term);
    };
    if (filter.kind == FilterExpression::Kind::And)
        std::for_each(filter.children.begin(), filter.children.end(), take);
    else
        take(filter);
    std::sort(terms.begin(), terms.end(),
        [](const FilterTerm& left, const FilterTerm& right) { return left.column < right.column; });
    return terms;
}

/// The text with the first of the terms replaced and the others taken out.
QString replaced(QString text, const std::vector<FilterTerm>& terms, const QString& term)
{
    for (auto one = terms.rbegin(); one != terms.rend(); ++one) {
        const bool isFirst = one + 1 == terms.rend();
        text.replace(one->column - 1, one->length, isFirst ? term : QString());
    }
    return text;
}

} // namespace

Result<FilterExpression, FilterError> readFilter(const QString& text, Knowable knowable)
{
    Result<FilterExpression, FilterError> filter = parseFilter(text);
    if (!filter)
        return filter;
    if (const auto unknowable = unknowableTerm(*filter, knowable.hasMessageFacts, knowable.hasNotes))
        return Unexpected(*unknowable);
    return filter;
}

bool isUnfinished(const FilterError& error, const QString& text)
{
    switch (error.code) {
    case FilterErrorCode::Unclosed:
    case FilterErrorCode::UnclosedQuote:
        return true;
    case FilterErrorCode::MissingTerm:
    case FilterErrorCode::MissingValue:
    case FilterErrorCode::BadValue:
    case FilterErrorCode::UnknownWord:
    case FilterErrorCode::BadEscape:
        return error.column - 1 + error.length >= text.size();
    default:
        return false;
    }
}

QString withTerm(const QString& text, const QString& term)
{
    const auto filter = parseFilter(text);
    const auto added = parseFilter(term);
    const QString plain = text.trimmed();
    if (!filter || plain.isEmpty() || !added || added->kind != FilterExpression::Kind::Term)
        return term;
    if (filter->kind == FilterExpression::Kind::Or)
        return u"("_s + plain + u") "_s + term;
    const std::vector<FilterTerm> terms = termsBeside(*filter, added->term);
    if (!terms.empty()) {
        // Where an `and` would be left alone, nothing is taken out.
        const QString changed = replaced(text, terms, term).simplified();
        if (!text.contains(u'"') && parseFilter(changed))
            return changed;
        const QString first = replaced(text, { terms.front() }, term).trimmed();
        if (terms.size() == 1 && parseFilter(first))
            return first;
    }
    return plain + u' ' + term;
}

InsertedTerm withInserted(const QString& text, qsizetype position, const QString& term)
{
    const QString before = text.first(std::clamp(position, qsizetype(0), text.size()));
    const QString after = text.mid(before.size());
    const auto wantsBlank = [](QChar letter) { return !letter.isSpace() && letter != u'(' && letter != u')'; };
    const bool isBlankBefore = !before.isEmpty() && wantsBlank(before.back()) && before.back() != u'-';
    const bool isBlankAfter = !after.isEmpty() && wantsBlank(after.front());
    InsertedTerm inserted;
    inserted.text = before + (isBlankBefore ? u" "_s : QString()) + term;
    const qsizetype begin = inserted.text.size() - term.size();
    inserted.valueAt = begin + term.indexOf(u':') + 1;
    inserted.valueLength = inserted.text.size() - inserted.valueAt;
    inserted.text += (isBlankAfter ? u" "_s : QString()) + after;
    return inserted;
}

} // namespace hookloupe

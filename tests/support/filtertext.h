// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filterexpression.h"

#include <QString>
#include <QStringList>

#include <limits>

namespace hookloupe::test {

/// `*` between the parts; one within a part has a backslash.
inline QString patternText(const TextPattern& pattern)
{
    QStringList parts;
    for (const QByteArray& part : pattern.parts())
        parts += QString::fromUtf8(part).replace(u'\\', QStringLiteral("\\\\")).replace(u'*', QStringLiteral("\\*"));
    return (pattern.isCaseSensitive() ? u'=' : u'~') + parts.join(u'*');
}

inline QString testText(const FilterTest& test)
{
    if (const auto* pattern = std::get_if<TextPattern>(&test))
        return patternText(*pattern);
    if (const auto* words = std::get_if<WordSet>(&test))
        return u'{' + QString::number(words->bits) + u'}';
    if (const auto* whole = std::get_if<WholeRange>(&test)) {
        const bool hasLeast = whole->least != std::numeric_limits<qint64>::min();
        const bool hasMost = whole->most != std::numeric_limits<qint64>::max();
        return u' ' + (hasLeast ? QString::number(whole->least) : QString()) + QStringLiteral("..")
            + (hasMost ? QString::number(whole->most) : QString());
    }
    if (const auto* decimal = std::get_if<DecimalRange>(&test)) {
        QString text = QStringLiteral(" ");
        if (decimal->least)
            text += (decimal->least->isIncluded ? u'[' : u'(') + QString::number(decimal->least->value);
        text += QStringLiteral("..");
        if (decimal->most)
            text += QString::number(decimal->most->value) + (decimal->most->isIncluded ? u']' : u')');
        return text;
    }
    return QStringLiteral("@");
}

/// A filter as a text that shows its tree: "(method~post & !status 500..599)".
inline QString treeOf(const FilterExpression& expression)
{
    QStringList children;
    for (const FilterExpression& child : expression.children)
        children += treeOf(child);
    switch (expression.kind) {
    case FilterExpression::Kind::All:
        return QStringLiteral("all");
    case FilterExpression::Kind::Not:
        return u'!' + children.join(u' ');
    case FilterExpression::Kind::And:
        return u'(' + children.join(QStringLiteral(" & ")) + u')';
    case FilterExpression::Kind::Or:
        return u'(' + children.join(QStringLiteral(" | ")) + u')';
    case FilterExpression::Kind::Term:
        break;
    }
    const FilterTerm& term = expression.term;
    QString text = term.field == FilterField::Text ? QStringLiteral("text") : QString(filterFieldInfo(term.field).name);
    if (!term.name.isEmpty())
        text += u'.' + QString::fromUtf8(term.name);
    if (term.field == FilterField::Json && term.name.isEmpty())
        text += u'.';
    return text + testText(term.test);
}

} // namespace hookloupe::test

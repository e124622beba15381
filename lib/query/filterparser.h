// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "query/filtererror.h"
#include "query/filterexpression.h"
#include "query/filtervalue.h"

#include <QStringView>

#include <optional>

namespace hookloupe {

/// What a filter may be at most.
struct FilterLimits {
    static constexpr qsizetype MaxLength = 4096; ///< UTF-16 units
    static constexpr int MaxTerms = 200;
    static constexpr int MaxDepth = 32; ///< of parentheses and negations
};

/// Reads a filter.
///
///     filter  = [ any ]
///     any     = all { "or" all }
///     all     = one { [ "and" ] one }
///     one     = ( "not" | "-" ) one | "(" any ")" | term
///     term    = [ field ":" [ "=" | ">" | ">=" | "<" | "<=" ] ] value
///     field   = name of filterFields(), for some with "." and a name of one's own: header.NAME, json.POINTER
///     value   = { character | "*" | quoted }, for numbers, sizes, durations and times also value ".." value
///
/// Words end at blanks and parentheses. Within quotes all characters stand for themselves; `\"`, `\\`, `\n`, `\r`,
/// `\t` and `\xNN` (a byte) are escapes. The words or, and, not and the fields are read without regard to case.
/// Text is compared as UTF-8 bytes without regard to ASCII case; behind `=` the whole text is compared with it.
/// Total: any text gives an expression or an error.
Result<FilterExpression, FilterError> parseFilter(QStringView text);

/// Does the work of parseFilter(), by recursive descent. Used once: make it, call parse().
class FilterParser {
public:
    explicit FilterParser(QStringView text)
        : m_text(text)
    {
    }

    Result<FilterExpression, FilterError> parse();

private:
    /// A word up to where it ends, taken apart.
    struct Word {
        qsizetype begin = 0; ///< units from 0
        std::optional<QByteArray> field; ///< what stands before the colon
        FilterValueText value;
        qsizetype valueAt = 0;
    };

    bool parseAny(FilterExpression& expression);
    bool parseAll(FilterExpression& expression);
    bool parseOne(FilterExpression& expression);
    bool parseGroup(FilterExpression& expression);
    bool parseTerm(FilterExpression& expression);
    bool parseWord(Word& word);
    void parseComparison(Word& word);
    bool parseQuoted(QByteArray& bytes);
    bool parseEscape(QByteArray& bytes);
    bool readField(const Word& word, FilterTerm& term, const FilterFieldInfo*& info);
    bool readName(const Word& word, const FilterFieldInfo& info, const QByteArray& name, FilterTerm& term);
    bool readValue(const Word& word, const FilterFieldInfo& info, FilterTerm& term);
    bool refuseField(const Word& word, const QByteArray& name);

    bool atEnd() const { return m_at >= m_text.size(); }
    bool at(char16_t character) const { return !atEnd() && m_text[m_at] == character; }
    bool atWordEnd() const;
    bool atKeyword(QStringView keyword) const;
    bool takeKeyword(QStringView keyword);
    void skipBlanks();
    bool enter();
    bool fail(FilterErrorCode code, qsizetype begin, qsizetype length, const QString& sentence,
        const QString& subject = {}, const QString& proposal = {});

    QStringView m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_terms = 0;
    std::optional<FilterError> m_error;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterparser.h"

#include "http/requesthead.h"
#include "profile/locator.h"

#include <QByteArrayList>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShownLength = 40;

QString shown(const QByteArray& bytes)
{
    const QString text = QString::fromUtf8(bytes);
    return text.size() <= ShownLength ? text : QString(text.first(ShownLength) + u'…');
}

bool isBlank(QChar character)
{
    return character.isSpace();
}

/// Steps between dots as a JSON pointer: people write json.data.id.
QByteArray pointerOf(const QByteArray& name)
{
    if (name.startsWith('/'))
        return name;
    QByteArray pointer;
    for (const QByteArray& step : name.split('.'))
        pointer += jsonPointerStep(step);
    return pointer;
}

QByteArray withStars(const std::vector<QByteArray>& parts)
{
    QByteArray text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i)
        text += '*' + parts[i];
    return text;
}

/// One child needs no list around it.
FilterExpression joined(FilterExpression::Kind kind, std::vector<FilterExpression> children)
{
    if (children.size() == 1)
        return std::move(children.front());
    std::stable_sort(children.begin(), children.end(), [](const FilterExpression& left, const FilterExpression& right) {
        return filterCost(left) < filterCost(right);
    });
    FilterExpression expression;
    expression.kind = kind;
    expression.children = std::move(children);
    return expression;
}

} // namespace

Result<FilterExpression, FilterError> parseFilter(QStringView text)
{
    return FilterParser(text).parse();
}

bool FilterParser::fail(FilterErrorCode code, qsizetype begin, qsizetype length, const QString& sentence,
    const QString& subject, const QString& proposal)
{
    if (!m_error) {
        const QString detail = u"column "_s + QString::number(begin + 1) + u": "_s + sentence;
        m_error = FilterError { code, begin + 1, length, subject, proposal, detail };
    }
    return false;
}

Result<FilterExpression, FilterError> FilterParser::parse()
{
    FilterExpression expression;
    skipBlanks();
    if (m_text.size() > FilterLimits::MaxLength) {
        fail(FilterErrorCode::TooLong, FilterLimits::MaxLength, m_text.size() - FilterLimits::MaxLength,
            u"a filter has at most %1 characters; shorten it"_s.arg(FilterLimits::MaxLength));
    } else if (!atEnd() && parseAny(expression) && !atEnd()) {
        fail(FilterErrorCode::Unopened, m_at, 1, u"this parenthesis closes nothing; remove it"_s);
    }
    if (m_error)
        return Unexpected(*m_error);
    return expression;
}

bool FilterParser::parseAny(FilterExpression& expression)
{
    std::vector<FilterExpression> children;
    do {
        FilterExpression child;
        if (!parseAll(child))
            return false;
        children.push_back(std::move(child));
    } while (takeKeyword(u"or"));
    expression = joined(FilterExpression::Kind::Or, std::move(children));
    return true;
}

bool FilterParser::parseAll(FilterExpression& expression)
{
    std::vector<FilterExpression> children;
    do {
        FilterExpression child;
        if (!parseOne(child))
            return false;
        children.push_back(std::move(child));
        skipBlanks();
    } while (takeKeyword(u"and") || !(atEnd() || at(u')') || atKeyword(u"or")));
    expression = joined(FilterExpression::Kind::And, std::move(children));
    return true;
}

bool FilterParser::enter()
{
    if (++m_depth <= FilterLimits::MaxDepth)
        return true;
    return fail(FilterErrorCode::TooDeep, m_at, 1,
        u"parentheses and negations go at most %1 deep; write it flatter"_s.arg(FilterLimits::MaxDepth));
}

bool FilterParser::parseOne(FilterExpression& expression)
{
    skipBlanks();
    if (atEnd() || at(u')') || atKeyword(u"or") || atKeyword(u"and")) {
        return fail(FilterErrorCode::MissingTerm, m_at, 0,
            u"a term is missing here, such as status:5xx; put the words or, and, not into quotes to search for them"_s);
    }
    const bool isMinus = at(u'-');
    if (!isMinus && !atKeyword(u"not"))
        return at(u'(') ? parseGroup(expression) : parseTerm(expression);
    if (!enter())
        return false;
    m_at += isMinus ? 1 : 3;
    if (isMinus && (atEnd() || isBlank(m_text[m_at]))) {
        return fail(FilterErrorCode::MissingTerm, m_at - 1, 1,
            u"a minus stands right before the term that it negates: -status:200"_s);
    }
    FilterExpression child;
    if (!parseOne(child))
        return false;
    --m_depth;
    expression.kind = FilterExpression::Kind::Not;
    expression.children.push_back(std::move(child));
    return true;
}

bool FilterParser::parseGroup(FilterExpression& expression)
{
    const qsizetype begin = m_at;
    if (!enter())
        return false;
    ++m_at;
    if (!parseAny(expression))
        return false;
    if (!at(u')'))
        return fail(FilterErrorCode::Unclosed, begin, 1, u"this parenthesis wants a closing one"_s);
    ++m_at;
    --m_depth;
    return true;
}

bool FilterParser::parseTerm(FilterExpression& expression)
{
    Word word;
    word.begin = m_at;
    if (++m_terms > FilterLimits::MaxTerms) {
        return fail(FilterErrorCode::TooManyTerms, m_at, 1,
            u"a filter has at most %1 terms; leave some out"_s.arg(FilterLimits::MaxTerms));
    }
    if (!parseWord(word))
        return false;
    if (at(u'(')) {
        return fail(FilterErrorCode::Parenthesis, m_at, 1,
            u"put text with parentheses into quotes, or a blank before a group"_s);
    }
    expression.kind = FilterExpression::Kind::Term;
    FilterTerm& term = expression.term;
    term.column = word.begin + 1;
    term.length = m_at - word.begin;
    const FilterFieldInfo* info = nullptr;
    return readField(word, term, info) && readValue(word, *info, term);
}

/// Takes characters up to the end of the word; the first colon outside quotes ends the field.
bool FilterParser::parseWord(Word& word)
{
    word.valueAt = m_at;
    while (!atWordEnd()) {
        QByteArray& part = word.value.parts.back();
        if (at(u'"')) {
            word.value.isQuoted = true;
            if (!parseQuoted(part))
                return false;
        } else if (at(u'*')) {
            word.value.parts.emplace_back();
            ++m_at;
        } else if (at(u':') && !word.field) {
            word.field = withStars(word.value.parts);
            word.value = {};
            word.valueAt = ++m_at;
            parseComparison(word);
        } else {
            const qsizetype begin = m_at++;
            while (!atWordEnd() && !at(u'"') && !at(u'*') && !at(u':'))
                ++m_at;
            part += m_text.sliced(begin, m_at - begin).toUtf8();
        }
    }
    return true;
}

void FilterParser::parseComparison(Word& word)
{
    using Comparison = FilterValueText::Comparison;
    constexpr std::pair<QStringView, Comparison> All[] = {
        { u">=", Comparison::GreaterOrEqual },
        { u"<=", Comparison::LessOrEqual },
        { u">", Comparison::Greater },
        { u"<", Comparison::Less },
        { u"=", Comparison::Exactly },
    };
    for (const auto& [sign, comparison] : All) {
        if (!m_text.sliced(m_at).startsWith(sign))
            continue;
        word.value.comparison = comparison;
        m_at += sign.size();
        return;
    }
}

bool FilterParser::parseQuoted(QByteArray& bytes)
{
    const qsizetype begin = m_at++;
    while (!atEnd()) {
        if (at(u'"')) {
            ++m_at;
            return true;
        }
        if (at(u'\\')) {
            if (!parseEscape(bytes))
                return false;
            continue;
        }
        const qsizetype plain = m_at;
        while (!atEnd() && !at(u'"') && !at(u'\\'))
            ++m_at;
        bytes += m_text.sliced(plain, m_at - plain).toUtf8();
    }
    return fail(FilterErrorCode::UnclosedQuote, begin, 1, u"this quote wants a closing one"_s);
}

bool FilterParser::parseEscape(QByteArray& bytes)
{
    constexpr std::pair<char16_t, char> All[]
        = { { u'"', '"' }, { u'\\', '\\' }, { u'n', '\n' }, { u'r', '\r' }, { u't', '\t' } };
    const qsizetype begin = m_at++;
    for (const auto& [character, byte] : All) {
        if (at(character)) {
            bytes += byte;
            ++m_at;
            return true;
        }
    }
    const auto isHex = [](QChar digit) {
        return (digit >= u'0' && digit <= u'9') || (digit.toLower() >= u'a' && digit.toLower() <= u'f');
    };
    const QStringView digits = m_text.sliced(std::min(m_at + 1, m_text.size()))
                                   .first(std::clamp(m_text.size() - m_at - 1, qsizetype(0), qsizetype(2)));
    if (at(u'x') && digits.size() == 2 && std::all_of(digits.begin(), digits.end(), isHex)) {
        bytes += static_cast<char>(digits.toUInt(nullptr, 16));
        m_at += 3;
        return true;
    }
    return fail(FilterErrorCode::BadEscape, begin, std::min(m_text.size() - begin, qsizetype(2)),
        u"unknown escape; within quotes there are \\\" \\\\ \\n \\r \\t and \\xNN"_s);
}

bool FilterParser::readField(const Word& word, FilterTerm& term, const FilterFieldInfo*& info)
{
    if (!word.field) {
        info = &filterFieldInfo(FilterField::Text);
        return true;
    }
    const qsizetype dot = word.field->indexOf('.');
    const QByteArray name = dot < 0 ? *word.field : word.field->first(dot);
    info = filterFieldByName(QString::fromUtf8(name));
    if (!info)
        return refuseField(word, name);
    term.field = info->field;
    return readName(word, *info, dot < 0 ? QByteArray() : word.field->mid(dot + 1), term);
}

bool FilterParser::refuseField(const Word& word, const QByteArray& name)
{
    const FilterFieldInfo* nearest = nearestFilterField(QString::fromUtf8(name));
    QString sentence;
    if (nearest) {
        sentence = u"there is no field \"%1\"; did you mean %2?"_s.arg(shown(name), nearest->name);
    } else {
        QStringList all;
        for (const FilterFieldInfo& info : filterFields())
            all += info.name;
        sentence = u"there is no field \"%1\"; put text with a colon into quotes; the fields are %2"_s.arg(
            shown(name), all.join(u' '));
    }
    return fail(FilterErrorCode::UnknownField, word.begin, word.valueAt - word.begin - 1, sentence, shown(name),
        nearest ? QString(nearest->name) : QString());
}

bool FilterParser::readName(const Word& word, const FilterFieldInfo& info, const QByteArray& name, FilterTerm& term)
{
    const qsizetype length = word.valueAt - word.begin - 1;
    if (!info.hasName) {
        if (!word.field->contains('.'))
            return true;
        return fail(FilterErrorCode::BadName, word.begin, length,
            u"%1 has no name behind it: %2"_s.arg(info.name, info.example), shown(*word.field), info.example);
    }
    if (name.isEmpty()) {
        return fail(FilterErrorCode::MissingName, word.begin, length,
            u"%1 wants a name behind a dot: %2"_s.arg(info.name, info.example), shown(*word.field), info.example);
    }
    term.name = info.field == FilterField::Json ? pointerOf(name) : name;
    const bool isRight = info.field == FilterField::Json ? isJsonPointer(term.name) : isToken(term.name);
    if (isRight)
        return true;
    const QString what = info.field == FilterField::Json ? u"\"%1\" is no JSON pointer (RFC 6901); write it as in %2"_s
                                                         : u"\"%1\" is no name of a header; write it as in %2"_s;
    return fail(
        FilterErrorCode::BadName, word.begin, length, what.arg(shown(name), info.example), shown(name), info.example);
}

bool FilterParser::readValue(const Word& word, const FilterFieldInfo& info, FilterTerm& term)
{
    const qsizetype length = m_at - word.valueAt;
    if (word.value.isEmpty() && !word.value.isQuoted) {
        return fail(FilterErrorCode::MissingValue, m_at, 0,
            u"a value is missing behind the colon, such as %1"_s.arg(info.example), {}, info.example);
    }
    auto test = parseFilterValue(info, word.value);
    if (!test) {
        return fail(test.error().code, word.valueAt, length, test.error().sentence,
            m_text.sliced(word.valueAt, std::min(length, ShownLength)).toString(), test.error().proposal);
    }
    term.test = std::move(*test);
    return true;
}

bool FilterParser::atWordEnd() const
{
    return atEnd() || at(u'(') || at(u')') || isBlank(m_text[m_at]);
}

bool FilterParser::atKeyword(QStringView keyword) const
{
    const QStringView rest = m_text.sliced(m_at);
    if (!rest.startsWith(keyword, Qt::CaseInsensitive))
        return false;
    const QStringView behind = rest.sliced(keyword.size());
    return behind.isEmpty() || isBlank(behind.front()) || behind.front() == u'(' || behind.front() == u')';
}

bool FilterParser::takeKeyword(QStringView keyword)
{
    skipBlanks();
    if (!atKeyword(keyword))
        return false;
    m_at += keyword.size();
    return true;
}

void FilterParser::skipBlanks()
{
    while (!atEnd() && isBlank(m_text[m_at]))
        ++m_at;
}

} // namespace hookloupe

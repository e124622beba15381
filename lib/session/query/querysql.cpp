// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/query/querysql.h"

#include "delivery/delivery.h"
#include "session/storedfacts.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hookloupe {

namespace {

constexpr qint64 Least = std::numeric_limits<qint64>::min();
constexpr qint64 Most = std::numeric_limits<qint64>::max();

qint64 minusSaturated(qint64 left, qint64 right)
{
    qint64 result = 0;
    if (!__builtin_sub_overflow(left, right, &result))
        return result;
    return right < 0 ? Most : Least;
}

/// The moments of arrival that are that old now.
WholeRange arrivalOf(const WholeRange& age, SystemTime now)
{
    const qint64 moment = now.time_since_epoch().count();
    if (age.least > age.most)
        return age;
    return { minusSaturated(moment, age.most), minusSaturated(moment, age.least) };
}

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

int depthOf(const FilterExpression& filter)
{
    int most = 0;
    for (const FilterExpression& child : filter.children)
        most = std::max(most, depthOf(child));
    return most + 1;
}

/// The parser of SQLite before 3.46 has room for 100 words that wait for what closes them. What stands before a nested
/// part waits, what comes behind it does not: where it goes deep, the deepest part comes first, and the cheapest
/// otherwise.
std::vector<const FilterExpression*> inOrder(const FilterExpression& filter)
{
    constexpr int Shallow = 4;
    std::vector<const FilterExpression*> children;
    for (const FilterExpression& child : filter.children)
        children.push_back(&child);
    if (depthOf(filter) > Shallow) {
        std::stable_sort(
            children.begin(), children.end(), [](const FilterExpression* left, const FilterExpression* right) {
                return depthOf(*left) > depthOf(*right);
            });
    }
    return children;
}

class ConditionWriter {
public:
    ConditionWriter(SystemTime now, bool hasFacts)
        : m_now(now)
        , m_hasFacts(hasFacts)
    {
    }

    QByteArray condition(const FilterExpression& filter);
    QuerySql take(QByteArray condition) { return { std::move(condition), std::move(m_numbers), std::move(m_terms) }; }

private:
    QByteArray list(const FilterExpression& filter, const QByteArray& word);
    QByteArray term(const FilterTerm& term);
    QByteArray factTerm(const FilterTerm& term);
    QByteArray between(const QByteArray& value, const WholeRange& range);
    QByteArray wholeBetween(const QByteArray& value);
    QByteArray inWords(const QByteArray& value);
    QByteArray status();
    QByteArray line(const QByteArray& column);
    QByteArray word(const QByteArray& column);
    QByteArray isWord();
    QByteArray call(const char* function, const QByteArray& arguments) const;
    QByteArray ofPayload(const char* function, const QByteArray& arguments) const;
    QByteArray head() const { return ofPayload("hookloupe_head", "p.id, p.head"); }
    QByteArray body() const { return ofPayload("hookloupe_body", "p.id, p.head, p.body, p.body_file, d.body_size"); }
    QByteArray parameter(qint64 value);
    /// A column of facts, or what stands for it in an older session.
    QByteArray factColumn(const char* name, const char* otherwise) const
    {
        return m_hasFacts ? QByteArray("d.") + name : QByteArray(otherwise);
    }
    const FilterTerm& current() const { return m_terms.back(); }

    SystemTime m_now;
    bool m_hasFacts;
    std::vector<qint64> m_numbers;
    std::vector<FilterTerm> m_terms;
};

QByteArray ConditionWriter::condition(const FilterExpression& filter)
{
    switch (filter.kind) {
    case FilterExpression::Kind::All:
        break;
    case FilterExpression::Kind::Term:
        m_terms.push_back(filter.term);
        return term(filter.term);
    case FilterExpression::Kind::Not:
        return "NOT (" + list(filter, " OR ") + ')';
    case FilterExpression::Kind::And:
        return '(' + list(filter, " AND ") + ')';
    case FilterExpression::Kind::Or:
        return '(' + list(filter, " OR ") + ')';
    }
    return "1";
}

/// A list below another one needs no parentheses where it has them already or binds closer.
QByteArray ConditionWriter::list(const FilterExpression& filter, const QByteArray& word)
{
    using Kind = FilterExpression::Kind;
    QByteArray text;
    for (const FilterExpression* child : inOrder(filter)) {
        if (!text.isEmpty())
            text += word;
        if (child->kind == Kind::And && filter.kind != Kind::And)
            text += list(*child, " AND ");
        else if (child->kind == Kind::Or && filter.kind == Kind::Not)
            text += list(*child, " OR ");
        else
            text += condition(*child);
    }
    return text;
}

QByteArray ConditionWriter::term(const FilterTerm& term)
{
    switch (term.field) {
    case FilterField::Text:
        return '(' + head() + " OR " + body() + ')';
    case FilterField::Method:
        return line("d.method");
    case FilterField::Path:
    case FilterField::Query:
        return line("d.target");
    case FilterField::Header:
        return head();
    case FilterField::Body:
    case FilterField::Json:
        return body();
    case FilterField::Status:
        return status();
    case FilterField::Size:
        return wholeBetween("d.body_size");
    case FilterField::Delay:
        return "d.response_id IN (SELECT id FROM response WHERE " + wholeBetween("delay_ms") + ')';
    case FilterField::Id:
        return wholeBetween("d.id");
    case FilterField::Ip:
        return ofPayload("hookloupe_text", "p.peer_address");
    case FilterField::Age:
    case FilterField::Time:
        return wholeBetween("d.received_us");
    default:
        return factTerm(term);
    }
}

QByteArray ConditionWriter::factTerm(const FilterTerm& term)
{
    switch (term.field) {
    case FilterField::Provider:
        return word(factColumn("provider", "0"));
    case FilterField::Event:
        return word(factColumn("event_type", "0"));
    case FilterField::Message:
        return call("hookloupe_fact", factColumn("event_id", "''"));
    case FilterField::Resource:
        return call("hookloupe_fact", factColumn("resource", "''"));
    case FilterField::Signature:
        return inWords(factColumn("verdict", "0"));
    case FilterField::Fresh:
        return inWords(factColumn("freshness", "0"));
    case FilterField::Is:
        return isWord();
    default:
        return call("hookloupe_known", "d.id");
    }
}

QByteArray ConditionWriter::parameter(qint64 value)
{
    m_numbers.push_back(value);
    return '?' + number(QuerySql::FirstParameter + std::ssize(m_numbers) - 1);
}

QByteArray ConditionWriter::between(const QByteArray& value, const WholeRange& range)
{
    const QByteArray least = parameter(range.least);
    return value + " BETWEEN " + least + " AND " + parameter(range.most);
}

QByteArray ConditionWriter::wholeBetween(const QByteArray& value)
{
    if (const auto* times = std::get_if<TimeRange>(&current().test))
        return between(value, resolved(*times, m_now));
    const auto* range = std::get_if<WholeRange>(&current().test);
    if (!range)
        return "0";
    return between(value, current().field == FilterField::Age ? arrivalOf(*range, m_now) : *range);
}

/// \param value  the number of a word
QByteArray ConditionWriter::inWords(const QByteArray& value)
{
    const auto* words = std::get_if<WordSet>(&current().test);
    if (!words)
        return "0";
    const qint64 last = std::ssize(filterWords(current().field)) - 1;
    return "(((" + parameter(words->bits) + " >> min(max(" + value + ", 0), " + number(last) + ")) & 1) = 1)";
}

QByteArray ConditionWriter::status()
{
    const auto* words = std::get_if<WordSet>(&current().test);
    if (words) {
        return "(d.fault BETWEEN 1 AND " + number(static_cast<qint64>(Fault::Garbage)) + " AND (("
            + parameter(words->bits) + " >> (d.fault - 1)) & 1) = 1)";
    }
    return "(d.fault IN (" + number(static_cast<qint64>(Fault::None)) + ", "
        + number(static_cast<qint64>(Fault::Truncate)) + ") AND " + wholeBetween("d.status") + ')';
}

/// The table has the beginning of a method and a target; the payload has the whole.
QByteArray ConditionWriter::line(const QByteArray& column)
{
    return "CASE WHEN length(" + column + ") < " + number(DeliverySummary::MaxTargetBytes) + " THEN "
        + call("hookloupe_line", column) + " ELSE " + head() + " END";
}

/// A column with the number of a word, or with a text of its own (facts/factscolumns.h).
QByteArray ConditionWriter::word(const QByteArray& column)
{
    if (!m_hasFacts)
        return "0";
    return '(' + column + " IN (SELECT id FROM word WHERE " + call("hookloupe_fact", "text") + ") OR (typeof(" + column
        + ") <> 'integer' AND " + call("hookloupe_fact", column) + "))";
}

QByteArray ConditionWriter::isWord()
{
    const auto* words = std::get_if<WordSet>(&current().test);
    QByteArray text = "(0";
    const auto has = [words](IsWord word) { return words && words->contains(static_cast<int>(word)); };
    if (has(IsWord::Pinned))
        text += " OR d.is_pinned <> 0";
    if (has(IsWord::Challenge))
        text += " OR hookloupe_challenge(" + factColumn("facts", "NULL") + ')';
    if (needsMessageFacts(current()))
        text += " OR " + call("hookloupe_known", "d.id");
    return text + ')';
}

QByteArray ConditionWriter::call(const char* function, const QByteArray& arguments) const
{
    return QByteArray(function) + '(' + number(std::ssize(m_terms) - 1) + ", " + arguments + ')';
}

QByteArray ConditionWriter::ofPayload(const char* function, const QByteArray& arguments) const
{
    return "ifnull((SELECT " + call(function, arguments) + " FROM payload AS p WHERE p.id = d.id), 0)";
}

} // namespace

QuerySql querySqlOf(const FilterExpression& filter, SystemTime now, bool hasFacts)
{
    ConditionWriter writer(now, hasFacts);
    QByteArray condition = writer.condition(filter);
    return writer.take(std::move(condition));
}

} // namespace hookloupe

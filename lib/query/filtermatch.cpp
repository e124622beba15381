// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtermatch.h"

#include "query/filtervalue.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// A text, or the number that it is.
bool textOrNumber(const FilterTerm& term, QByteArrayView value)
{
    const auto* range = std::get_if<DecimalRange>(&term.test);
    if (!range)
        return filtermatch::text(term, value);
    const std::optional<double> number = parseFilterNumber(value);
    return number && range->contains(*number);
}

/// A fact that is empty is not there.
bool fact(const FilterTerm& term, QByteArrayView value)
{
    return !value.isEmpty() && filtermatch::text(term, value);
}

bool bareWordInHead(const FilterTerm& term, const RequestHead& head)
{
    if (filtermatch::text(term, head.target()))
        return true;
    for (qsizetype i = 0; i < head.headerCount(); ++i) {
        if (filtermatch::text(term, QByteArray(head.headerName(i) + ": " + head.headerValue(i))))
            return true;
    }
    return false;
}

bool headerMatches(const FilterTerm& term, const RequestHead& head)
{
    for (qsizetype i = 0; i < head.headerCount(); ++i) {
        if (equalsIgnoringCase(head.headerName(i), term.name) && textOrNumber(term, head.headerValue(i)))
            return true;
    }
    return false;
}

bool statusMatches(const FilterTerm& term, const Response& response)
{
    if (std::holds_alternative<WordSet>(term.test))
        return filtermatch::word(term, static_cast<int>(response.fault) - 1);
    return hasStatus(response.fault) && filtermatch::whole(term, response.status);
}

/// One delivery under the eyes of a filter.
class Subject {
public:
    Subject(const Delivery& delivery, SystemTime now, const FilterFacts* facts)
        : m_delivery(delivery)
        , m_now(now)
        , m_facts(facts)
        , m_texts(delivery.request->head, delivery.request->body)
    {
    }

    bool matches(const FilterExpression& expression);

private:
    bool matchesTerm(const FilterTerm& term);
    bool matchesFact(const FilterTerm& term) const;
    bool isWord(const FilterTerm& term) const;
    bool matchesTime(const FilterTerm& term) const;

    const Delivery& m_delivery;
    SystemTime m_now;
    const FilterFacts* m_facts;
    RequestTexts m_texts;
};

bool Subject::matches(const FilterExpression& expression)
{
    const auto child = [this](const FilterExpression& each) { return matches(each); };
    const std::vector<FilterExpression>& children = expression.children;
    switch (expression.kind) {
    case FilterExpression::Kind::All:
        return true;
    case FilterExpression::Kind::Term:
        return matchesTerm(expression.term);
    case FilterExpression::Kind::Not:
        return std::none_of(children.begin(), children.end(), child);
    case FilterExpression::Kind::And:
        return std::all_of(children.begin(), children.end(), child);
    case FilterExpression::Kind::Or:
        return std::any_of(children.begin(), children.end(), child);
    }
    return false;
}

bool Subject::matchesTerm(const FilterTerm& term)
{
    const Request& request = *m_delivery.request;
    switch (term.field) {
    case FilterField::Method:
    case FilterField::Path:
    case FilterField::Query:
    case FilterField::Header:
        return filtermatch::head(term, request.head);
    case FilterField::Text:
        return filtermatch::head(term, request.head) || filtermatch::body(term, m_texts);
    case FilterField::Body:
    case FilterField::Json:
        return filtermatch::body(term, m_texts);
    case FilterField::Status:
        return statusMatches(term, *m_delivery.response);
    case FilterField::Size:
        return filtermatch::whole(term, request.body.size());
    case FilterField::Delay:
        return filtermatch::whole(term, m_delivery.response->delay.count());
    case FilterField::Id:
        return filtermatch::whole(term, m_delivery.id.value);
    case FilterField::Ip:
        return filtermatch::text(term, request.peer.address.toUtf8());
    case FilterField::Age:
    case FilterField::Time:
        return matchesTime(term);
    default:
        return matchesFact(term);
    }
}

bool Subject::matchesFact(const FilterTerm& term) const
{
    const DeliveryFacts& facts = m_delivery.facts;
    switch (term.field) {
    case FilterField::Provider:
        return fact(term, facts.provider);
    case FilterField::Event:
        return fact(term, facts.event.type);
    case FilterField::Message:
        return fact(term, facts.event.id);
    case FilterField::Resource:
        return fact(term, facts.event.resource);
    case FilterField::Signature:
        return filtermatch::word(term, static_cast<int>(facts.signature.verdict));
    case FilterField::Fresh:
        return filtermatch::word(term, static_cast<int>(facts.signature.freshness));
    case FilterField::Is:
        return isWord(term) || filtermatch::facts(term, m_delivery.id, m_facts);
    default:
        return filtermatch::facts(term, m_delivery.id, m_facts);
    }
}

bool Subject::isWord(const FilterTerm& term) const
{
    const auto is = [&term](IsWord word) { return filtermatch::word(term, static_cast<int>(word)); };
    return (is(IsWord::Pinned) && m_delivery.isPinned)
        || (is(IsWord::Challenge) && !m_delivery.facts.challenge.isEmpty());
}

bool Subject::matchesTime(const FilterTerm& term) const
{
    const SystemTime received = m_delivery.request->times.lastByte;
    if (const auto* range = std::get_if<TimeRange>(&term.test))
        return resolved(*range, m_now).contains(received.time_since_epoch().count());
    return filtermatch::whole(term, (m_now - received).count());
}

} // namespace

bool matches(const FilterExpression& filter, const Delivery& delivery, SystemTime now, const FilterFacts* facts)
{
    return Subject(delivery, now, facts).matches(filter);
}

bool filtermatch::text(const FilterTerm& term, QByteArrayView value)
{
    const auto* pattern = std::get_if<TextPattern>(&term.test);
    return pattern && pattern->matches(value);
}

bool filtermatch::whole(const FilterTerm& term, qint64 value)
{
    const auto* range = std::get_if<WholeRange>(&term.test);
    return range && range->contains(value);
}

bool filtermatch::word(const FilterTerm& term, int word)
{
    const auto* set = std::get_if<WordSet>(&term.test);
    return set && set->contains(word);
}

bool filtermatch::methodOrTarget(const FilterTerm& term, QByteArrayView method, QByteArrayView target)
{
    if (term.field == FilterField::Method)
        return text(term, method);
    const qsizetype mark = target.indexOf('?');
    if (term.field == FilterField::Path)
        return text(term, mark < 0 ? target : target.first(mark));
    return mark >= 0 && text(term, target.sliced(mark + 1));
}

bool filtermatch::head(const FilterTerm& term, const RequestHead& head)
{
    if (term.field == FilterField::Header)
        return headerMatches(term, head);
    if (term.field == FilterField::Text)
        return bareWordInHead(term, head);
    return methodOrTarget(term, head.method(), head.target());
}

bool filtermatch::body(const FilterTerm& term, RequestTexts& texts)
{
    if (term.field == FilterField::Json) {
        const std::optional<QByteArray> value = texts.json(term.name);
        return value && textOrNumber(term, *value);
    }
    const auto* pattern = std::get_if<TextPattern>(&term.test);
    return pattern && texts.bodyMatches(*pattern);
}

bool filtermatch::facts(const FilterTerm& term, DeliveryId id, const FilterFacts* facts)
{
    if (!facts)
        return false;
    if (term.field == FilterField::Note)
        return fact(term, facts->note(id));
    const std::optional<FilterFacts::Message> message = facts->message(id);
    if (!message)
        return false;
    if (term.field == FilterField::Kind)
        return word(term, static_cast<int>(message->kind));
    constexpr std::pair<KindWord, IsWord> Same[]
        = { { KindWord::First, IsWord::First }, { KindWord::Retry, IsWord::Retry },
              { KindWord::Duplicate, IsWord::Duplicate }, { KindWord::Replay, IsWord::Replay } };
    for (const auto& [kind, is] : Same) {
        if (message->kind == kind && word(term, static_cast<int>(is)))
            return true;
    }
    return message->isStale && word(term, static_cast<int>(IsWord::Stale));
}

} // namespace hookloupe

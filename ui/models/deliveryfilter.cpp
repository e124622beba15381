// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliveryfilter.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hookloupe {

namespace {

qint64 minusSaturated(qint64 left, qint64 right)
{
    qint64 result = 0;
    if (!__builtin_sub_overflow(left, right, &result))
        return result;
    return right < 0 ? std::numeric_limits<qint64>::max() : std::numeric_limits<qint64>::min();
}

/// The moments of arrival that a term about time means.
WholeRange arrivalOf(const FilterTerm& term, SystemTime now)
{
    if (const auto* times = std::get_if<TimeRange>(&term.test))
        return resolved(*times, now);
    const auto* age = std::get_if<WholeRange>(&term.test);
    if (!age || age->least > age->most)
        return { 1, 0 };
    const qint64 moment = now.time_since_epoch().count();
    return { minusSaturated(moment, age->most), minusSaturated(moment, age->least) };
}

bool isOfTime(FilterField field)
{
    return field == FilterField::Age || field == FilterField::Time;
}

bool isRelativeTime(const FilterTerm& term)
{
    if (term.field == FilterField::Age)
        return true;
    const auto* times = std::get_if<TimeRange>(&term.test);
    const auto isRelative = [](const std::optional<TimeRange::Bound>& bound) {
        return bound && bound->moment.kind != FilterMoment::Kind::Fixed;
    };
    return term.field == FilterField::Time && times && (isRelative(times->from) || isRelative(times->until));
}

bool isKnownToRows(FilterField field)
{
    switch (field) {
    case FilterField::Method:
    case FilterField::Path:
    case FilterField::Query:
    case FilterField::Status:
    case FilterField::Provider:
    case FilterField::Event:
    case FilterField::Signature:
    case FilterField::Fresh:
    case FilterField::Kind:
    case FilterField::Is:
    case FilterField::Note:
    case FilterField::Size:
    case FilterField::Id:
    case FilterField::Age:
    case FilterField::Time:
        return true;
    default:
        return false;
    }
}

} // namespace

DeliveryFilter::DeliveryFilter(FilterExpression expression, SystemTime now, std::shared_ptr<const FilterFacts> facts)
    : m_expression(std::move(expression))
    , m_now(now)
    , m_facts(std::move(facts))
{
    m_root = nodeOf(m_expression);
}

DeliveryFilter::Node DeliveryFilter::nodeOf(const FilterExpression& expression)
{
    Node node;
    node.kind = expression.kind;
    if (expression.kind == FilterExpression::Kind::Term) {
        node.term = expression.term;
        m_needsDeliveries = m_needsDeliveries || !isKnownToRows(node.term.field);
        m_isRelative = m_isRelative || isRelativeTime(node.term);
        if (isOfTime(node.term.field))
            node.arrival = arrivalOf(node.term, m_now);
    }
    for (const FilterExpression& child : expression.children)
        node.children.push_back(nodeOf(child));
    return node;
}

bool DeliveryFilter::matches(const DeliveryRows& rows, const DeliveryRow& row)
{
    refresh(rows);
    const Answer found = answer(m_root, rows, row);
    if (found != Answer::Open)
        return found == Answer::Yes;
    const DeliveryId id { row.id };
    if (id > m_searchedThrough && !m_asked.contains(id))
        open(id);
    return m_found.contains(id);
}

DeliveryFilter::Answer DeliveryFilter::answer(Node& node, const DeliveryRows& rows, const DeliveryRow& row)
{
    // What decides alone, and what is left when nothing does.
    Answer decisive = Answer::Yes;
    Answer left = Answer::No;
    switch (node.kind) {
    case FilterExpression::Kind::All:
        return Answer::Yes;
    case FilterExpression::Kind::Term:
        return ofTerm(node, rows, row);
    case FilterExpression::Kind::And:
        std::swap(decisive, left);
        break;
    case FilterExpression::Kind::Or:
    case FilterExpression::Kind::Not:
        break;
    }
    Answer result = left;
    for (Node& child : node.children) {
        const Answer one = answer(child, rows, row);
        if (one == decisive) {
            result = decisive;
            break;
        }
        if (one == Answer::Open)
            result = Answer::Open;
    }
    if (node.kind != FilterExpression::Kind::Not || result == Answer::Open)
        return result;
    return result == Answer::Yes ? Answer::No : Answer::Yes;
}

DeliveryFilter::Answer DeliveryFilter::ofTerm(Node& node, const DeliveryRows& rows, const DeliveryRow& row)
{
    const FilterTerm& term = node.term;
    const auto said = [](bool isTrue) { return isTrue ? Answer::Yes : Answer::No; };
    switch (term.field) {
    case FilterField::Status:
        if (std::holds_alternative<WordSet>(term.test))
            return said(filtermatch::word(term, static_cast<int>(row.fault) - 1));
        return said(hasStatus(row.fault) && filtermatch::whole(term, row.status));
    case FilterField::Size:
        return said(filtermatch::whole(term, row.bodyBytes()));
    case FilterField::Id:
        return said(filtermatch::whole(term, row.id));
    case FilterField::Age:
    case FilterField::Time:
        return said(node.arrival.contains(row.receivedAtUs));
    case FilterField::Signature:
        return said(filtermatch::word(term, static_cast<int>(row.verdict)));
    case FilterField::Fresh:
        return said(filtermatch::word(term, static_cast<int>(row.freshness)));
    case FilterField::Is:
        return ofIs(term, row);
    case FilterField::Kind:
    case FilterField::Note:
        return said(filtermatch::facts(term, { row.id }, m_facts.get()));
    default:
        return ofFact(node, rows, row);
    }
}

DeliveryFilter::Answer DeliveryFilter::ofIs(const FilterTerm& term, const DeliveryRow& row) const
{
    const auto is = [&term](IsWord word) { return filtermatch::word(term, static_cast<int>(word)); };
    const bool isTrue = (is(IsWord::Pinned) && row.isPinned) || (is(IsWord::Challenge) && row.isChallenge)
        || filtermatch::facts(term, { row.id }, m_facts.get());
    return isTrue ? Answer::Yes : Answer::No;
}

DeliveryFilter::Answer DeliveryFilter::ofFact(Node& node, const DeliveryRows& rows, const DeliveryRow& row)
{
    const FilterTerm& term = node.term;
    const auto isFact = [&term](QByteArrayView text) { return !text.isEmpty() && filtermatch::text(term, text); };
    switch (term.field) {
    case FilterField::Provider:
        return ofText(node, rows, row.provider, isFact);
    case FilterField::Event:
        return ofText(node, rows, row.eventType, isFact);
    case FilterField::Method:
        return ofText(node, rows, row.method,
            [&term](QByteArrayView method) { return filtermatch::methodOrTarget(term, method, {}); });
    default:
        return ofTarget(term, rows.text(row.target));
    }
}

DeliveryFilter::Answer DeliveryFilter::ofTarget(const FilterTerm& term, QByteArrayView target)
{
    const bool isWhole = target.size() < DeliverySummary::MaxTargetBytes;
    switch (term.field) {
    case FilterField::Path:
    case FilterField::Query:
        if (!isWhole)
            return Answer::Open;
        return filtermatch::methodOrTarget(term, {}, target) ? Answer::Yes : Answer::No;
    case FilterField::Text:
        return isWhole && filtermatch::text(term, target) ? Answer::Yes : Answer::Open;
    default:
        return Answer::Open;
    }
}

/// For the texts of which there are few different ones.
template<typename Ask>
DeliveryFilter::Answer DeliveryFilter::ofText(Node& node, const DeliveryRows& rows, StringPool::Id id, Ask&& ask)
{
    constexpr std::size_t MostKnown = 10'000;
    if (const auto found = node.known.find(id); found != node.known.end())
        return found->second;
    // What is as long as it can be may be the beginning of something longer.
    const QByteArrayView text = rows.text(id);
    Answer answer = Answer::Open;
    if (text.size() < DeliverySummary::MaxTargetBytes)
        answer = ask(text) ? Answer::Yes : Answer::No;
    if (node.known.size() < MostKnown)
        node.known.emplace(id, answer);
    return answer;
}

/// Numbers of strings that were freed may be those of others now.
void DeliveryFilter::refresh(const DeliveryRows& rows)
{
    if (std::exchange(m_releases, rows.releases()) != rows.releases())
        forgetStrings(m_root);
}

std::vector<DeliveryId> DeliveryFilter::setNow(SystemTime now, const DeliveryRows& rows)
{
    std::vector<WholeRange> before;
    collectTimes(m_root, before);
    m_now = now;
    updateTimes(m_root);
    std::vector<WholeRange> after;
    collectTimes(m_root, after);
    std::vector<std::pair<WholeRange, WholeRange>> moved;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] != after[i])
            moved.emplace_back(before[i], after[i]);
    }
    std::vector<DeliveryId> ids;
    for (qsizetype index = 0; !moved.empty() && index < rows.size(); ++index) {
        const DeliveryRow& row = rows.at(index);
        const auto isOther = [&row](const std::pair<WholeRange, WholeRange>& range) {
            return range.first.contains(row.receivedAtUs) != range.second.contains(row.receivedAtUs);
        };
        if (std::any_of(moved.begin(), moved.end(), isOther))
            ids.push_back({ row.id });
    }
    return ids;
}

void DeliveryFilter::updateTimes(Node& node)
{
    if (node.kind == FilterExpression::Kind::Term && isOfTime(node.term.field))
        node.arrival = arrivalOf(node.term, m_now);
    for (Node& child : node.children)
        updateTimes(child);
}

void DeliveryFilter::collectTimes(const Node& node, std::vector<WholeRange>& ranges) const
{
    if (node.kind == FilterExpression::Kind::Term && isOfTime(node.term.field))
        ranges.push_back(node.arrival);
    for (const Node& child : node.children)
        collectTimes(child, ranges);
}

void DeliveryFilter::forgetStrings(Node& node)
{
    node.known.clear();
    for (Node& child : node.children)
        forgetStrings(child);
}

void DeliveryFilter::addFound(const std::vector<DeliveryId>& ids)
{
    for (const DeliveryId id : ids) {
        if (!m_asked.contains(id))
            m_found.insert(id);
    }
}

void DeliveryFilter::setAnswer(DeliveryId id, bool matches)
{
    m_asked.insert(id);
    if (matches)
        m_found.insert(id);
    else
        m_found.erase(id);
}

void DeliveryFilter::reopen(const DeliveryRows& rows, const DeliveryRow& row)
{
    refresh(rows);
    if (answer(m_root, rows, row) == Answer::Open)
        open({ row.id });
}

void DeliveryFilter::open(DeliveryId id)
{
    m_open.push_back(id);
    if (m_open.size() == 1 && m_opened)
        m_opened();
}

std::vector<DeliveryId> DeliveryFilter::takeOpen()
{
    std::vector<DeliveryId> ids = std::exchange(m_open, {});
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const DeliveryId id : ids)
        m_asked.insert(id);
    return ids;
}

} // namespace hookloupe

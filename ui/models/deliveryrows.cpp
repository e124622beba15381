// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliveryrows.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace hookloupe {

namespace {

std::strong_ordering compareTexts(QByteArrayView left, QByteArrayView right)
{
    return left.compare(right) <=> 0;
}

/// What needs a look first stands at the one end, what is well at the other.
int signatureRank(const DeliveryRow& row)
{
    if (row.isChallenge)
        return 20;
    switch (row.verdict) {
    case Verdict::Mismatch:
        return 0;
    case Verdict::Malformed:
        return 1;
    case Verdict::Missing:
        return 2;
    case Verdict::NoSecret:
        return 4;
    case Verdict::Valid:
        return row.freshness == Freshness::Stale ? 3 : 30;
    case Verdict::NotSigned:
        return 10;
    case Verdict::Unknown:
        break;
    }
    return 11;
}

/// As above: what a receiver has to be ready for comes first.
int messageRank(const DeliveryRow& row)
{
    if (!row.hasAttempt || row.isChallenge)
        return 5;
    if (row.isStale)
        return 0;
    switch (row.kind) {
    case MessageKind::Replay:
        return 1;
    case MessageKind::Duplicate:
        return 2;
    case MessageKind::Retry:
        return 3;
    case MessageKind::First:
        break;
    }
    return 4;
}

int reactionRank(const DeliveryRow& row)
{
    if (!row.hasAttempt || row.isChallenge)
        return 6;
    switch (row.reaction) {
    case ReactionKind::Failed:
        return 0;
    case ReactionKind::Disabled:
        return 1;
    case ReactionKind::Paused:
        return 2;
    case ReactionKind::Retry:
        return 3;
    case ReactionKind::Unknown:
        return 4;
    case ReactionKind::Acknowledged:
        break;
    }
    return 5;
}

qint64 waitMs(const DeliveryRow& row)
{
    const qint64 wait = (static_cast<qint64>(row.waitMsHigh) << 32) | row.waitMsLow;
    return row.hasWait ? wait : std::numeric_limits<qint64>::max();
}

std::strong_ordering compareMessages(const DeliveryRow& left, const DeliveryRow& right)
{
    if (const auto order = messageRank(left) <=> messageRank(right); order != std::strong_ordering::equal)
        return order;
    if (left.kind != right.kind)
        return left.kind <=> right.kind;
    return right.attemptNumber <=> left.attemptNumber;
}

std::strong_ordering compareReactions(const DeliveryRow& left, const DeliveryRow& right)
{
    if (const auto order = reactionRank(left) <=> reactionRank(right); order != std::strong_ordering::equal)
        return order;
    if (const auto order = waitMs(left) <=> waitMs(right); order != std::strong_ordering::equal)
        return order;
    return left.isAssumed <=> right.isAssumed;
}

} // namespace

std::optional<AttemptSummary> DeliveryRow::attempt() const
{
    if (!hasAttempt)
        return std::nullopt;
    AttemptSummary attempt;
    attempt.message = message();
    attempt.attempt = static_cast<int>(attemptNumber);
    attempt.kind = kind;
    attempt.isProbable = isProbable;
    attempt.isStale = isStale;
    attempt.reaction = reaction;
    attempt.isAssumed = isAssumed;
    if (hasWait)
        attempt.wait = std::chrono::milliseconds(waitMs(*this));
    return attempt;
}

void DeliveryRow::setAttempt(const AttemptSummary& attempt)
{
    constexpr qint64 MaxWaitMs = (qint64(1) << 48) - 1;
    const qint64 wait = std::clamp<qint64>(attempt.wait.value_or(std::chrono::milliseconds(0)).count(), 0, MaxWaitMs);
    hasAttempt = true;
    messageOffset = static_cast<qint32>(attempt.message.value - id);
    attemptNumber = static_cast<quint32>(std::max(attempt.attempt, 1));
    kind = attempt.kind;
    isProbable = attempt.isProbable;
    isStale = attempt.isStale;
    reaction = attempt.reaction;
    isAssumed = attempt.isAssumed;
    hasWait = attempt.wait.has_value();
    waitMsLow = static_cast<quint32>(wait);
    waitMsHigh = static_cast<quint16>(wait >> 32);
}

qsizetype DeliveryRows::find(DeliveryId id) const
{
    const auto found = std::lower_bound(
        m_rows.begin(), m_rows.end(), id.value, [](const DeliveryRow& row, qint64 value) { return row.id < value; });
    return found != m_rows.end() && found->id == id.value ? found - m_rows.begin() : -1;
}

DeliverySummary DeliveryRows::summary(const DeliveryRow& row) const
{
    DeliverySummary summary;
    summary.id = { row.id };
    summary.receivedAt = SystemTime(std::chrono::microseconds(row.receivedAtUs));
    summary.method = text(row.method).toByteArray();
    summary.target = text(row.target).toByteArray();
    summary.contentType = text(row.contentType).toByteArray();
    summary.bodyBytes = row.bodyBytes();
    summary.anomalies = anomalies(row);
    summary.status = row.status;
    summary.fault = row.fault;
    summary.isTls = row.isTls;
    summary.isPinned = row.isPinned;
    summary.provider = text(row.provider).toByteArray();
    summary.eventType = text(row.eventType).toByteArray();
    summary.verdict = row.verdict;
    summary.freshness = row.freshness;
    summary.isAmbiguous = row.isAmbiguous;
    summary.isChallenge = row.isChallenge;
    summary.attempt = row.attempt();
    return summary;
}

std::strong_ordering DeliveryRows::compare(
    DeliveryColumn column, const DeliveryRow& left, const DeliveryRow& right) const
{
    const auto byText = [this](StringPool::Id a, StringPool::Id b) {
        return a == b ? std::strong_ordering::equal : compareTexts(text(a), text(b));
    };
    switch (column) {
    case MethodColumn:
        return byText(left.method, right.method);
    case PathColumn:
        return byText(left.target, right.target);
    case TypeColumn:
        return byText(left.contentType, right.contentType);
    case ResponseColumn:
        if (left.fault != right.fault)
            return left.fault <=> right.fault;
        return left.status <=> right.status;
    case SizeColumn:
        return left.bodyBytes() <=> right.bodyBytes();
    case ProviderColumn:
        if (left.isAmbiguous != right.isAmbiguous)
            return left.isAmbiguous <=> right.isAmbiguous;
        return byText(left.provider, right.provider);
    case EventColumn:
        return byText(left.eventType, right.eventType);
    case SignatureColumn:
        return signatureRank(left) <=> signatureRank(right);
    case MessageColumn:
        return compareMessages(left, right);
    case ReactionColumn:
        return compareReactions(left, right);
    case TimeColumn:
    case ColumnCount:
        break;
    }
    return left.id <=> right.id;
}

quint16 DeliveryRows::anomalyNumber(AnomalySet set)
{
    const auto found = std::find(m_anomalies.begin(), m_anomalies.end(), set);
    if (found != m_anomalies.end())
        return static_cast<quint16>(found - m_anomalies.begin());
    // Combinations are few in practice; beyond the number's range the last one stands for the rest.
    if (m_anomalies.size() <= 0xfffe)
        m_anomalies.push_back(set);
    return static_cast<quint16>(m_anomalies.size() - 1);
}

void DeliveryRows::fillFacts(DeliveryRow& row, const DeliverySummary& summary)
{
    row.provider = m_pool.add(summary.provider);
    row.eventType = m_pool.add(summary.eventType);
    row.verdict = summary.verdict;
    row.freshness = summary.freshness;
    row.isAmbiguous = summary.isAmbiguous;
    row.isChallenge = summary.isChallenge;
    if (summary.attempt)
        row.setAttempt(*summary.attempt);
}

DeliveryRow DeliveryRows::made(const DeliverySummary& summary)
{
    DeliveryRow row;
    row.id = summary.id.value;
    row.receivedAtUs = summary.receivedAt.time_since_epoch().count();
    row.method = m_pool.add(summary.method);
    row.target = m_pool.add(summary.target);
    row.contentType = m_pool.add(summary.contentType);
    row.bodyBytesLow = static_cast<quint32>(summary.bodyBytes);
    row.bodyBytesHigh = static_cast<quint16>(summary.bodyBytes >> 32);
    row.anomalies = anomalyNumber(summary.anomalies);
    row.status = static_cast<qint16>(summary.status);
    row.fault = summary.fault;
    row.isTls = summary.isTls;
    row.isPinned = summary.isPinned;
    fillFacts(row, summary);
    return row;
}

void DeliveryRows::append(const std::vector<DeliverySummary>& batch, std::size_t first)
{
    for (std::size_t i = first; i < batch.size(); ++i)
        m_rows.push_back(made(batch[i]));
}

void DeliveryRows::prepend(const std::vector<DeliverySummary>& page, std::size_t end)
{
    for (std::size_t i = end; i > 0; --i)
        m_rows.push_front(made(page[i - 1]));
    m_base -= static_cast<Key>(end);
}

void DeliveryRows::setPinned(qsizetype index, bool isPinned)
{
    m_rows[static_cast<std::size_t>(index)].isPinned = isPinned;
}

void DeliveryRows::setFacts(qsizetype index, const DeliverySummary& summary)
{
    DeliveryRow& row = m_rows[static_cast<std::size_t>(index)];
    const StringPool::Id oldProvider = row.provider;
    const StringPool::Id oldEvent = row.eventType;
    fillFacts(row, summary);
    m_pool.release(oldProvider);
    m_pool.release(oldEvent);
    ++m_releases;
}

void DeliveryRows::setAttempt(qsizetype index, const AttemptSummary& attempt)
{
    m_rows[static_cast<std::size_t>(index)].setAttempt(attempt);
}

std::vector<DeliveryRow> DeliveryRows::take(qsizetype index, qsizetype count)
{
    const auto begin = m_rows.begin() + index;
    std::vector<DeliveryRow> taken(begin, begin + count);
    m_rows.erase(begin, begin + count);
    if (index == 0)
        m_base += static_cast<Key>(count);
    return taken;
}

std::deque<DeliveryRow> DeliveryRows::takeAll()
{
    return std::exchange(m_rows, {});
}

void DeliveryRows::restore(std::deque<DeliveryRow> rows)
{
    if (rows.empty())
        return;
    if (m_rows.empty() || rows.back().id < m_rows.front().id) {
        rows.insert(rows.end(), m_rows.begin(), m_rows.end());
    } else {
        std::deque<DeliveryRow> merged;
        std::merge(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(), std::back_inserter(merged),
            [](const DeliveryRow& a, const DeliveryRow& b) { return a.id < b.id; });
        rows.swap(merged);
    }
    m_rows.swap(rows);
}

void DeliveryRows::release(const DeliveryRow& row)
{
    m_pool.release(row.method);
    m_pool.release(row.target);
    m_pool.release(row.contentType);
    m_pool.release(row.provider);
    m_pool.release(row.eventType);
    ++m_releases;
}

void DeliveryRows::clear()
{
    const quint64 releases = m_releases + 1;
    *this = DeliveryRows();
    m_releases = releases;
}

qint64 DeliveryRows::memoryBytes() const
{
    // libstdc++ keeps a deque in blocks of 512 bytes, each with a pointer and the heap's own 16 bytes.
    constexpr qint64 PerBlock = 512 / sizeof(DeliveryRow);
    return (size() / PerBlock + 1) * (512 + 8 + 16) + m_pool.memoryBytes();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "models/deliverycolumn.h"
#include "models/stringpool.h"

#include <compare>
#include <deque>
#include <optional>
#include <vector>

namespace hookloupe {

/// One delivery in 64 bytes; its strings and anomalies are numbers in the pools of DeliveryRows.
struct DeliveryRow {
    qint64 id = 0;
    qint64 receivedAtUs = 0;
    StringPool::Id method = 0;
    StringPool::Id target = 0;
    StringPool::Id contentType = 0;
    StringPool::Id provider = 0;
    StringPool::Id eventType = 0;
    quint32 bodyBytesLow = 0;
    quint16 bodyBytesHigh = 0;
    quint16 anomalies = 0; ///< number of the combination
    qint16 status = 0;
    Fault fault : 4 = Fault::None;
    Verdict verdict : 4 = Verdict::Unknown;
    Freshness freshness : 2 = Freshness::NotChecked;
    bool isTls : 1 = false;
    bool isPinned : 1 = false;
    bool isAmbiguous : 1 = false;
    bool isChallenge : 1 = false;
    qint32 messageOffset = 0; ///< from the id to that of the first delivery of the message
    quint32 attemptNumber = 0; ///< within the message, 1 and up
    quint32 waitMsLow = 0;
    quint16 waitMsHigh = 0;
    MessageKind kind : 2 = MessageKind::First;
    ReactionKind reaction : 3 = ReactionKind::Unknown;
    bool isProbable : 1 = false;
    bool isStale : 1 = false;
    bool isAssumed : 1 = false;
    bool hasWait : 1 = false;
    bool hasAttempt : 1 = false; ///< the place within the message is known

    qint64 bodyBytes() const { return (static_cast<qint64>(bodyBytesHigh) << 32) | bodyBytesLow; }
    /// 0 where it is not known.
    DeliveryId message() const { return { hasAttempt ? id + messageOffset : 0 }; }
    std::optional<AttemptSummary> attempt() const;
    void setAttempt(const AttemptSummary& attempt);
};
static_assert(sizeof(DeliveryRow) == 64);

/// The deliveries of a session as compact rows with ascending ids.
///
/// A row is found by its index (0 and up), or by its key, which stays the same while rows are added at either end or
/// removed from the front.
class DeliveryRows {
public:
    using Key = quint32;

    qsizetype size() const { return static_cast<qsizetype>(m_rows.size()); }
    bool isEmpty() const { return m_rows.empty(); }
    const DeliveryRow& at(qsizetype index) const { return m_rows[static_cast<std::size_t>(index)]; }
    Key keyAt(qsizetype index) const { return m_base + static_cast<Key>(index); }
    /// An index beyond size() where the row is gone.
    qsizetype indexOf(Key key) const { return static_cast<qsizetype>(Key(key - m_base)); }
    /// -1 where there is none.
    qsizetype find(DeliveryId id) const;
    DeliveryId firstId() const { return isEmpty() ? DeliveryId {} : DeliveryId { m_rows.front().id }; }
    DeliveryId lastId() const { return isEmpty() ? DeliveryId {} : DeliveryId { m_rows.back().id }; }

    /// Without the number of the endpoint, which rows do not keep.
    DeliverySummary summary(const DeliveryRow& row) const;
    QByteArrayView text(StringPool::Id id) const { return m_pool.view(id); }
    AnomalySet anomalies(const DeliveryRow& row) const { return m_anomalies[row.anomalies]; }
    const StringPool& pool() const { return m_pool; }
    /// Grows whenever strings may have been freed, so that a cache by their number knows when to forget.
    quint64 releases() const { return m_releases; }

    /// How two rows stand to each other by what a column shows.
    std::strong_ordering compare(DeliveryColumn column, const DeliveryRow& left, const DeliveryRow& right) const;

    /// \param first  the first summary with an id greater than lastId(); ids ascend
    void append(const std::vector<DeliverySummary>& batch, std::size_t first);
    /// \param end  the first \p end summaries have ids smaller than firstId(); ids ascend
    void prepend(const std::vector<DeliverySummary>& page, std::size_t end);
    void setPinned(qsizetype index, bool isPinned);
    /// Takes over what the summary says of provider, event and signature, and of the message where it says it.
    void setFacts(qsizetype index, const DeliverySummary& summary);
    void setAttempt(qsizetype index, const AttemptSummary& attempt);
    /// Removes \p count rows; their strings stay until release(). From the front it is cheap.
    std::vector<DeliveryRow> take(qsizetype index, qsizetype count);
    std::deque<DeliveryRow> takeAll();
    /// Puts rows back that were taken; all keys change.
    void restore(std::deque<DeliveryRow> rows);
    void release(const DeliveryRow& row);
    /// Forgets everything, taken rows included.
    void clear();

    qint64 memoryBytes() const;

private:
    DeliveryRow made(const DeliverySummary& summary);
    void fillFacts(DeliveryRow& row, const DeliverySummary& summary);
    quint16 anomalyNumber(AnomalySet set);

    std::deque<DeliveryRow> m_rows;
    StringPool m_pool;
    std::vector<AnomalySet> m_anomalies { AnomalySet {} };
    Key m_base = Key(1) << 31;
    quint64 m_releases = 0;
};

} // namespace hookloupe

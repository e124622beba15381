// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "models/deliveryidset.h"
#include "models/deliveryrows.h"
#include "query/filtermatch.h"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// A filter over the rows of the table.
///
/// What a row knows it answers itself; a row where that is not enough is shown when somebody who looked at the whole
/// delivery has said that it matches. The filter keeps these answers and says whom nobody has asked about: their
/// deliveries are open. GUI thread only.
class DeliveryFilter {
public:
    /// Everything matches.
    DeliveryFilter() = default;
    /// \param now    what ages and "today" count from
    /// \param facts  may be null: terms that need them match nothing
    DeliveryFilter(FilterExpression expression, SystemTime now, std::shared_ptr<const FilterFacts> facts = {});

    bool isEmpty() const { return m_expression.kind == FilterExpression::Kind::All; }
    const FilterExpression& expression() const { return m_expression; }
    SystemTime now() const { return m_now; }
    const FilterFacts* facts() const { return m_facts.get(); }
    /// True when rows alone cannot answer it. Even otherwise a row with a very long target may be open.
    bool needsDeliveries() const { return m_needsDeliveries; }
    /// True when time alone may change what matches.
    bool isRelative() const { return m_isRelative; }

    bool matches(const DeliveryRows& rows, const DeliveryRow& row);

    /// Counts times from another moment.
    /// \return the rows for which that makes a difference: ask again whether they match
    std::vector<DeliveryId> setNow(SystemTime now, const DeliveryRows& rows);

    /// Deliveries up to this one are being searched for, or were: they are not open.
    void setSearchedThrough(DeliveryId id) { m_searchedThrough = id; }
    DeliveryId searchedThrough() const { return m_searchedThrough; }
    /// What a search has found. What was answered one by one counts more: it is newer.
    void addFound(const std::vector<DeliveryId>& ids);
    void setAnswer(DeliveryId id, bool matches);
    /// Somebody has changed the delivery: until it has been looked at again, the old answer holds.
    void reopen(const DeliveryRows& rows, const DeliveryRow& row);
    /// The open deliveries, ascending; they count as asked about from now on.
    std::vector<DeliveryId> takeOpen();
    /// \param opened  called when deliveries become open after there were none; must not touch the filter
    void setOpened(std::function<void()> opened) { m_opened = std::move(opened); }

private:
    enum class Answer : quint8 { No, Yes, Open };

    /// The expression with what is worked out once.
    struct Node {
        FilterExpression::Kind kind = FilterExpression::Kind::All;
        FilterTerm term;
        WholeRange arrival; ///< of terms about time, in microseconds since 1970-01-01T00:00:00Z
        std::unordered_map<StringPool::Id, Answer> known; ///< what strings of the pool answered
        std::vector<Node> children;
    };

    Node nodeOf(const FilterExpression& expression);
    Answer answer(Node& node, const DeliveryRows& rows, const DeliveryRow& row);
    Answer ofTerm(Node& node, const DeliveryRows& rows, const DeliveryRow& row);
    Answer ofFact(Node& node, const DeliveryRows& rows, const DeliveryRow& row);
    Answer ofIs(const FilterTerm& term, const DeliveryRow& row) const;
    template<typename Ask>
    Answer ofText(Node& node, const DeliveryRows& rows, StringPool::Id id, Ask&& ask);
    static Answer ofTarget(const FilterTerm& term, QByteArrayView target);
    void refresh(const DeliveryRows& rows);
    void updateTimes(Node& node);
    void collectTimes(const Node& node, std::vector<WholeRange>& ranges) const;
    void forgetStrings(Node& node);
    void open(DeliveryId id);

    FilterExpression m_expression;
    SystemTime m_now {};
    std::shared_ptr<const FilterFacts> m_facts;
    Node m_root;
    bool m_needsDeliveries = false;
    bool m_isRelative = false;
    quint64 m_releases = 0;
    DeliveryId m_searchedThrough;
    DeliveryIdSet m_found;
    DeliveryIdSet m_asked; ///< one by one
    std::vector<DeliveryId> m_open;
    std::function<void()> m_opened;
};

/// Shared by the table, which asks it, and by whoever finds out its answers.
using DeliveryFilterPtr = std::shared_ptr<DeliveryFilter>;

} // namespace hookloupe

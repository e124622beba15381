// SPDX-License-Identifier: GPL-3.0-or-later
// What the provider does after each response, and what its subscription makes of it.
#include "delivery/history/historyrecords.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

/// So many later attempts are judged anew at most: whoever captures waits for it.
constexpr int MostJudged = 10'000;

} // namespace

AttemptContext HistoryRecords::contextOf(const Record& record, const MessageFacts& facts) const
{
    const DeliveryId id { record.id };
    AttemptContext context;
    context.arrivedAt = m_tracker.arrivedAt(id).value_or(SystemTime {});
    context.attempt = facts.attempt;
    context.apartAttempts = static_cast<int>(record.apartBefore);
    context.firstAt = m_tracker.firstArrival(id);
    context.subscription = stateBefore(record);
    return context;
}

SubscriptionState HistoryRecords::stateBefore(const Record& record) const
{
    if (record.subscription == Nothing)
        return {};
    const SubscriptionTracker& states = m_loading && record.isStored ? *m_loading : m_subscriptions;
    const DeliveryId id { record.id };
    return states.stateBefore(m_known[record.subscription].key, m_tracker.arrivedAt(id).value_or(SystemTime {}), id);
}

Reaction HistoryRecords::reactionOf(const Record& record, const MessageFacts& facts) const
{
    const Response* const response = responseOf(record);
    if (!response || !record.isEvent)
        return {};
    return reactionTo(rulesOf(record), *response, contextOf(record, facts));
}

/// Has the subscription count it anew. What the provider does is not kept: it is worked out when somebody asks.
/// \return true when later attempts have to be judged anew because of it
bool HistoryRecords::judge(Record& record)
{
    if (!record.isEvent || record.response == Nothing)
        return false;
    const DeliveryId id { record.id };
    const std::optional<DeliveryId> before = m_tracker.attemptBefore(id);
    const Record* const last = before ? recordOf(*before) : nullptr;
    const quint32 apartBefore = std::exchange(record.apartBefore, last ? last->apartWithIt() : 0);
    const DeliveryRules* const rules = rulesOf(record);
    const bool counts = (rules && rules->disable && rules->disable->hasCondition()) || record.isEnd;
    if (counts || record.isCounted) {
        const Reaction reaction = reactionOf(record, m_tracker.facts(id).value_or(MessageFacts {}));
        SubscriptionTracker& states = m_loading && record.isStored ? *m_loading : m_subscriptions;
        states.add(m_known[record.subscription].key, id, reaction.report);
        record.isCounted = true;
    }
    return record.apartBefore != apartBefore;
}

/// Works out anew what rests on it alone: how many of the attempts before later ones a rule of their own governs.
void HistoryRecords::judgeLater(DeliveryId id)
{
    const Record* last = recordOf(id);
    std::optional<DeliveryId> later = last ? m_tracker.attemptAfter(id) : std::nullopt;
    for (int told = 0; later && told < MostJudged; ++told) {
        Record* const record = recordOf(*later);
        if (!record || record->response == Nothing || record->apartBefore == last->apartWithIt())
            return;
        judge(*record);
        note(*record);
        last = record;
        later = m_tracker.attemptAfter(*later);
    }
}

/// Others are told differently now: in the order of their arrival, since each rests on the one before.
void HistoryRecords::rejudge(const std::vector<DeliveryId>& changed)
{
    std::vector<std::pair<SystemTime, DeliveryId>> byArrival;
    byArrival.reserve(changed.size());
    for (const DeliveryId id : changed) {
        if (const std::optional<SystemTime> arrivedAt = m_tracker.arrivedAt(id))
            byArrival.emplace_back(*arrivedAt, id);
    }
    std::sort(byArrival.begin(), byArrival.end());
    byArrival.erase(std::unique(byArrival.begin(), byArrival.end()), byArrival.end());
    std::vector<DeliveryId> causes;
    for (const auto& [arrivedAt, id] : byArrival) {
        Record* const record = recordOf(id);
        if (!record)
            continue;
        if (judge(*record))
            causes.push_back(id);
        note(*record);
    }
    for (const DeliveryId id : causes)
        judgeLater(id);
}

void HistoryRecords::uncount(Record& record)
{
    if (!std::exchange(record.isCounted, false))
        return;
    const DeliveryId id { record.id };
    const KeyHash& key = m_known[record.subscription].key;
    const SystemTime arrivedAt = m_tracker.arrivedAt(id).value_or(SystemTime {});
    m_subscriptions.remove(key, id, arrivedAt);
    if (m_loading)
        m_loading->remove(key, id, arrivedAt);
}

void HistoryRecords::note(Record& record)
{
    if (!std::exchange(record.isChanged, true))
        m_changed.push_back({ record.id });
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/historyrecords.h"

#include "delivery/history/storyteller.h"
#include "delivery/reaction/responsemeaning.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

const DeliveryRules* rulesIn(const ProfilePtr& profile)
{
    return profile && profile->delivery ? &*profile->delivery : nullptr;
}

std::optional<DisableRule> disableRuleIn(const ProfilePtr& profile)
{
    const DeliveryRules* const rules = rulesIn(profile);
    return rules ? rules->disable : std::nullopt;
}

/// True when a rule of its own says what comes after the answer, not the general one.
bool hasOwnRule(const DeliveryRules* rules, const Response& response)
{
    if (!rules || !rules->retry)
        return false;
    return rules->retryFor(meaningOf(rules, response).end) != &*rules->retry;
}

} // namespace

void HistoryRecords::setProfiles(std::shared_ptr<const ProfileCatalog> catalog)
{
    m_catalog = std::move(catalog);
    for (Subscription& known : m_known) {
        const ProfilePtr profile = m_catalog->find(known.provider);
        if (profile == known.profile)
            continue;
        known.profile = profile;
        m_subscriptions.setRule(known.key, disableRuleIn(profile));
        if (m_loading)
            m_loading->setRule(known.key, disableRuleIn(profile));
    }
}

HistoryRecords HistoryRecords::takeForNew()
{
    HistoryRecords old = std::exchange(*this, HistoryRecords());
    m_catalog = old.m_catalog;
    return old;
}

HistoryRecords::Record* HistoryRecords::recordOf(DeliveryId id)
{
    const std::optional<quint32> number = m_tracker.numberOf(id);
    return number ? &m_records[*number] : nullptr;
}

const HistoryRecords::Record* HistoryRecords::recordOf(DeliveryId id) const
{
    const std::optional<quint32> number = m_tracker.numberOf(id);
    return number ? &m_records[*number] : nullptr;
}

const DeliveryRules* HistoryRecords::rulesOf(const Record& record) const
{
    return record.subscription == Nothing ? nullptr : rulesIn(m_known[record.subscription].profile);
}

QString HistoryRecords::nameOf(const Record& record) const
{
    if (record.subscription == Nothing || !m_known[record.subscription].profile)
        return {};
    return m_known[record.subscription].profile->name;
}

const Response* HistoryRecords::responseOf(const Record& record) const
{
    return record.response == Nothing ? nullptr : m_responses.at(record.response).get();
}

quint32 HistoryRecords::subscriptionNumber(const DeliveryArrival& arrival)
{
    const auto [place, isNew] = m_numbers.try_emplace(arrival.keys.subscription, static_cast<quint32>(m_known.size()));
    if (isNew) {
        const ProfilePtr profile = m_catalog->find(arrival.provider);
        m_known.push_back({ arrival.keys.subscription, arrival.keys.sender, arrival.provider, profile });
        if (const auto rule = disableRuleIn(profile)) {
            m_subscriptions.setRule(arrival.keys.subscription, rule);
            if (m_loading)
                m_loading->setRule(arrival.keys.subscription, rule);
        }
    }
    return place->second;
}

/// Puts a delivery among the others, with a new record.
/// \param changed  gets the others whose facts are different now
HistoryRecords::Record& HistoryRecords::enter(
    const DeliveryArrival& arrival, std::vector<DeliveryId>& changed, Outcome outcome)
{
    if (Record* const old = recordOf(arrival.id))
        uncount(*old);
    TrackedDelivery tracked { arrival.id, arrival.arrivedAt, arrival.isEvent ? arrival.keys : MessageKeys {}, outcome };
    std::vector<DeliveryId> all = m_tracker.add(tracked);
    changed.insert(changed.end(), all.begin() + 1, all.end());
    const quint32 number = m_tracker.numberOf(arrival.id).value_or(0);
    if (number >= m_records.size())
        m_records.grow(number + 1 - m_records.size());
    Record& record = m_records[number];
    const bool wasChanged = record.id == arrival.id.value && record.isChanged;
    record = {};
    record.id = arrival.id.value;
    record.isEvent = arrival.isEvent;
    record.isChanged = wasChanged;
    if (arrival.isEvent)
        record.subscription = subscriptionNumber(arrival);
    return record;
}

MessageAdmission HistoryRecords::admit(const DeliveryArrival& arrival)
{
    std::vector<DeliveryId> changed;
    enter(arrival, changed, Outcome::Unknown);
    if (m_loading)
        m_cameMeanwhile.push_back(arrival.id);
    rejudge(std::move(changed));
    const std::optional<MessageFacts> facts = m_tracker.facts(arrival.id);
    return { facts ? facts->message : arrival.id, m_tracker.earlierInMessage(arrival.id) };
}

AttemptFactsPtr HistoryRecords::answer(DeliveryId id, const ResponsePtr& response)
{
    Record* const record = recordOf(id);
    if (!record || !response)
        return nullptr;
    record->response = m_responses.numberOf(response);
    const DeliveryRules* const rules = rulesOf(*record);
    record->isApart = hasOwnRule(rules, *response);
    rejudge(m_tracker.setOutcome(id, trackedOutcome(rules, *response)));
    auto facts = std::make_shared<AttemptFacts>();
    facts->message = m_tracker.facts(id).value_or(MessageFacts {});
    facts->isEvent = record->isEvent;
    facts->provider = nameOf(*record);
    facts->reaction = judge(*record);
    Storyteller(*this).addSchedule(id, *facts);
    return facts;
}

void HistoryRecords::add(const StoredArrival& stored)
{
    const ProfilePtr profile = m_catalog->find(stored.arrival.provider);
    const DeliveryRules* const rules = rulesIn(profile);
    std::vector<DeliveryId> changed;
    Record& record = enter(stored.arrival, changed, trackedOutcome(rules, *stored.response));
    record.response = m_responses.numberOf(stored.response);
    record.isApart = hasOwnRule(rules, *stored.response);
    m_isLive = false;
    judge(record);
    rejudge(std::move(changed));
    m_isLive = true;
    note(record);
}

void HistoryRecords::update(const DeliveryArrival& arrival)
{
    const Record* const before = recordOf(arrival.id);
    if (!before || before->response == Nothing)
        return;
    StoredArrival stored { arrival, m_responses.at(before->response) };
    stored.arrival.arrivedAt = m_tracker.arrivedAt(arrival.id).value_or(SystemTime {});
    add(stored);
}

void HistoryRecords::remove(DeliveryId id)
{
    Record* const record = recordOf(id);
    if (!record)
        return;
    uncount(*record);
    *record = {};
    rejudge(m_tracker.remove(id));
}

std::vector<DeliveryId> HistoryRecords::newestThrough(DeliveryId last, std::size_t most, std::size_t& end) const
{
    std::vector<DeliveryId> found;
    end = std::min(end, m_records.size());
    for (; end > 0 && found.size() < most; --end) {
        const qint64 id = m_records[end - 1].id;
        if (id != 0 && id <= last.value)
            found.push_back({ id });
    }
    return found;
}

void HistoryRecords::beginLoading()
{
    m_loading = std::make_unique<SubscriptionTracker>();
    m_cameMeanwhile.clear();
    for (const Subscription& known : m_known)
        m_loading->setRule(known.key, disableRuleIn(known.profile));
    for (std::size_t number = 0; number < m_records.size(); ++number) {
        if (m_records[number].id != 0)
            m_cameMeanwhile.push_back({ m_records[number].id });
    }
    std::sort(m_cameMeanwhile.begin(), m_cameMeanwhile.end());
}

/// What came meanwhile was judged without what is known now: it is counted again, behind the rest.
void HistoryRecords::endLoading()
{
    if (!m_loading)
        return;
    m_subscriptions = std::move(*m_loading);
    m_loading.reset();
    for (const SubscriptionCorrection& correction : m_corrections)
        m_subscriptions.correct(correction.subscription, correction.at, correction.status, correction.failures);
    for (const DeliveryId id : std::exchange(m_cameMeanwhile, {})) {
        if (Record* const record = recordOf(id); record && record->response != Nothing) {
            judge(*record);
            note(*record);
        }
    }
}

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
    const SubscriptionTracker& states = m_loading && !m_isLive ? *m_loading : m_subscriptions;
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

/// Works the reaction out anew, and has the subscription count it.
Reaction HistoryRecords::judge(Record& record)
{
    if (!record.isEvent || record.response == Nothing)
        return {};
    const DeliveryId id { record.id };
    const std::optional<DeliveryId> before = m_tracker.attemptBefore(id);
    const Record* const last = before ? recordOf(*before) : nullptr;
    record.apartBefore = last ? last->apartBefore + (last->isApart ? 1 : 0) : 0;
    const Reaction reaction = reactionOf(record, m_tracker.facts(id).value_or(MessageFacts {}));
    const DeliveryRules* const rules = rulesOf(record);
    const bool counts = (rules && rules->disable && rules->disable->hasCondition()) || reaction.report.endsSubscription;
    if (counts || record.isCounted) {
        SubscriptionTracker& states = m_isLive ? m_subscriptions : counting();
        states.add(m_known[record.subscription].key, id, reaction.report);
        record.isCounted = true;
    }
    return reaction;
}

/// Others are told differently now: in the order of their arrival, since each rests on the one before.
void HistoryRecords::rejudge(std::vector<DeliveryId> changed)
{
    std::sort(changed.begin(), changed.end());
    for (const DeliveryId id : changed) {
        if (Record* const record = recordOf(id)) {
            judge(*record);
            note(*record);
        }
    }
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

std::optional<AttemptFacts> HistoryRecords::facts(DeliveryId id) const
{
    const Record* const record = recordOf(id);
    if (!record)
        return std::nullopt;
    AttemptFacts facts;
    facts.message = m_tracker.facts(id).value_or(MessageFacts {});
    facts.isEvent = record->isEvent;
    facts.provider = nameOf(*record);
    facts.reaction = reactionOf(*record, facts.message);
    Storyteller(*this).addSchedule(id, facts);
    return facts;
}

std::optional<AttemptSummary> HistoryRecords::summary(DeliveryId id) const
{
    const Record* const record = recordOf(id);
    if (!record || (record->response == Nothing))
        return std::nullopt;
    AttemptFacts facts;
    facts.message = m_tracker.facts(id).value_or(MessageFacts {});
    facts.reaction = reactionOf(*record, facts.message);
    return summaryOf(facts);
}

std::optional<MessageFacts> HistoryRecords::messageFacts(DeliveryId id) const
{
    return m_tracker.facts(id);
}

MessageStory HistoryRecords::story(DeliveryId id) const
{
    return Storyteller(*this).story(id);
}

Reaction HistoryRecords::reactionToNext(
    DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const
{
    return Storyteller(*this).reactionToNext(id, provider, response, now);
}

std::size_t HistoryRecords::responsesSoFar(DeliveryId id) const
{
    const std::optional<DeliveryId> last = m_tracker.lastOfMessage(id);
    const Record* const record = last ? recordOf(*last) : nullptr;
    if (!record || reactionOf(*record, m_tracker.facts(*last).value_or(MessageFacts {})).kind != ReactionKind::Retry)
        return 0;
    return m_tracker.earlierInMessage(*last) + 1;
}

void HistoryRecords::correct(const SubscriptionCorrection& correction)
{
    m_corrections.push_back(correction);
    m_subscriptions.correct(correction.subscription, correction.at, correction.status, correction.failures);
}

std::optional<KeyHash> HistoryRecords::subscriptionOf(DeliveryId id) const
{
    const Record* const record = recordOf(id);
    return record && record->subscription != Nothing ? std::optional(m_known[record->subscription].key) : std::nullopt;
}

std::vector<DeliveryId> HistoryRecords::takeChanged(std::size_t most)
{
    std::vector<DeliveryId> changed;
    while (!m_changed.empty() && changed.size() < most) {
        const DeliveryId id = m_changed.front();
        m_changed.pop_front();
        Record* const record = recordOf(id);
        if (!record || !std::exchange(record->isChanged, false))
            continue;
        changed.push_back(id);
    }
    return changed;
}

qint64 HistoryRecords::memoryBytes() const
{
    constexpr qint64 SubscriptionBytes = 160;
    return m_tracker.memoryBytes() + m_records.memoryBytes() + m_responses.memoryBytes()
        + static_cast<qint64>(m_known.size()) * SubscriptionBytes
        + static_cast<qint64>(m_changed.size() * sizeof(DeliveryId));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/historyrecords.h"

#include "delivery/history/storyteller.h"
#include "delivery/reaction/responsemeaning.h"

#include <algorithm>
#include <map>
#include <utility>

namespace hookloupe {

namespace {

/// True when a rule of its own says what comes after the answer, not the general one.
bool hasOwnRule(const DeliveryRules* rules, const Response& response)
{
    if (!rules || !rules->retry)
        return false;
    return rules->retryFor(meaningOf(rules, response).end) != &*rules->retry;
}

TrackedDelivery trackedOf(const DeliveryArrival& arrival, Outcome outcome)
{
    return { arrival.id, arrival.arrivedAt, arrival.isEvent ? arrival.keys : MessageKeys {}, outcome };
}

/// A number for everything that the tracker and the subscriptions are told of an arrival.
quint64 printOf(const DeliveryArrival& arrival)
{
    const MessageKeys& keys = arrival.keys;
    quint64 print = arrival.isEvent ? 1 : 0;
    const auto mix = [&print](quint64 value) {
        print = (print ^ value) * 0x9e37'79b9'7f4a'7c15ULL;
        print ^= print >> 32;
    };
    const auto mixHash = [&mix](const KeyHash& hash) { mix(hash.value); };
    const auto mixTime = [&mix](const std::optional<SystemTime>& time) {
        mix(time ? static_cast<quint64>(time->time_since_epoch().count()) : 1);
    };
    mixTime(arrival.arrivedAt);
    for (const char letter : arrival.provider)
        mix(static_cast<unsigned char>(letter));
    mixHash(keys.sender);
    mixHash(keys.subscription);
    for (const MessageKeys::Key& key : keys.keys) {
        mixHash(key.hash);
        mix((key.isBody ? 1U : 0U) + (key.isToken ? 2U : 0U) + (key.isAttemptId ? 4U : 0U));
    }
    for (const std::optional<KeyHash>& hash : { keys.soft, keys.signedBytes, keys.order })
        mixHash(hash.value_or(KeyHash {}));
    mix(static_cast<quint64>(keys.softWindow.count()) * 2 + (keys.softJoin == MessageKeys::SoftJoin::Always ? 1 : 0));
    mixTime(keys.eventTime);
    mixTime(keys.sentAt);
    mix(static_cast<quint64>(keys.claimedAttempt) * 2 + (keys.isSigningTime ? 1 : 0));
    return print;
}

} // namespace

HistoryRecords HistoryRecords::takeForNew()
{
    HistoryRecords old = std::exchange(*this, HistoryRecords());
    m_catalog = old.m_catalog;
    return old;
}

/// Null as well for one that is in the tracker and not yet here.
const HistoryRecords::Record* HistoryRecords::recordOf(DeliveryId id) const
{
    const std::optional<quint32> number = m_tracker.numberOf(id);
    return number && *number < m_records.size() && m_records[*number].id == id.value ? &m_records[*number] : nullptr;
}

HistoryRecords::Record* HistoryRecords::recordOf(DeliveryId id)
{
    return const_cast<Record*>(std::as_const(*this).recordOf(id));
}

const DeliveryRules* HistoryRecords::rulesIn(const ProfilePtr& profile)
{
    return profile && profile->delivery ? &*profile->delivery : nullptr;
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

/// Takes what is counted of a delivery back, before it leaves the tracker or comes into it anew.
void HistoryRecords::release(Record& record)
{
    uncount(record);
    if (record.subscription != Nothing)
        leaveSubscription(record.subscription);
    record = {};
}

/// A new record for a delivery. \return null when the tracker did not take it
HistoryRecords::Record* HistoryRecords::enter(const DeliveryArrival& arrival)
{
    const std::optional<quint32> number = m_tracker.numberOf(arrival.id);
    if (!number)
        return nullptr;
    if (*number >= m_records.size())
        m_records.grow(*number + 1 - m_records.size());
    Record& record = m_records[*number];
    record = {};
    record.id = arrival.id.value;
    record.print = printOf(arrival);
    record.isEvent = arrival.isEvent;
    if (arrival.isEvent)
        record.subscription = takeSubscription(arrival);
    return &record;
}

MessageAdmission HistoryRecords::admit(const DeliveryArrival& arrival)
{
    if (Record* const old = recordOf(arrival.id))
        release(*old);
    const std::vector<DeliveryId> changed = m_tracker.add(trackedOf(arrival, Outcome::Unknown));
    enter(arrival);
    if (m_loading)
        m_cameMeanwhile.push_back(arrival.id);
    if (changed.size() > 1)
        rejudge({ changed.begin() + 1, changed.end() });
    const std::optional<MessageFacts> facts = m_tracker.facts(arrival.id);
    return { facts ? facts->message : arrival.id, m_tracker.earlierInMessage(arrival.id) };
}

/// \return what has to be kept of a delivery in the tracker
Outcome HistoryRecords::take(Record& record, const DeliveryRules* rules, const ResponsePtr& response)
{
    record.response = m_responses.numberOf(record.isEvent ? response : bareOf(*response));
    record.isApart = hasOwnRule(rules, *response);
    const Outcome outcome = trackedOutcome(rules, *response);
    record.isEnd = outcome == Outcome::Disabled;
    return outcome;
}

AttemptFactsPtr HistoryRecords::answer(DeliveryId id, const ResponsePtr& response)
{
    Record* const record = recordOf(id);
    if (!record || !response)
        return nullptr;
    rejudge(m_tracker.setOutcome(id, take(*record, rulesOf(*record), response)));
    auto facts = std::make_shared<AttemptFacts>();
    facts->message = m_tracker.facts(id).value_or(MessageFacts {});
    facts->isEvent = record->isEvent;
    facts->provider = nameOf(*record);
    judge(*record);
    facts->reaction = reactionOf(*record, facts->message);
    judgeLater(id);
    Storyteller(*this).addSchedule(id, *facts);
    return facts;
}

void HistoryRecords::beginReading()
{
    m_isReading = true;
    m_meanwhile.clear();
}

void HistoryRecords::endReading()
{
    m_isReading = false;
    m_meanwhile.clear();
}

/// As it is to be added: what was told of it since it was read is newer. \return null: it is not to be added
const StoredArrival* HistoryRecords::newest(const StoredArrival& stored, StoredArrival& updated) const
{
    const auto found = m_meanwhile.find(stored.arrival.id.value);
    if (found == m_meanwhile.end())
        return &stored;
    if (!found->second)
        return nullptr;
    updated = { *found->second, stored.response };
    updated.arrival.arrivedAt = stored.arrival.arrivedAt;
    return &updated;
}

void HistoryRecords::add(std::span<const StoredArrival> deliveries)
{
    std::map<DeliveryId, StoredArrival> all; // each once
    StoredArrival updated;
    for (const StoredArrival& given : deliveries) {
        if (const StoredArrival* const stored = newest(given, updated))
            all.insert_or_assign(given.arrival.id, *stored);
    }
    std::vector<StoredArrival> each;
    for (auto& [id, stored] : all)
        each.push_back(std::move(stored));
    replace(each, true);
}

/// Those that are there already as they come only get their response judged by what is in force now.
/// \param areStored  they were read, and did not come just now
void HistoryRecords::replace(std::span<const StoredArrival> deliveries, bool areStored)
{
    std::vector<DeliveryId> changed;
    std::vector<TrackedDelivery> fresh;
    for (const StoredArrival& stored : deliveries) {
        const DeliveryRules* const rules = rulesIn(m_catalog->find(stored.arrival.provider));
        Record* const old = recordOf(stored.arrival.id);
        if (old && old->print == printOf(stored.arrival)) {
            const auto others = m_tracker.setOutcome(stored.arrival.id, take(*old, rules, stored.response));
            changed.insert(changed.end(), others.begin(), others.end());
        } else {
            if (old)
                release(*old);
            fresh.push_back(trackedOf(stored.arrival, trackedOutcome(rules, *stored.response)));
        }
        changed.push_back(stored.arrival.id);
    }
    const std::vector<DeliveryId> others = m_tracker.addAll(fresh);
    changed.insert(changed.end(), others.begin(), others.end());
    for (const StoredArrival& stored : deliveries) {
        if (recordOf(stored.arrival.id))
            continue; // as it was
        if (Record* const record = enter(stored.arrival)) {
            take(*record, rulesOf(*record), stored.response);
            record->isStored = areStored;
        }
    }
    rejudge(changed);
    for (const StoredArrival& stored : deliveries)
        judgeLater(stored.arrival.id);
}

void HistoryRecords::update(const DeliveryArrival& arrival)
{
    if (m_isReading)
        m_meanwhile.insert_or_assign(arrival.id.value, arrival);
    const Record* const before = recordOf(arrival.id);
    if (!before || before->response == Nothing)
        return;
    StoredArrival stored { arrival, m_responses.at(before->response) };
    stored.arrival.arrivedAt = m_tracker.arrivedAt(arrival.id).value_or(SystemTime {});
    replace({ &stored, 1 }, before->isStored);
}

void HistoryRecords::remove(std::span<const DeliveryId> ids)
{
    std::vector<DeliveryId> later;
    for (const DeliveryId id : ids) {
        if (m_isReading)
            m_meanwhile.insert_or_assign(id.value, std::nullopt);
        if (const std::optional<DeliveryId> next = m_tracker.attemptAfter(id))
            later.push_back(*next);
        if (Record* const record = recordOf(id))
            release(*record);
    }
    std::vector<DeliveryId> changed = m_tracker.removeAll(ids);
    changed.insert(changed.end(), later.begin(), later.end());
    rejudge(changed);
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
    return m_tracker.memoryBytes() + m_records.memoryBytes() + m_responses.memoryBytes() + m_subscriptions.memoryBytes()
        + static_cast<qint64>(m_known.size()) * SubscriptionBytes
        + static_cast<qint64>(m_changed.size() * sizeof(DeliveryId));
}

} // namespace hookloupe

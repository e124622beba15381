// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/storyteller.h"

#include "delivery/delivery.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// Of attempts that go on until one succeeds, so many are told.
constexpr std::size_t EndlessExpected = 3;

} // namespace

void Storyteller::addSchedule(DeliveryId id, AttemptFacts& facts) const
{
    const std::optional<DeliveryId> before = m_records.m_tracker.attemptBefore(id);
    const Record* const last = before ? m_records.recordOf(*before) : nullptr;
    if (!last || last->response == HistoryRecords::Nothing)
        return;
    const MessageFacts lastFacts = m_records.m_tracker.facts(*before).value_or(MessageFacts {});
    facts.schedule = checkSchedule(m_records.reactionOf(*last, lastFacts),
        m_records.m_tracker.arrivedAt(*before).value_or(SystemTime {}),
        m_records.m_tracker.arrivedAt(id).value_or(SystemTime {}));
}

StoryAttempt Storyteller::attemptOf(DeliveryId id) const
{
    StoryAttempt attempt;
    attempt.id = id;
    attempt.arrivedAt = m_records.m_tracker.arrivedAt(id).value_or(SystemTime {});
    const Record* const record = m_records.recordOf(id);
    if (const Response* const response = record ? m_records.responseOf(*record) : nullptr) {
        attempt.status = hasStatus(response->fault) ? response->status : 0;
        attempt.fault = response->fault;
        attempt.delay = response->delay;
    }
    if (std::optional<AttemptFacts> facts = m_records.facts(id))
        attempt.facts = *std::move(facts);
    return attempt;
}

MessageStory Storyteller::story(DeliveryId id) const
{
    MessageStory story;
    const Record* const record = m_records.recordOf(id);
    if (!record)
        return story;
    story.selected = id;
    if (record->subscription != HistoryRecords::Nothing)
        story.provider = m_records.m_known[record->subscription].provider;
    addAttempts(story);
    addSubscription(story);
    stopWithSubscription(story);
    addExpected(story);
    addEvents(story);
    return story;
}

void Storyteller::addAttempts(MessageStory& story) const
{
    story.attemptCount = m_records.m_tracker.countOfMessage(story.selected);
    for (const DeliveryId id : m_records.m_tracker.someOfMessage(story.selected, MessageStory::MaxAttempts))
        story.attempts.push_back(attemptOf(id));
}

/// What was to come does not, once the subscription is stopped.
void Storyteller::stopWithSubscription(MessageStory& story) const
{
    StoryAttempt& last = story.attempts.back();
    const SubscriptionState& state = story.subscription;
    const bool isStopped = state.status != SubscriptionState::Status::Active && state.stoppedAt >= last.arrivedAt;
    const Record* const record = m_records.recordOf(last.id);
    const Response* const response = record ? m_records.responseOf(*record) : nullptr;
    if (!isStopped || !response || last.facts.reaction.kind != ReactionKind::Retry)
        return;
    AttemptContext context = m_records.contextOf(*record, last.facts.message);
    context.subscription = state;
    context.arrivedAt = *state.stoppedAt;
    last.facts.reaction = reactionTo(m_records.rulesOf(*record), *response, context);
}

/// Goes on as if each further attempt met the response that the last one got.
void Storyteller::addExpected(MessageStory& story) const
{
    const StoryAttempt& last = story.attempts.back();
    const Record* const record = m_records.recordOf(last.id);
    const Response* const response = record ? m_records.responseOf(*record) : nullptr;
    if (!response || !record->isEvent)
        return;
    const DeliveryRules* const rules = m_records.rulesOf(*record);
    const DisableRule* const disable = rules && rules->disable ? &*rules->disable : nullptr;
    AttemptContext context = m_records.contextOf(*record, last.facts.message);
    Reaction reaction = last.facts.reaction;
    while (reaction.kind == ReactionKind::Retry && reaction.next && story.expected.size() < MessageStory::MaxExpected
        && !(reaction.isEndless && story.expected.size() >= EndlessExpected)) {
        story.expected.push_back(
            { reaction.attempt + 1, reaction.next->earliest, reaction.next->latest, reaction.next->isAssumed });
        context.subscription = stateAfter(disable, context.subscription, reaction.report);
        context.arrivedAt = reaction.next->earliest;
        context.attempt = reaction.attempt + 1;
        context.apartAttempts += record->isApart ? 1 : 0;
        reaction = reactionTo(rules, *response, context);
    }
}

void Storyteller::addEvents(MessageStory& story) const
{
    const MessageTracker& tracker = m_records.m_tracker;
    const std::optional<DeliveryId> newest = tracker.newestOfResource(story.selected);
    const std::optional<MessageFacts> newestFacts = newest ? tracker.facts(*newest) : std::nullopt;
    const std::optional<MessageFacts> selected = tracker.facts(story.selected);
    for (const DeliveryId id : tracker.eventsOfResource(story.selected, MessageStory::MaxEvents)) {
        const std::optional<MessageFacts> facts = tracker.facts(id);
        if (!facts || !facts->eventTime)
            continue;
        // An event is told once, however many attempts brought it.
        const auto isSame = [&](const ResourceEvent& other) { return other.message == facts->message; };
        if (std::any_of(story.events.begin(), story.events.end(), isSame))
            continue;
        ResourceEvent event;
        event.id = selected && selected->message == facts->message ? story.selected : id;
        event.message = facts->message;
        event.arrivedAt = tracker.arrivedAt(id).value_or(SystemTime {});
        event.eventTime = *facts->eventTime;
        event.isStale = facts->isStale();
        event.isNewest = newestFacts && newestFacts->message == facts->message;
        story.events.push_back(event);
    }
}

void Storyteller::addSubscription(MessageStory& story) const
{
    const Record* const record = m_records.recordOf(story.selected);
    if (!record || record->subscription == HistoryRecords::Nothing)
        return;
    const HistoryRecords::Subscription& known = m_records.m_known[record->subscription];
    story.skew = m_records.m_tracker.clockSkew(known.sender);
    story.subscription = m_records.m_subscriptions.state(known.key);
    const DeliveryRules* const rules = m_records.rulesOf(*record);
    story.forecast = stopForecast(rules && rules->disable ? &*rules->disable : nullptr, story.subscription);
}

Reaction Storyteller::reactionToNext(
    DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const
{
    AttemptContext context;
    context.arrivedAt = now;
    const Record* const record = m_records.recordOf(id);
    if (!record || record->subscription == HistoryRecords::Nothing) {
        const ProfilePtr profile = m_records.m_catalog->find(provider);
        return reactionTo(profile && profile->delivery ? &*profile->delivery : nullptr, response, context);
    }
    context.subscription = m_records.m_subscriptions.state(m_records.m_known[record->subscription].key);
    // Of one that is stopped nothing is to come: an attempt long after that would tell that it is not.
    if (context.subscription.status != SubscriptionState::Status::Active && context.subscription.stoppedAt)
        context.arrivedAt = *context.subscription.stoppedAt;
    const StoryAttempt last = attemptOf(m_records.m_tracker.lastOfMessage(id).value_or(id));
    if (last.facts.reaction.kind == ReactionKind::Retry) {
        const Record* const lastRecord = m_records.recordOf(last.id);
        context.attempt = last.facts.message.attempt + 1;
        context.firstAt = m_records.m_tracker.firstArrival(id);
        context.apartAttempts = lastRecord ? static_cast<int>(lastRecord->apartWithIt()) : 0;
    }
    return reactionTo(m_records.rulesOf(*record), response, context);
}

} // namespace hookloupe

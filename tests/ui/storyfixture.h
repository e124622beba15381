// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"
#include "profile/profilecatalog.h"

#include <QDateTime>

#include <memory>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline const ProfileCatalog& shippedProfiles()
{
    static const ProfileCatalog Catalog = ProfileCatalog::load({});
    return Catalog;
}

/// 2026-11-25 14:02:11.123 local time, so that texts are the same in every zone.
inline SystemTime storyBegin()
{
    const QDateTime begin(QDate(2026, 11, 25), QTime(14, 2, 11, 123));
    return SystemTime(std::chrono::milliseconds(begin.toMSecsSinceEpoch()));
}

/// Builds the story of one message as the rules of a profile have it: one response after the other.
class StoryMaker {
public:
    /// \param provider  id of a shipped profile; empty: not known
    explicit StoryMaker(const QByteArray& provider = {}, qint64 firstId = 7)
        : m_nextId(firstId)
    {
        m_story.provider = provider;
        m_story.selected = { firstId };
        if (const ProfilePtr profile = shippedProfiles().find(provider); profile && profile->delivery)
            m_rules = *profile->delivery;
    }

    /// \param after  since the attempt before
    StoryMaker& attempt(std::chrono::milliseconds after, int status, Fault fault = Fault::None)
    {
        m_at += m_story.attempts.empty() ? 0ms : after;
        StoryAttempt made = attemptAt(m_at, status, fault, static_cast<int>(m_story.attempts.size()) + 1);
        if (!m_story.attempts.empty()) {
            const StoryAttempt& before = m_story.attempts.back();
            made.facts.schedule = checkSchedule(before.facts.reaction, before.arrivedAt, made.arrivedAt);
            made.facts.message.kind = m_isAcknowledged ? MessageKind::Duplicate : MessageKind::Retry;
            made.facts.message.wasAcknowledged = m_isAcknowledged;
        }
        m_isAcknowledged = m_isAcknowledged || made.facts.reaction.kind == ReactionKind::Acknowledged;
        m_subscription = stateAfter(disableRule(), m_subscription, made.facts.reaction.report);
        m_story.attempts.push_back(made);
        return *this;
    }
    StoryMaker& select(int attempt)
    {
        m_story.selected = m_story.attempts.at(static_cast<std::size_t>(attempt - 1)).id;
        return *this;
    }
    /// An event of the same resource; times since the beginning.
    StoryMaker& event(qint64 id, std::chrono::microseconds happened, std::chrono::microseconds arrived)
    {
        ResourceEvent event { { id }, { id }, storyBegin() + arrived, storyBegin() + happened };
        m_story.events.push_back(event);
        return *this;
    }
    MessageFacts& facts() { return m_story.attempts.back().facts.message; }
    MessageStory& raw() { return m_story; }

    MessageStory story()
    {
        MessageStory told = m_story;
        told.attemptCount = std::max(told.attemptCount, told.attempts.size());
        told.subscription = m_subscription;
        told.forecast = stopForecast(disableRule(), m_subscription);
        markEvents(told);
        tellExpected(told);
        return told;
    }

private:
    const DisableRule* disableRule() const { return m_rules && m_rules->disable ? &*m_rules->disable : nullptr; }

    StoryAttempt attemptAt(SystemTime at, int status, Fault fault, int number)
    {
        Response response;
        response.status = status;
        response.fault = fault;
        AttemptContext context;
        context.arrivedAt = at;
        context.attempt = number;
        if (!m_story.attempts.empty())
            context.firstAt = m_story.attempts.front().arrivedAt;
        context.subscription = m_subscription;
        StoryAttempt made;
        made.id = { m_nextId++ };
        made.arrivedAt = at;
        made.status = fault == Fault::None ? status : 0;
        made.fault = fault;
        made.facts.message.message = m_story.attempts.empty() ? made.id : m_story.attempts.front().id;
        made.facts.message.attempt = number;
        made.facts.reaction = reactionTo(m_rules ? &*m_rules : nullptr, response, context);
        return made;
    }

    void markEvents(MessageStory& told) const
    {
        SystemTime newest {};
        for (ResourceEvent& event : told.events) {
            event.isStale = event.eventTime < newest;
            newest = std::max(newest, event.eventTime);
        }
        for (ResourceEvent& event : told.events)
            event.isNewest = event.eventTime == newest;
    }

    /// Each further attempt ends as the last did.
    void tellExpected(MessageStory& told)
    {
        if (told.attempts.empty())
            return;
        StoryAttempt last = told.attempts.back();
        while (last.facts.reaction.next && told.expected.size() < MessageStory::MaxExpected) {
            const NextAttempt next = *last.facts.reaction.next;
            const int number = last.facts.reaction.attempt + 1;
            told.expected.push_back({ number, next.earliest, next.latest, next.isAssumed });
            last = attemptAt(next.earliest, last.fault == Fault::None ? last.status : 200, last.fault, number);
        }
    }

    std::optional<DeliveryRules> m_rules;
    SubscriptionState m_subscription;
    MessageStory m_story;
    SystemTime m_at = storyBegin();
    qint64 m_nextId;
    bool m_isAcknowledged = false;
};

/// Three of the eight attempts of Basiq, five expected.
inline MessageStory basiqStory()
{
    return StoryMaker("basiq").attempt(0ms, 503).attempt(5012ms, 503).attempt(5min + 130ms, 500).select(3).story();
}

/// 35 min 5 s after the first.
inline MessageStory basiqAcknowledged()
{
    return StoryMaker("basiq")
        .attempt(0ms, 503)
        .attempt(5s, 503)
        .attempt(5min, 503)
        .attempt(30min, 200)
        .select(4)
        .story();
}

inline MessageStory machnetEndless()
{
    return StoryMaker("machnet")
        .attempt(0ms, 409)
        .attempt(60min, 409)
        .attempt(61min, 409)
        .attempt(52min, 409)
        .select(4)
        .story();
}

inline MessageStory redeamStale()
{
    StoryMaker maker("redeam", 21);
    maker.attempt(0ms, 200);
    maker.facts().order = EventOrder { { 19 }, -95s, 40s };
    maker.event(14, -30min, -29min).event(15, -20min, -19min).event(17, -10min, -9min).event(19, -50s, -40s);
    maker.event(21, -145s, 0s).event(22, 10s, 12s);
    maker.raw().skew = ClockSkew { -601s, 12 };
    return maker.story();
}

inline MessageStory longStory()
{
    StoryMaker maker("machnet");
    for (int i = 0; i < 200; ++i)
        maker.attempt(60min, 409);
    maker.select(120);
    maker.raw().attemptCount = 260;
    for (std::size_t i = 1; i < 200; ++i) {
        maker.raw().attempts[i].facts.message.attempt += 60;
        maker.raw().attempts[i].facts.reaction.attempt += 60;
    }
    return maker.story();
}

} // namespace hookloupe

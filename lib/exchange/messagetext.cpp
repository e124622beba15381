// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/messagetext.h"

#include "delivery/reaction/reactiontext.h"
#include "exchange/textline.h"

#include <algorithm>
#include <chrono>

namespace hookloupe {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

QByteArray number(DeliveryId id)
{
    return '#' + QByteArray::number(id.value);
}

QByteArray plain(const QString& text)
{
    return terminalSafe(text.toUtf8());
}

QByteArray span(std::chrono::microseconds duration)
{
    const auto size = duration_cast<milliseconds>(duration < duration.zero() ? -duration : duration);
    return plain(spanText(size));
}

QByteArray responseText(const StoryAttempt& attempt)
{
    QByteArray text = attempt.status == 0 ? QByteArray() : QByteArray::number(attempt.status);
    if (attempt.fault != Fault::None)
        text += (text.isEmpty() ? "" : " ") + faultName(attempt.fault).toByteArray();
    if (attempt.delay.count() > 0)
        text += " after " + span(attempt.delay);
    return text;
}

QByteArray kindText(const MessageFacts& facts)
{
    QByteArray text = kindName(facts.kind).toByteArray();
    if (facts.sameEvent)
        text += " of the event of " + number(*facts.sameEvent);
    return facts.isProbable ? text + " (probably)" : text;
}

QByteArray scheduleText(const ScheduleCheck& check)
{
    const QByteArray expected
        = check.expected ? " (" + span(*check.expected) + (check.isAssumed ? ", assumed)" : ")") : QByteArray();
    switch (check.result) {
    case ScheduleCheck::Result::NotKnown:
        return {};
    case ScheduleCheck::Result::OnTime:
        return "after " + span(check.observed) + ", on time" + expected;
    case ScheduleCheck::Result::Early:
        return "after " + span(check.observed) + ", early" + expected;
    case ScheduleCheck::Result::Late:
        return "after " + span(check.observed) + ", late" + expected;
    case ScheduleCheck::Result::Unexpected:
        return "after " + span(check.observed)
            + (check.isBeyondLast ? ", one more attempt than the last" : ", not expected any more");
    }
    return {};
}

QByteArray orderText(const MessageFacts& facts)
{
    if (!facts.order)
        return {};
    const EventOrder& order = *facts.order;
    if (facts.isStale())
        return "stale: " + number(order.newest) + " came " + span(order.arrivalGap) + " before, and its event is "
            + span(order.eventGap) + " newer";
    return {};
}

QByteArray outcomeText(const MessageStory& story, SystemTime now)
{
    const auto isAcknowledged
        = [](const StoryAttempt& attempt) { return attempt.facts.reaction.kind == ReactionKind::Acknowledged; };
    if (story.attempts.back().facts.message.wasAcknowledged
        || std::any_of(story.attempts.begin(), story.attempts.end(), isAcknowledged))
        return "acknowledged";
    const Reaction& last = story.attempts.back().facts.reaction;
    if (last.kind != ReactionKind::Retry)
        return reactionName(last.kind).toByteArray();
    const std::optional<Countdown> next = countdown(last, now);
    if (!next)
        return "to be sent again";
    return (next->isOverdue ? "next attempt overdue since " : "next attempt due at ") + toRfc3339(next->dueAt);
}

QByteArray attemptLine(const StoryAttempt& attempt)
{
    const MessageFacts& facts = attempt.facts.message;
    QByteArray line = "  " + number(attempt.id) + "  " + toRfc3339(attempt.arrivedAt) + "  attempt "
        + QByteArray::number(facts.attempt) + "  " + kindText(facts) + "  " + responseText(attempt);
    for (const QByteArray& part : { scheduleText(attempt.facts.schedule), orderText(facts) }) {
        if (!part.isEmpty())
            line += "  " + part;
    }
    if (attempt.facts.isEvent)
        line += "  " + plain(reactionText(attempt.facts.reaction, attempt.facts.provider));
    return line + '\n';
}

void append(QByteArray& text, const char* name, const QByteArray& value)
{
    constexpr qsizetype NameWidth = 12;
    if (!value.isEmpty())
        text += QByteArray(name).leftJustified(NameWidth) + value + '\n';
}

} // namespace

QByteArray toAttemptText(const AttemptFacts& facts)
{
    if (!facts.isEvent)
        return {};
    QByteArray text;
    append(text, "message",
        number(facts.message.message) + ", attempt " + QByteArray::number(facts.message.attempt) + ", "
            + kindText(facts.message));
    append(text, "schedule", scheduleText(facts.schedule));
    append(text, "order", orderText(facts.message));
    append(text, "reaction", plain(reactionText(facts.reaction, facts.provider)));
    return text;
}

QByteArray toMessageText(const MessageStory& story, SystemTime now)
{
    if (story.isEmpty())
        return {};
    const StoryAttempt& first = story.attempts.front();
    const StoryAttempt& last = story.attempts.back();
    QByteArray text = "message " + number(first.id) + "  "
        + (first.facts.provider.isEmpty() ? QByteArray("sender not known") : plain(first.facts.provider)) + "  ";
    if (!first.facts.isEvent)
        text += "a challenge, no message\n";
    else if (story.attemptCount == 1)
        text += "1 attempt: " + outcomeText(story, now) + '\n';
    else
        text += QByteArray::number(static_cast<qulonglong>(story.attemptCount)) + " attempts in "
            + span(last.arrivedAt - first.arrivedAt) + ": " + outcomeText(story, now) + '\n';
    for (const StoryAttempt& attempt : story.attempts) {
        if (attempt.id != first.id && story.attemptCount > story.attempts.size() && &attempt == &story.attempts[1])
            text += "  ... " + QByteArray::number(static_cast<qulonglong>(story.attemptCount - story.attempts.size()))
                + " attempts between\n";
        text += attemptLine(attempt);
    }
    return text;
}

} // namespace hookloupe

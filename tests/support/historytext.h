// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/attemptfacts.h"
#include "delivery/reaction/reactiontext.h"

#include <QString>

#include <chrono>

namespace hookloupe::test {

using namespace Qt::StringLiterals;

inline QString signedDuration(std::chrono::microseconds gap)
{
    const auto size = std::chrono::duration_cast<std::chrono::milliseconds>(gap < gap.zero() ? -gap : gap);
    return QString((gap < gap.zero() ? u"-"_s : u"+"_s) + spanText(size));
}

/// "1.2 retry probable; newest 1 by -5 s"
inline QString messageText(const MessageFacts& facts)
{
    QString text = u"%1.%2 "_s.arg(facts.message.value).arg(facts.attempt)
        + QString::fromUtf8(kindName(facts.kind).toByteArray());
    if (facts.sameEvent)
        text += u" of %1"_s.arg(facts.sameEvent->value);
    if (facts.isProbable)
        text += u" probable"_s;
    if (facts.wasAcknowledged && facts.kind != MessageKind::Duplicate)
        text += u" acknowledged"_s;
    if (facts.isStale())
        text += u" stale"_s;
    if (facts.order)
        text += u" %1 to %2"_s.arg(signedDuration(facts.order->eventGap)).arg(facts.order->newest.value);
    return text;
}

inline QString checkText(const ScheduleCheck& check)
{
    switch (check.result) {
    case ScheduleCheck::Result::NotKnown:
        return {};
    case ScheduleCheck::Result::OnTime:
        return u"; on time"_s;
    case ScheduleCheck::Result::Early:
        return u"; early"_s;
    case ScheduleCheck::Result::Late:
        return u"; late"_s;
    case ScheduleCheck::Result::Unexpected:
        return check.isBeyondLast ? u"; beyond the last"_s : u"; unexpected"_s;
    }
    return {};
}

inline QString reactionLine(const Reaction& reaction)
{
    QString text = u"; "_s + QString::fromUtf8(reactionName(reaction.kind).toByteArray());
    if (reaction.wait)
        text += u" in "_s + spanText(*reaction.wait);
    if (reaction.attemptsLeft)
        text += u" left %1"_s.arg(*reaction.attemptsLeft);
    return reaction.isAssumed || (reaction.wait && reaction.isWaitAssumed) ? QString(text + u" assumed"_s) : text;
}

/// What the histories of tests/data/histories say of a delivery.
inline QString attemptLine(const AttemptFacts& facts)
{
    return QString(messageText(facts.message) + reactionLine(facts.reaction) + checkText(facts.schedule));
}

} // namespace hookloupe::test

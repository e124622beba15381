// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/reactiontext.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

QString basis(bool isAssumed)
{
    return isAssumed ? u"assumed"_s : u"documented"_s;
}

QString attemptOf(const Reaction& reaction)
{
    if (reaction.attempts)
        return u", attempt %1 of %2"_s.arg(reaction.attempt + 1).arg(*reaction.attempts);
    return u", attempt %1"_s.arg(reaction.attempt + 1);
}

QString retryText(const Reaction& reaction)
{
    if (reaction.isEndless && reaction.wait && !reaction.has(ReactionReason::RetryAfterHeeded))
        return u"sends again at a fixed interval until a 2xx (%1: %2)"_s.arg(
            basis(reaction.isWaitAssumed), spanText(*reaction.wait));
    if (reaction.wait) {
        const QString when = reaction.wait->count() == 0 ? u"at once"_s : u"in "_s + spanText(*reaction.wait);
        const QString why = reaction.has(ReactionReason::RetryAfterHeeded) ? u" as Retry-After asks"_s : QString();
        return u"sends again %1%2%3 (%4)"_s.arg(
            when, why, attemptOf(reaction), basis(reaction.isWaitAssumed || reaction.isAssumed));
    }
    const QString howLong = reaction.window ? u", for up to "_s + spanText(*reaction.window) : QString();
    return u"sends again%1%2; when is not documented%3"_s.arg(
        attemptOf(reaction), howLong, reaction.isAssumed ? u" (assumed)"_s : QString());
}

QString failedText(const Reaction& reaction)
{
    QString why;
    if (reaction.has(ReactionReason::AttemptsUsedUp))
        why = u"this was the last of %1 attempts"_s.arg(reaction.attempts.value_or(reaction.attempt));
    else if (reaction.has(ReactionReason::WindowOver))
        why = u"the time for attempts is over"_s;
    else if (reaction.has(ReactionReason::EventExpires))
        why = u"the event expires before the next attempt"_s;
    else if (reaction.has(ReactionReason::HeaderStopsRetries))
        why = u"a header of the response asks for no more attempts"_s;
    else
        why = u"does not send it again"_s;
    return u"%1; the message is lost (%2)"_s.arg(why, basis(reaction.isAssumed));
}

QString stoppedText(const Reaction& reaction)
{
    const bool isPaused = reaction.kind == ReactionKind::Paused;
    QString text = isPaused ? u"pauses the subscription"_s : u"disables the subscription"_s;
    if (reaction.has(ReactionReason::SubscriptionStopped))
        text = isPaused ? u"the subscription is paused"_s : u"the subscription is disabled"_s;
    text += u" (%1)"_s.arg(basis(reaction.isAssumed));
    if (reaction.loss == Reaction::Loss::LaterEvents)
        text += u"; this message and later events are lost"_s;
    if (!reaction.resume.isEmpty())
        text += u"; to go on: "_s + reaction.resume;
    return text;
}

QString unknownText(const Reaction& reaction)
{
    if (reaction.has(ReactionReason::RedirectFollowed))
        return u"follows up to %1 redirects; what it does then is decided by the last answer"_s.arg(reaction.redirects);
    return u"what it does after this response is not documented"_s;
}

QString stateText(const Reaction& reaction)
{
    switch (reaction.kind) {
    case ReactionKind::Unknown:
        return unknownText(reaction);
    case ReactionKind::Acknowledged:
        return reaction.isAssumed ? u"takes it as delivered (assumed)"_s : u"takes it as delivered"_s;
    case ReactionKind::Retry:
        return retryText(reaction);
    case ReactionKind::Failed:
        return failedText(reaction);
    case ReactionKind::Paused:
    case ReactionKind::Disabled:
        return stoppedText(reaction);
    }
    return {};
}

QString waitedText(const Reaction& reaction)
{
    if (reaction.meaning.end.kind != AttemptEnd::Kind::TimedOut)
        return {};
    if (!reaction.timeout)
        return u"gives up waiting, then: "_s;
    return u"gives up after %1, then: "_s.arg(spanText(*reaction.timeout));
}

/// Only where it is near: far limits would be noise in every line.
QString forecastText(const Reaction& reaction)
{
    constexpr int Near = 3;
    if (!reaction.report.isFailure || !reaction.forecast || !reaction.forecast->failuresLeft
        || *reaction.forecast->failuresLeft > Near)
        return {};
    const int left = *reaction.forecast->failuresLeft;
    const bool isPaused = reaction.forecast->becomes == SubscriptionState::Status::Paused;
    const QString verb = isPaused ? u"pause"_s : u"disable"_s;
    const QString text = left == 1 ? QString(u"; then 1 more failure %1s this subscription"_s.arg(verb))
                                   : QString(u"; then %1 more failures %2 this subscription"_s.arg(left).arg(verb));
    return reaction.forecast->isAssumed ? QString(text + u" (assumed)"_s) : text;
}

} // namespace

QString spanText(milliseconds duration)
{
    const qint64 all = duration.count();
    if (all < 1'000 || (all < 120'000 && all % 1'000 != 0))
        return QString::number(static_cast<double>(all) / 1'000.0, 'g', 4) + u" s"_s;
    const qint64 seconds = all / 1'000;
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 7'200) {
        const QString minutes = u"%1 min"_s.arg(seconds / 60);
        return seconds % 60 == 0 ? minutes : minutes + u" %1 s"_s.arg(seconds % 60);
    }
    if (seconds < 2 * 86'400) {
        const QString hours = u"%1 h"_s.arg(seconds / 3'600);
        const qint64 minutes = seconds % 3'600 / 60;
        return minutes == 0 ? hours : hours + u" %1 min"_s.arg(minutes);
    }
    const QString days = u"%1 days"_s.arg(seconds / 86'400);
    const qint64 hours = seconds % 86'400 / 3'600;
    return hours == 0 ? days : days + u" %1 h"_s.arg(hours);
}

QString reactionText(const Reaction& reaction, const QString& provider)
{
    const QString who = provider.isEmpty() ? u"the sender"_s : provider;
    return QString(who + u": "_s + waitedText(reaction) + stateText(reaction) + forecastText(reaction));
}

} // namespace hookloupe

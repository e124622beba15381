// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/reactionsentences.h"

#include "delivery/history/attemptfacts.h"

#include <QCoreApplication>
#include <QLocale>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ReactionSentences)
};

/// Far limits would be noise in every line.
constexpr int NearFailures = 3;

QString basis(bool isAssumed)
{
    return isAssumed ? Texts::tr("assumed") : Texts::tr("documented");
}

QString nextOf(const Reaction& reaction)
{
    return reaction.attempts ? Texts::tr("attempt %1 of %2").arg(reaction.attempt + 1).arg(*reaction.attempts)
                             : Texts::tr("attempt %1").arg(reaction.attempt + 1);
}

QString timedRetry(const Reaction& reaction)
{
    const QString rests = basis(reaction.isWaitAssumed || reaction.isAssumed);
    const bool isHeeded = reaction.has(ReactionReason::RetryAfterHeeded);
    if (reaction.wait->count() == 0)
        return isHeeded ? Texts::tr("sends again at once as Retry-After asks, %1 (%2)").arg(nextOf(reaction), rests)
                        : Texts::tr("sends again at once, %1 (%2)").arg(nextOf(reaction), rests);
    const QString wait = spanWords(*reaction.wait);
    return isHeeded ? Texts::tr("sends again in %1 as Retry-After asks, %2 (%3)").arg(wait, nextOf(reaction), rests)
                    : Texts::tr("sends again in %1, %2 (%3)").arg(wait, nextOf(reaction), rests);
}

QString retrySentence(const Reaction& reaction)
{
    if (reaction.isEndless && reaction.wait && !reaction.has(ReactionReason::RetryAfterHeeded)) {
        return Texts::tr("sends again at a fixed interval until a 2xx (%1: %2)")
            .arg(basis(reaction.isWaitAssumed), spanWords(*reaction.wait));
    }
    if (reaction.wait)
        return timedRetry(reaction);
    const QString text = reaction.window ? Texts::tr("sends again, %1, for up to %2; when is not documented")
                                               .arg(nextOf(reaction), spanWords(*reaction.window))
                                         : Texts::tr("sends again, %1; when is not documented").arg(nextOf(reaction));
    return reaction.isAssumed ? Texts::tr("%1 (assumed)").arg(text) : text;
}

QString failedSentence(const Reaction& reaction)
{
    const QString rests = basis(reaction.isAssumed);
    if (reaction.has(ReactionReason::AttemptsUsedUp)) {
        return Texts::tr("this was the last of %1 attempts; the message is lost (%2)")
            .arg(QString::number(reaction.attempts.value_or(reaction.attempt)), rests);
    }
    if (reaction.has(ReactionReason::WindowOver))
        return Texts::tr("the time for attempts is over; the message is lost (%1)").arg(rests);
    if (reaction.has(ReactionReason::EventExpires))
        return Texts::tr("the event expires before the next attempt; the message is lost (%1)").arg(rests);
    if (reaction.has(ReactionReason::HeaderStopsRetries)) {
        return Texts::tr("a header of the response asks for no more attempts; the message is lost (%1)").arg(rests);
    }
    return Texts::tr("does not send it again; the message is lost (%1)").arg(rests);
}

QString stoppedSentence(const Reaction& reaction)
{
    const bool isPaused = reaction.kind == ReactionKind::Paused;
    const QString rests = basis(reaction.isAssumed);
    QString text;
    if (reaction.has(ReactionReason::SubscriptionStopped))
        text = isPaused ? Texts::tr("the subscription is paused (%1)").arg(rests)
                        : Texts::tr("the subscription is disabled (%1)").arg(rests);
    else
        text = isPaused ? Texts::tr("pauses the subscription (%1)").arg(rests)
                        : Texts::tr("disables the subscription (%1)").arg(rests);
    if (reaction.loss == Reaction::Loss::LaterEvents)
        text = Texts::tr("%1; this message and later events are lost").arg(text);
    if (!reaction.resume.isEmpty())
        text = Texts::tr("%1; to go on: %2").arg(text, visibleWords(reaction.resume));
    return text;
}

QString unknownSentence(const Reaction& reaction)
{
    if (reaction.has(ReactionReason::RedirectFollowed)) {
        return Texts::tr("follows up to %1 redirects; what it does then is decided by the last answer")
            .arg(reaction.redirects);
    }
    return Texts::tr("what it does after this response is not documented");
}

QString stateSentence(const Reaction& reaction)
{
    switch (reaction.kind) {
    case ReactionKind::Unknown:
        break;
    case ReactionKind::Acknowledged:
        return reaction.isAssumed ? Texts::tr("takes it as delivered (assumed)") : Texts::tr("takes it as delivered");
    case ReactionKind::Retry:
        return retrySentence(reaction);
    case ReactionKind::Failed:
        return failedSentence(reaction);
    case ReactionKind::Paused:
    case ReactionKind::Disabled:
        return stoppedSentence(reaction);
    }
    return unknownSentence(reaction);
}

QString waitedSentence(const Reaction& reaction, const QString& then)
{
    if (reaction.meaning.end.kind != AttemptEnd::Kind::TimedOut)
        return then;
    return reaction.timeout ? Texts::tr("gives up after %1, then: %2").arg(spanWords(*reaction.timeout), then)
                            : Texts::tr("gives up waiting, then: %1").arg(then);
}

QString nearForecast(const Reaction& reaction)
{
    if (!reaction.report.isFailure || !reaction.forecast || !reaction.forecast->failuresLeft
        || *reaction.forecast->failuresLeft > NearFailures)
        return {};
    return forecastSentence(*reaction.forecast);
}

QString withForecast(const Reaction& reaction)
{
    const QString text = waitedSentence(reaction, stateSentence(reaction));
    const QString forecast = nearForecast(reaction);
    return forecast.isEmpty() ? text : Texts::tr("%1; then %2").arg(text, forecast);
}

} // namespace

QString visibleWords(const QString& text)
{
    QString out = text;
    for (QChar& c : out) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = QChar::ReplacementCharacter;
    }
    return out;
}

QString spanWords(milliseconds span)
{
    const qint64 all = span.count();
    const QLocale locale;
    if (all < 1'000 || (all < 120'000 && all % 1'000 != 0))
        return Texts::tr("%1 s").arg(locale.toString(static_cast<double>(all) / 1'000.0, 'g', 4));
    const qint64 seconds = all / 1'000;
    if (seconds < 120)
        return Texts::tr("%1 s").arg(seconds);
    if (seconds < 7'200)
        return seconds % 60 == 0 ? Texts::tr("%1 min").arg(seconds / 60)
                                 : Texts::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    const qint64 hours = seconds / 3'600;
    const qint64 minutes = seconds % 3'600 / 60;
    if (seconds < 2 * 86'400)
        return minutes == 0 ? Texts::tr("%1 h").arg(hours) : Texts::tr("%1 h %2 min").arg(hours).arg(minutes);
    return hours % 24 == 0 ? Texts::tr("%1 days").arg(hours / 24)
                           : Texts::tr("%1 days %2 h").arg(hours / 24).arg(hours % 24);
}

QString forecastSentence(const StopForecast& forecast)
{
    if (!forecast.failuresLeft)
        return {};
    const int left = *forecast.failuresLeft;
    const bool isPaused = forecast.becomes == SubscriptionState::Status::Paused;
    QString text;
    if (left == 1)
        text = isPaused ? Texts::tr("1 more failure pauses this subscription")
                        : Texts::tr("1 more failure disables this subscription");
    else
        text = isPaused ? Texts::tr("%1 more failures pause this subscription").arg(left)
                        : Texts::tr("%1 more failures disable this subscription").arg(left);
    return forecast.isAssumed ? Texts::tr("%1 (assumed)").arg(text) : text;
}

QString reactionSentence(const Reaction& reaction, const QString& provider)
{
    const QString who = provider.isEmpty() ? Texts::tr("the sender") : provider;
    return Texts::tr("%1: %2").arg(who, withForecast(reaction));
}

QString reactionSentence(const Reaction& reaction)
{
    const QString text = withForecast(reaction);
    return QString(text.left(1).toUpper() + text.mid(1));
}

QString reactionPhrase(const AttemptSummary& attempt)
{
    QString text;
    switch (attempt.reaction) {
    case ReactionKind::Unknown:
        return Texts::tr("not known");
    case ReactionKind::Acknowledged:
        text = Texts::tr("acknowledged");
        break;
    case ReactionKind::Retry:
        text = !attempt.wait             ? Texts::tr("retry")
            : attempt.wait->count() == 0 ? Texts::tr("retry at once")
                                         : Texts::tr("retry after %1").arg(spanWords(*attempt.wait));
        break;
    case ReactionKind::Failed:
        text = Texts::tr("lost");
        break;
    case ReactionKind::Paused:
        text = Texts::tr("paused");
        break;
    case ReactionKind::Disabled:
        text = Texts::tr("disabled");
        break;
    }
    return attempt.isAssumed ? Texts::tr("%1?").arg(text) : text;
}

QString reactionExplanation(const AttemptSummary& attempt)
{
    const QString rests = basis(attempt.isAssumed);
    switch (attempt.reaction) {
    case ReactionKind::Unknown:
        break;
    case ReactionKind::Acknowledged:
        return Texts::tr("The provider took it as delivered (%1).").arg(rests);
    case ReactionKind::Retry:
        if (!attempt.wait)
            return Texts::tr("The message comes again (%1); nobody says when.").arg(rests);
        if (attempt.wait->count() == 0)
            return Texts::tr("The message comes again at once (%1).").arg(rests);
        return Texts::tr("The message comes again %1 after this attempt (%2).").arg(spanWords(*attempt.wait), rests);
    case ReactionKind::Failed:
        return Texts::tr("The message does not come again: it is lost (%1).").arg(rests);
    case ReactionKind::Paused:
        return Texts::tr("The provider pauses the subscription (%1).").arg(rests);
    case ReactionKind::Disabled:
        return Texts::tr("The provider disables the subscription (%1).").arg(rests);
    }
    return Texts::tr("What the provider does after this response is not known.");
}

QString messagePhrase(const AttemptSummary& attempt)
{
    QString text;
    switch (attempt.kind) {
    case MessageKind::First:
        text = attempt.attempt > 1 ? Texts::tr("attempt %1").arg(attempt.attempt) : Texts::tr("first");
        break;
    case MessageKind::Retry:
        text = Texts::tr("retry %1").arg(attempt.attempt);
        break;
    case MessageKind::Duplicate:
        text = Texts::tr("duplicate");
        break;
    case MessageKind::Replay:
        text = Texts::tr("replay");
        break;
    }
    if (attempt.isProbable)
        text = Texts::tr("%1?").arg(text);
    if (!attempt.isStale)
        return text;
    return attempt.kind == MessageKind::First && attempt.attempt == 1 ? Texts::tr("stale")
                                                                      : Texts::tr("stale, %1").arg(text);
}

QString messageExplanation(const AttemptSummary& attempt)
{
    QString text;
    switch (attempt.kind) {
    case MessageKind::First:
        text = attempt.attempt > 1
            ? Texts::tr("Attempt %1 of the message by the provider's count, and the first that was captured.")
                  .arg(attempt.attempt)
            : Texts::tr("The first attempt of its message.");
        break;
    case MessageKind::Retry:
        text = Texts::tr("Attempt %1 of its message, after a response that asked for it.").arg(attempt.attempt);
        break;
    case MessageKind::Duplicate:
        text = Texts::tr("A duplicate: the same event came before, and was acknowledged or is in another message.");
        break;
    case MessageKind::Replay:
        text = Texts::tr("A replay: the same signed bytes came before, and by the provider's rules do not come twice.");
        break;
    }
    if (attempt.isProbable)
        text += u'\n' + Texts::tr("Only probable: no id joins it to the message, but what it tells, and when.");
    if (attempt.isStale)
        text += u'\n' + Texts::tr("Stale: a newer event of the same resource had come before.");
    return text;
}

} // namespace hookloupe

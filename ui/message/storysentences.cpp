// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storysentences.h"

#include "message/momenttext.h"
#include "message/storylook.h"
#include "messages/attemptsentences.h"
#include "messages/quantities.h"

#include <QCoreApplication>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(StorySentences)
};

QString span(std::chrono::microseconds duration)
{
    return lengthWords(std::chrono::duration_cast<milliseconds>(duration));
}

StorySentence said(const StatusLook& look, const QString& text)
{
    return { look.glyph, text, look.tone };
}

/// How many attempts there are, as far as any response told it.
std::optional<int> attemptsOf(const MessageStory& story)
{
    std::optional<int> attempts;
    for (const StoryAttempt& attempt : story.attempts) {
        if (attempt.facts.reaction.attempts)
            attempts = attempt.facts.reaction.attempts;
    }
    return attempts;
}

const StoryAttempt* acknowledgingAttempt(const MessageStory& story)
{
    const auto found = std::find_if(story.attempts.begin(), story.attempts.end(),
        [](const StoryAttempt& attempt) { return attempt.facts.reaction.kind == ReactionKind::Acknowledged; });
    return found == story.attempts.end() ? nullptr : &*found;
}

StorySentence acknowledgedSentence(const MessageStory& story, const StoryAttempt& attempt)
{
    const StatusLook look = statusLook(ReactionKind::Acknowledged);
    const int number = attempt.facts.message.attempt;
    const QString after = span(attempt.arrivedAt - story.attempts.front().arrivedAt);
    if (number <= 1)
        return said(look, Texts::tr("Acknowledged at the first attempt"));
    if (&attempt == &story.attempts.front())
        return said(look, Texts::tr("Acknowledged at attempt %1; those before were not seen").arg(number));
    const std::optional<int> all = attemptsOf(story);
    if (all && *all >= number)
        return said(look,
            Texts::tr("Acknowledged at attempt %1 of %2, %3 after the first")
                .arg(QString::number(number), QString::number(*all), after));
    return said(look, Texts::tr("Acknowledged at attempt %1, %2 after the first").arg(QString::number(number), after));
}

StorySentence waitingSentence(const Reaction& reaction)
{
    const StatusLook look = statusLook(ReactionKind::Retry);
    const QString next = QString::number(reaction.attempt + 1);
    if (reaction.attempts)
        return said(look, Texts::tr("Waiting for attempt %1 of %2").arg(next, QString::number(*reaction.attempts)));
    if (reaction.isEndless)
        return said(look, Texts::tr("Waiting for attempt %1; they go on until a 2xx").arg(next));
    return said(look, Texts::tr("Waiting for attempt %1").arg(next));
}

StorySentence lostSentence(const StoryAttempt& last)
{
    const StatusLook look = statusLook(ReactionKind::Failed);
    const Reaction& reaction = last.facts.reaction;
    if (reaction.has(ReactionReason::AttemptsUsedUp)) {
        const int all = reaction.attempts.value_or(reaction.attempt);
        return said(look,
            all == 1 ? Texts::tr("Lost: the only attempt failed")
                     : Texts::tr("Lost: the last of %1 attempts failed").arg(all));
    }
    if (reaction.has(ReactionReason::WindowOver))
        return said(look, Texts::tr("Lost: the time for attempts is over"));
    if (reaction.has(ReactionReason::EventExpires))
        return said(look, Texts::tr("Lost: the event expires before the next attempt"));
    if (reaction.has(ReactionReason::HeaderStopsRetries))
        return said(look, Texts::tr("Lost: a header of the response asked for no more attempts"));
    return said(look, Texts::tr("Lost: it is not sent again after %1").arg(statusText(last.status, last.fault).mid(2)));
}

StorySentence stoppedSentence(const Reaction& reaction)
{
    const StatusLook look = statusLook(reaction.kind);
    const bool isPaused = reaction.kind == ReactionKind::Paused;
    if (reaction.loss == Reaction::Loss::Nothing) {
        return said(look,
            isPaused ? Texts::tr("Waiting: the subscription is paused, and what is missed comes later")
                     : Texts::tr("Waiting: the subscription is disabled, and what is missed comes later"));
    }
    if (reaction.has(ReactionReason::SubscriptionStopped)) {
        return said(look,
            isPaused ? Texts::tr("Lost: the subscription is paused") : Texts::tr("Lost: the subscription is disabled"));
    }
    if (reaction.has(ReactionReason::ToldToStop))
        return said(look, Texts::tr("Lost: this response ends the subscription"));
    if (reaction.has(ReactionReason::AttemptsUsedUp) && reaction.attempts) {
        return said(look,
            (isPaused ? Texts::tr("Lost: the last of %1 attempts failed, which pauses the subscription")
                      : Texts::tr("Lost: the last of %1 attempts failed, which disables the subscription"))
                .arg(*reaction.attempts));
    }
    return said(look,
        isPaused ? Texts::tr("Lost: this failure pauses the subscription")
                 : Texts::tr("Lost: this failure disables the subscription"));
}

StorySentence stateSentence(const MessageStory& story)
{
    if (const StoryAttempt* const attempt = acknowledgingAttempt(story))
        return acknowledgedSentence(story, *attempt);
    const StoryAttempt& last = story.attempts.back();
    if (isPending(last.status, last.fault))
        return said(answerLook(last.status, last.fault),
            Texts::tr("Attempt %1 is not answered yet").arg(last.facts.message.attempt));
    switch (last.facts.reaction.kind) {
    case ReactionKind::Retry:
        return waitingSentence(last.facts.reaction);
    case ReactionKind::Failed:
        return lostSentence(last);
    case ReactionKind::Paused:
    case ReactionKind::Disabled:
        return stoppedSentence(last.facts.reaction);
    case ReactionKind::Acknowledged:
    case ReactionKind::Unknown:
        break;
    }
    return said(statusLook(ReactionKind::Unknown),
        Texts::tr("Answered %1; what the sender does then is not documented")
            .arg(statusText(last.status, last.fault).mid(2)));
}

QString duplicateText(const MessageStory& story, const StoryAttempt& selected)
{
    if (selected.facts.message.sameEvent) {
        return Texts::tr("Duplicate: the same event was in delivery %1 before, as another message")
            .arg(selected.facts.message.sameEvent->value);
    }
    const StoryAttempt* const earlier = acknowledgingAttempt(story);
    if (earlier && earlier->arrivedAt <= selected.arrivedAt && earlier != &selected)
        return Texts::tr("Duplicate: was acknowledged at %1")
            .arg(shortMomentText(earlier->arrivedAt, selected.arrivedAt));
    return Texts::tr("Duplicate: was acknowledged before");
}

/// What makes the delivery odd, the gravest first.
std::vector<StorySentence> oddities(const MessageStory& story, const StoryAttempt& selected)
{
    std::vector<StorySentence> lines;
    const MessageFacts& facts = selected.facts.message;
    if (facts.kind == MessageKind::Replay) {
        lines.push_back(said(statusLook(MessageKind::Replay),
            Texts::tr("Replay: the same signed bytes or token again, outside the provider\u2019s rules")));
    }
    if (facts.kind == MessageKind::Duplicate)
        lines.push_back(said(statusLook(MessageKind::Duplicate), duplicateText(story, selected)));
    if (facts.isStale()) {
        lines.push_back(said(staleLook(),
            facts.order->arrivalGap.count() == 0
                ? Texts::tr("Stale: a newer event of the same resource came at the same moment")
                : Texts::tr("Stale: a newer event of the same resource came %1 before")
                      .arg(span(facts.order->arrivalGap))));
    }
    return lines;
}

std::vector<StorySentence> notes(const MessageStory& story, const StoryAttempt& selected)
{
    std::vector<StorySentence> lines;
    const MessageFacts& facts = selected.facts.message;
    if (facts.isProbable) {
        lines.push_back({ u'?',
            Texts::tr("Probably the same message: no id tells, but its contents and the time between are alike"),
            Tone::Info });
    }
    if (facts.sameEvent && facts.kind != MessageKind::Duplicate) {
        lines.push_back(
            { u'=', Texts::tr("The same event was in delivery %1 before").arg(facts.sameEvent->value), Tone::Info });
    }
    if (facts.attempt > 1 && selected.id == story.attempts.front().id) {
        lines.push_back({ u'\u2013',
            Texts::tr("The provider counts this as attempt %1; those before were not captured").arg(facts.attempt),
            Tone::Neutral });
    }
    if (story.provider.isEmpty()) {
        lines.push_back(
            { u'?', Texts::tr("The provider is not known, so only identical requests are told to be one message"),
                Tone::Neutral });
    }
    return lines;
}

StatusLook statusLookOf(SubscriptionState::Status status)
{
    switch (status) {
    case SubscriptionState::Status::Active:
        return { u'\u2713', Texts::tr("Active"), Tone::Ok };
    case SubscriptionState::Status::Paused:
        return { u'\u2016', Texts::tr("Paused"), Tone::Warning };
    case SubscriptionState::Status::Disabled:
        return { u'\u2297', Texts::tr("Disabled"), Tone::Danger };
    case SubscriptionState::Status::Removed:
        return { u'\u2715', Texts::tr("Removed"), Tone::Danger };
    }
    return {};
}

StorySentence subscriptionState(const MessageStory& story)
{
    const SubscriptionState& state = story.subscription;
    const StatusLook look = statusLookOf(state.status);
    const SystemTime day = story.attempts.empty() ? SystemTime() : story.attempts.back().arrivedAt;
    QString text = look.word;
    if (state.stoppedAt && state.status != SubscriptionState::Status::Active)
        text = Texts::tr("%1 since %2").arg(text, shortMomentText(*state.stoppedAt, day));
    if (state.failures > 0) {
        const QString failures = state.failures == 1 ? Texts::tr("1 failure in a row")
                                                     : Texts::tr("%1 failures in a row").arg(countText(state.failures));
        text = state.failingSince && state.status == SubscriptionState::Status::Active
            ? Texts::tr("%1, %2 since %3").arg(text, failures, shortMomentText(*state.failingSince, day))
            : Texts::tr("%1, %2").arg(text, failures);
    } else if (state.status == SubscriptionState::Status::Active) {
        text = Texts::tr("%1, no failures in a row").arg(text);
    }
    if (state.isCorrected)
        text = Texts::tr("%1, as corrected by hand").arg(text);
    return said(look, text);
}

QString sentenceCase(const QString& text)
{
    return QString(text.left(1).toUpper() + text.mid(1));
}

/// In one unit: the clocks of two machines are not known better.
QString about(std::chrono::microseconds duration)
{
    using namespace std::chrono_literals;
    const std::chrono::microseconds size = duration.count() < 0 ? -duration : duration;
    if (size < 2min)
        return lengthWords(std::chrono::round<std::chrono::seconds>(size));
    if (size < 2h)
        return lengthWords(std::chrono::round<std::chrono::minutes>(size));
    return lengthWords(std::chrono::round<std::chrono::hours>(size));
}

/// To the whole second, since it is counted down.
QString counted(milliseconds left)
{
    return lengthWords(std::chrono::ceil<std::chrono::seconds>(left));
}

} // namespace

QString StorySentence::line() const
{
    return glyph.isNull() ? text : QString(glyph + u"\u2002"_s + text);
}

const StoryAttempt* selectedAttempt(const MessageStory& story)
{
    const auto found = std::find_if(story.attempts.begin(), story.attempts.end(),
        [&story](const StoryAttempt& attempt) { return attempt.id == story.selected; });
    return found == story.attempts.end() ? nullptr : &*found;
}

std::vector<StorySentence> headlines(const MessageStory& story)
{
    if (story.isEmpty())
        return { { u'\u2026', Texts::tr("Still reading the session\u2026"), Tone::Neutral } };
    const StoryAttempt* const selected = selectedAttempt(story);
    if (!(selected ? *selected : story.attempts.front()).facts.isEvent) {
        return { { u'\u2192', Texts::tr("A challenge is no message: the provider asks whether the address is yours"),
            Tone::Info } };
    }
    std::vector<StorySentence> lines;
    if (selected)
        lines = oddities(story, *selected);
    lines.push_back(stateSentence(story));
    if (selected) {
        const std::vector<StorySentence> more = notes(story, *selected);
        lines.insert(lines.end(), more.begin(), more.end());
    }
    return lines;
}

std::optional<StorySentence> nextAttemptSentence(const MessageStory& story, SystemTime now)
{
    if (story.isEmpty())
        return std::nullopt;
    const Reaction& reaction = story.attempts.back().facts.reaction;
    const std::optional<Countdown> count = countdown(reaction, now);
    if (!count) {
        if (reaction.kind != ReactionKind::Retry)
            return std::nullopt;
        return StorySentence { u'?', Texts::tr("When the next attempt comes is not documented"), Tone::Neutral };
    }
    const QString basis = basisWord(count->isAssumed);
    const NextAttempt& next = *reaction.next;
    const auto toLatest = std::chrono::duration_cast<milliseconds>(next.latest - now);
    if (count->isOverdue) {
        const auto over = std::chrono::floor<std::chrono::seconds>(-toLatest);
        return StorySentence { u'!', Texts::tr("Next attempt overdue by %1 (%2)").arg(lengthWords(over), basis),
            Tone::Warning };
    }
    if (toLatest.count() <= 0)
        return StorySentence { u'\u21BB', Texts::tr("Next attempt due now (%1)").arg(basis), Tone::Info };
    if (count->remaining.count() <= 0) {
        return StorySentence { u'\u21BB',
            Texts::tr("Next attempt at any time within %1 (%2)").arg(counted(toLatest), basis), Tone::Info };
    }
    if (!next.isExact()) {
        return StorySentence { u'\u21BB',
            Texts::tr("Next attempt in %1 to %2 (%3)").arg(counted(count->remaining), counted(toLatest), basis),
            Tone::Info };
    }
    return StorySentence { u'\u21BB', Texts::tr("Next attempt in %1 (%2)").arg(counted(count->remaining), basis),
        Tone::Info };
}

std::vector<StorySentence> subscriptionSentences(const MessageStory& story)
{
    const StoryAttempt* const selected = selectedAttempt(story);
    if (story.isEmpty() || story.provider.isEmpty() || (selected && !selected->facts.isEvent))
        return {};
    std::vector<StorySentence> lines { subscriptionState(story) };
    if (story.subscription.isContradicted) {
        lines.push_back({ u'!',
            Texts::tr("It should have been stopped by now, and yet deliveries came: what is assumed does not hold"),
            Tone::Warning });
    }
    if (story.forecast) {
        const QString text = stopSentence(*story.forecast);
        if (!text.isEmpty())
            lines.push_back({ u'\u2192', sentenceCase(text), Tone::Neutral });
    }
    return lines;
}

std::optional<StorySentence> orderSentence(const MessageStory& story)
{
    if (story.events.empty())
        return std::nullopt;
    const auto stale = std::count_if(
        story.events.begin(), story.events.end(), [](const ResourceEvent& event) { return event.isStale; });
    if (story.events.size() == 1)
        return StorySentence { u'\u2713', Texts::tr("The only event of this resource so far"), Tone::Neutral };
    const QString all = countText(static_cast<qint64>(story.events.size()));
    if (stale == 0)
        return StorySentence { u'\u2713', Texts::tr("%1 events of this resource, in their order").arg(all), Tone::Ok };
    return said(staleLook(), Texts::tr("%1 of %2 events of this resource came too late").arg(countText(stale), all));
}

std::optional<StorySentence> skewSentence(const MessageStory& story)
{
    using namespace std::chrono_literals;
    if (!story.skew || story.skew->samples < ClockSkew::MinSamples)
        return std::nullopt;
    const std::chrono::microseconds lag = story.skew->lag;
    if (lag < -2s) {
        return StorySentence { u'!', Texts::tr("The provider\u2019s clock is about %1 ahead").arg(about(lag)),
            Tone::Warning };
    }
    if (lag > 2s) {
        return StorySentence { u'\u2013',
            Texts::tr("Events arrive about %1 after their own time, or the provider\u2019s clock is behind")
                .arg(about(lag)),
            Tone::Neutral };
    }
    return std::nullopt;
}

} // namespace hookloupe

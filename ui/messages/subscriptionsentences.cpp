// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/subscriptionsentences.h"

#include "messages/reactionsentences.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Status = SubscriptionState::Status;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SubscriptionSentences)
};

/// Failures and hours that are left: further away it is not worth a line.
constexpr int NearFailures = 3;
constexpr std::chrono::hours NearTime { 24 };

QDateTime localTime(SystemTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

QString momentWords(SystemTime time, SystemTime now)
{
    const QDateTime moment = localTime(time);
    return moment.date() == localTime(now).date() ? moment.time().toString(u"HH:mm:ss"_s)
                                                  : QLocale().toString(moment, QLocale::ShortFormat);
}

bool isAssumed(const DisableRule* rule)
{
    if (!rule)
        return false;
    return (rule->state && rule->state->isAssumed) || (rule->afterFailures && rule->afterFailures->isAssumed)
        || (rule->after && rule->after->isAssumed) || (rule->onExhaustion && rule->onExhaustion->isAssumed);
}

QString basis(const SubscriptionState& state, const DisableRule* rule)
{
    if (state.isCorrected)
        return Texts::tr("as you said");
    return isAssumed(rule) ? Texts::tr("assumed") : Texts::tr("documented");
}

QString stoppedText(const SubscriptionState& state, const DisableRule* rule, SystemTime now)
{
    const QString rests = basis(state, rule);
    const QString when = state.stoppedAt ? momentWords(*state.stoppedAt, now) : QString();
    QString text;
    switch (state.status) {
    case Status::Paused:
        text = when.isEmpty() ? Texts::tr("the subscription is paused (%1)").arg(rests)
                              : Texts::tr("the subscription is paused since %1 (%2)").arg(when, rests);
        break;
    case Status::Removed:
        text = when.isEmpty() ? Texts::tr("the subscription is removed (%1)").arg(rests)
                              : Texts::tr("the subscription was removed at %1 (%2)").arg(when, rests);
        break;
    case Status::Disabled:
    case Status::Active:
        text = when.isEmpty() ? Texts::tr("the subscription is disabled (%1)").arg(rests)
                              : Texts::tr("the subscription is disabled since %1 (%2)").arg(when, rests);
        break;
    }
    if (rule && rule->replaysMissed)
        text = rule->replaysMissed->value ? Texts::tr("%1; what happens meanwhile is sent later").arg(text)
                                          : Texts::tr("%1; what happens meanwhile is lost").arg(text);
    if (rule && !rule->resume.isEmpty())
        text = Texts::tr("%1; to go on: %2").arg(text, visibleWords(rule->resume));
    return text;
}

QString nearText(const SubscriptionState& state, const DisableRule* rule, SystemTime now)
{
    const std::optional<StopForecast> forecast = stopForecast(rule, state);
    if (!forecast || state.failures == 0)
        return {};
    if (forecast->failuresLeft && *forecast->failuresLeft <= NearFailures)
        return forecastSentence(*forecast);
    if (!forecast->failingUntil || *forecast->failingUntil - now > NearTime)
        return {};
    const QString when = momentWords(*forecast->failingUntil, now);
    const QString text = forecast->becomes == Status::Paused
        ? Texts::tr("unless something succeeds, the subscription is paused from %1 on (%2)")
        : Texts::tr("unless something succeeds, the subscription is disabled from %1 on (%2)");
    return text.arg(when, basis(state, rule));
}

} // namespace

std::optional<SubscriptionNotice> subscriptionNotice(
    const SubscriptionState& state, const DisableRule* rule, const QString& provider, SystemTime now)
{
    using Kind = SubscriptionNotice::Kind;
    const auto said = [&provider](Kind kind, const QString& text) {
        const QString who = provider.isEmpty() ? Texts::tr("the sender") : provider;
        return SubscriptionNotice { kind, Texts::tr("%1: %2").arg(who, text) };
    };
    if (state.status != Status::Active)
        return said(Kind::Stopped, stoppedText(state, rule, now));
    if (const QString text = nearText(state, rule, now); !text.isEmpty())
        return said(Kind::NearStop, text);
    if (state.isContradicted) {
        return said(Kind::Contradicted,
            Texts::tr("the subscription should have been stopped, and deliveries still come; its rule does not hold"));
    }
    return std::nullopt;
}

QString statusWord(Status status)
{
    switch (status) {
    case Status::Active:
        break;
    case Status::Paused:
        return Texts::tr("paused");
    case Status::Disabled:
        return Texts::tr("disabled");
    case Status::Removed:
        return Texts::tr("removed");
    }
    return Texts::tr("active");
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/attemptsentences.h"

#include "messages/reactionsentences.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cstdlib>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(AttemptSentences)
};

/// Without its sign, for any value.
milliseconds magnitude(milliseconds duration)
{
    const qint64 count = duration.count();
    return milliseconds(
        count == std::numeric_limits<qint64>::min() ? std::numeric_limits<qint64>::max() : std::abs(count));
}

/// What was measured, without the milliseconds that nobody compares.
milliseconds rounded(milliseconds measured)
{
    const qint64 all = magnitude(measured).count();
    const qint64 step = all < 1'000 ? 1 : all < 10'000 ? 100 : all < 120'000 ? 1'000 : 1;
    return milliseconds(all / step * step + (all % step >= (step + 1) / 2 ? step : 0));
}

/// "60 s", or where no document states it "60 s (assumed)".
QString expectedText(const ScheduleCheck& check)
{
    const QString text = spanWords(*check.expected);
    return check.isAssumed ? Texts::tr("%1 (assumed)").arg(text) : text;
}

QString exhaustionText(SubscriptionState::Status becomes)
{
    switch (becomes) {
    case SubscriptionState::Status::Paused:
        return Texts::tr("a message that uses up its attempts pauses this subscription");
    case SubscriptionState::Status::Removed:
        return Texts::tr("a message that uses up its attempts removes this subscription");
    case SubscriptionState::Status::Active:
    case SubscriptionState::Status::Disabled:
        break;
    }
    return Texts::tr("a message that uses up its attempts disables this subscription");
}

QString untilText(SubscriptionState::Status becomes, SystemTime until)
{
    const qint64 ms = std::chrono::floor<milliseconds>(until).time_since_epoch().count();
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms), QLocale::ShortFormat);
    switch (becomes) {
    case SubscriptionState::Status::Paused:
        return Texts::tr("nothing but failures until %1 pauses this subscription").arg(when);
    case SubscriptionState::Status::Removed:
        return Texts::tr("nothing but failures until %1 removes this subscription").arg(when);
    case SubscriptionState::Status::Active:
    case SubscriptionState::Status::Disabled:
        break;
    }
    return Texts::tr("nothing but failures until %1 disables this subscription").arg(when);
}

} // namespace

QString basisWord(bool isAssumed)
{
    return isAssumed ? Texts::tr("assumed") : Texts::tr("documented");
}

QString lengthWords(milliseconds duration)
{
    return spanWords(magnitude(duration));
}

QString scheduleSentence(const ScheduleCheck& check)
{
    const QString observed = lengthWords(rounded(check.observed));
    const QString deviation = lengthWords(rounded(check.deviation));
    const QString after = check.observed.count() < 0 ? Texts::tr("%1 before the response was due").arg(observed)
                                                     : Texts::tr("after %1").arg(observed);
    switch (check.result) {
    case ScheduleCheck::Result::NotKnown:
        return after;
    case ScheduleCheck::Result::OnTime:
        if (!check.expected || spanWords(*check.expected) == observed)
            return Texts::tr("%1, on time").arg(after);
        return Texts::tr("%1 instead of %2, on time").arg(after, expectedText(check));
    case ScheduleCheck::Result::Early:
        return check.expected ? Texts::tr("%1 instead of %2, %3 early").arg(after, expectedText(check), deviation)
                              : Texts::tr("%1, %2 early").arg(after, deviation);
    case ScheduleCheck::Result::Late:
        return check.expected ? Texts::tr("%1 instead of %2, %3 late").arg(after, expectedText(check), deviation)
                              : Texts::tr("%1, %2 late").arg(after, deviation);
    case ScheduleCheck::Result::Unexpected:
        break;
    }
    return check.isBeyondLast ? Texts::tr("%1, one more than %2").arg(after, basisWord(check.isAssumed))
                              : Texts::tr("%1, though none was to come").arg(after);
}

QString stopSentence(const StopForecast& forecast)
{
    StopForecast stated = forecast;
    stated.isAssumed = false;
    QStringList parts { forecastSentence(stated) };
    if (forecast.failingUntil)
        parts << untilText(forecast.becomes, *forecast.failingUntil);
    if (forecast.onExhaustion)
        parts << exhaustionText(forecast.becomes);
    parts.removeAll(QString());
    if (parts.isEmpty())
        return {};
    const QString text = parts.join(u"; "_s);
    return forecast.isAssumed ? Texts::tr("%1 (assumed)").arg(text) : text;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertest.h"

#include <QDateTime>

namespace hookloupe {

namespace {

QDate localDay(SystemTime now)
{
    const auto sinceEpoch = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), Qt::LocalTime).date();
}

qint64 microseconds(const QDateTime& time)
{
    return time.toMSecsSinceEpoch() * 1000;
}

/// A time by the clock on a day; one that the change to summer time skips is the moment after the change.
qint64 clockTime(QDate day, std::chrono::microseconds sinceMidnight)
{
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(sinceMidnight);
    const auto rest = sinceMidnight - whole;
    if (whole >= std::chrono::days(1))
        return microseconds(day.addDays(1).startOfDay(Qt::LocalTime));
    const QTime time = QTime::fromMSecsSinceStartOfDay(static_cast<int>(whole.count()));
    return microseconds(QDateTime(day, time, Qt::LocalTime)) + rest.count();
}

qint64 momentOf(const TimeRange::Bound& bound, SystemTime now)
{
    const FilterMoment& moment = bound.moment;
    const std::chrono::microseconds at = bound.isItsEnd ? moment.end : moment.begin;
    switch (moment.kind) {
    case FilterMoment::Kind::ClockTime:
        return clockTime(localDay(now), at);
    case FilterMoment::Kind::Day:
        return microseconds(localDay(now).addDays(moment.day + (bound.isItsEnd ? 1 : 0)).startOfDay(Qt::LocalTime));
    case FilterMoment::Kind::Fixed:
        break;
    }
    return at.count();
}

} // namespace

bool DecimalRange::contains(double value) const
{
    if (least && (least->isIncluded ? value < least->value : value <= least->value))
        return false;
    return !most || (most->isIncluded ? value <= most->value : value < most->value);
}

WholeRange resolved(const TimeRange& range, SystemTime now)
{
    WholeRange whole;
    if (range.from)
        whole.least = momentOf(*range.from, now);
    if (range.until)
        whole.most = momentOf(*range.until, now) - 1;
    return whole;
}

} // namespace hookloupe

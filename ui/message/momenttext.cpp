// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/momenttext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(MomentText)
};

QDateTime localTime(SystemTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

/// With the year where it is another one than that of \p day.
QString dateText(const QDateTime& time, const QDateTime& day)
{
    return QLocale().toString(time.date(),
        time.date().year() == day.date().year() ? Texts::tr("d MMM", "day and month")
                                                : Texts::tr("d MMM yyyy", "day, month and year"));
}

} // namespace

QString momentText(SystemTime time, SystemTime day)
{
    const QDateTime local = localTime(time);
    const QString clock = local.toString(u"HH:mm:ss.zzz"_s);
    return local.date() == localTime(day).date() ? clock : QString(dateText(local, localTime(day)) + u' ' + clock);
}

QString shortMomentText(SystemTime time, SystemTime day)
{
    const QDateTime local = localTime(time);
    if (local.date() == localTime(day).date())
        return local.toString(u"HH:mm:ss"_s);
    return QString(dateText(local, localTime(day)) + local.toString(u" HH:mm"_s));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signingtime.h"

#include <QDateTime>

namespace hookloupe {

namespace {

using namespace std::chrono;

constexpr qint64 FirstMilliseconds = 100'000'000'000; ///< as seconds it would be the year 5138
constexpr qint64 LastMilliseconds = 253'402'300'799'999; ///< the end of the year 9999

std::optional<SystemTime> fromNumber(QByteArrayView text)
{
    const qsizetype point = text.indexOf('.');
    const QByteArrayView whole = point < 0 ? text : text.first(point);
    bool isNumber = false;
    const qint64 number = whole.toByteArray().toLongLong(&isNumber);
    if (!isNumber || number < 0 || number > LastMilliseconds || whole.startsWith('+'))
        return std::nullopt;
    if (number >= FirstMilliseconds)
        return SystemTime(milliseconds(number));
    return SystemTime(seconds(number));
}

std::optional<SystemTime> fromDate(QByteArrayView text)
{
    // Qt reads milliseconds; what is finer is cut off.
    QString date = QString::fromLatin1(text.toByteArray().trimmed());
    const qsizetype point = date.indexOf(u'.');
    if (point >= 0) {
        qsizetype end = point + 1;
        while (end < date.size() && date.at(end).isDigit())
            ++end;
        const qsizetype kept = qMin(end, point + 4);
        date.remove(kept, end - kept);
    }
    QDateTime time = QDateTime::fromString(date, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time = QDateTime(time.date(), time.time(), Qt::UTC);
    const qint64 value = time.toMSecsSinceEpoch();
    return value < 0 || value > LastMilliseconds ? std::nullopt : std::optional(SystemTime(milliseconds(value)));
}

} // namespace

std::optional<SystemTime> parseSigningTime(QByteArrayView text, TimeRule::Unit unit)
{
    if (text.isEmpty() || text.size() > 40)
        return std::nullopt;
    return unit == TimeRule::Unit::Rfc3339 ? fromDate(text) : fromNumber(text);
}

QByteArray signingTimeText(SystemTime time, TimeRule::Unit unit)
{
    switch (unit) {
    case TimeRule::Unit::Seconds:
        return QByteArray::number(qint64(duration_cast<seconds>(time.time_since_epoch()).count()));
    case TimeRule::Unit::Milliseconds:
        return QByteArray::number(qint64(duration_cast<milliseconds>(time.time_since_epoch()).count()));
    case TimeRule::Unit::Rfc3339:
        return toRfc3339(time);
    }
    return {};
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtervalue.h"

#include <QDateTime>

#include <chrono>

namespace hookloupe {

namespace {

using std::chrono::microseconds;

/// Takes the parts of a time off the front of a text.
class MomentReader {
public:
    explicit MomentReader(QByteArrayView text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_text.isEmpty(); }

    bool take(char byte)
    {
        if (!m_text.startsWith(byte))
            return false;
        m_text = m_text.sliced(1);
        return true;
    }

    std::optional<int> digits(qsizetype count)
    {
        int number = 0;
        if (m_text.size() < count)
            return std::nullopt;
        for (const char byte : m_text.first(count)) {
            if (byte < '0' || byte > '9')
                return std::nullopt;
            number = number * 10 + (byte - '0');
        }
        m_text = m_text.sliced(count);
        return number;
    }

    std::optional<QDate> date()
    {
        const auto year = digits(4);
        const auto month = year && take('-') ? digits(2) : std::nullopt;
        const auto day = month && take('-') ? digits(2) : std::nullopt;
        const QDate date = day ? QDate(*year, *month, *day) : QDate();
        return date.isValid() ? std::optional(date) : std::nullopt;
    }

    /// \return since midnight, and how long a time that is written so exactly lasts
    std::optional<std::pair<microseconds, microseconds>> clock()
    {
        using namespace std::chrono_literals;
        const auto hour = digits(2);
        const auto minute = hour && take(':') ? digits(2) : std::nullopt;
        if (!minute || *hour > 23 || *minute > 59)
            return std::nullopt;
        const microseconds begin = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
        if (!take(':'))
            return std::pair(begin, microseconds(1min));
        const auto second = digits(2);
        if (!second || *second > 59)
            return std::nullopt;
        const microseconds whole = begin + std::chrono::seconds(*second);
        if (!take('.'))
            return std::pair(whole, microseconds(1s));
        return fraction(whole);
    }

    /// \return seconds east of Greenwich; nothing where the text does not go on with a zone
    std::optional<int> zone()
    {
        if (take('Z') || take('z'))
            return 0;
        const bool isWest = take('-');
        if (!isWest && !take('+'))
            return std::nullopt;
        const auto hours = digits(2);
        const auto minutes = hours && take(':') ? digits(2) : std::nullopt;
        if (!minutes || *hours > 23 || *minutes > 59)
            return std::nullopt;
        const int seconds = (*hours * 60 + *minutes) * 60;
        return isWest ? -seconds : seconds;
    }

private:
    std::optional<std::pair<microseconds, microseconds>> fraction(microseconds whole)
    {
        microseconds unit = std::chrono::seconds(1);
        microseconds begin = whole;
        int count = 0;
        for (; count < 9; ++count) {
            const auto digit = digits(1);
            if (!digit)
                break;
            if (unit.count() > 1) {
                unit /= 10;
                begin += *digit * unit;
            }
        }
        return count > 0 ? std::optional(std::pair(begin, unit)) : std::nullopt;
    }

    QByteArrayView m_text;
};

FilterMoment fixed(const QDateTime& begin, microseconds rest, microseconds length)
{
    FilterMoment moment;
    moment.begin = microseconds(begin.toMSecsSinceEpoch() * 1000) + rest;
    moment.end = moment.begin + length;
    return moment;
}

std::optional<FilterMoment> dated(MomentReader reader)
{
    const std::optional<QDate> date = reader.date();
    if (!date)
        return std::nullopt;
    if (reader.atEnd()) {
        const QDateTime begin = date->startOfDay(Qt::LocalTime);
        const qint64 length = begin.msecsTo(date->addDays(1).startOfDay(Qt::LocalTime));
        return fixed(begin, microseconds(0), std::chrono::milliseconds(length));
    }
    if (!reader.take('T') && !reader.take('t'))
        return std::nullopt;
    const auto clock = reader.clock();
    if (!clock)
        return std::nullopt;
    const auto sinceMidnight = std::chrono::floor<std::chrono::milliseconds>(clock->first);
    const QTime time = QTime::fromMSecsSinceStartOfDay(static_cast<int>(sinceMidnight.count()));
    const microseconds rest = clock->first - sinceMidnight;
    if (reader.atEnd())
        return fixed(QDateTime(*date, time, Qt::LocalTime), rest, clock->second);
    const std::optional<int> zone = reader.zone();
    if (!zone || !reader.atEnd())
        return std::nullopt;
    return fixed(QDateTime(*date, time, Qt::UTC).addSecs(-*zone), rest, clock->second);
}

} // namespace

std::optional<FilterMoment> parseFilterMoment(QByteArrayView text)
{
    FilterMoment moment;
    moment.kind = FilterMoment::Kind::Day;
    const QByteArray word = text.first(qMin(text.size(), qsizetype(16))).toByteArray().toLower();
    if (word == "today")
        return moment;
    moment.day = -1;
    if (word == "yesterday")
        return moment;
    MomentReader reader(text);
    const auto clock = reader.clock();
    if (!clock || !reader.atEnd())
        return dated(MomentReader(text));
    moment.kind = FilterMoment::Kind::ClockTime;
    moment.day = 0;
    moment.begin = clock->first;
    moment.end = clock->first + clock->second;
    return moment;
}

} // namespace hookloupe

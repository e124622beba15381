// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/eventtime.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <cmath>

namespace hookloupe {

namespace {

using std::chrono::microseconds;

constexpr qsizetype MaxTextBytes = 64;
constexpr qint64 MaxMicroseconds = 253'402'300'800'000'000; ///< the year 10000
constexpr qint64 MicrosecondsPerSecond = 1'000'000;
constexpr int FractionDigits = 6;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<EventTime> atMicrosecond(qint64 value, bool isZoneAssumed)
{
    if (value < 0 || value >= MaxMicroseconds)
        return std::nullopt;
    return EventTime { SystemTime(microseconds(value)), isZoneAssumed };
}

/// Reads digits from the front, and takes them away.
class Scanner {
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {
    }

    bool isAtEnd() const { return m_text.isEmpty(); }
    char next() const { return m_text.isEmpty() ? '\0' : m_text.front(); }
    bool take(char wanted)
    {
        if (next() != wanted)
            return false;
        m_text = m_text.sliced(1);
        return true;
    }
    /// Exactly so many digits; -1 when there are fewer.
    int number(int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            if (!isDigit(next()))
                return -1;
            value = value * 10 + (next() - '0');
            m_text = m_text.sliced(1);
        }
        return value;
    }
    /// Digits of a fraction in millionths; any number of them.
    qint64 millionths()
    {
        qint64 value = 0;
        for (int i = 0; isDigit(next()); ++i) {
            if (i < FractionDigits)
                value = value * 10 + (next() - '0');
            m_count = i + 1;
            m_text = m_text.sliced(1);
        }
        for (int i = m_count; i < FractionDigits; ++i)
            value *= 10;
        return value;
    }
    bool hadFraction() const { return m_count > 0; }

private:
    QByteArrayView m_text;
    int m_count = 0;
};

qint64 unitOf(double size)
{
    if (size < 1e11)
        return MicrosecondsPerSecond;
    return size < 1e14 ? 1'000 : 1;
}

/// Plain digits, exactly.
std::optional<EventTime> fromDigits(QByteArrayView text)
{
    bool isNumber = false;
    const qint64 value = text.toLongLong(&isNumber);
    if (!isNumber || value < 0)
        return std::nullopt;
    const auto size = static_cast<double>(value);
    if (size >= 1e17)
        return atMicrosecond(value / 1'000, false);
    const qint64 unit = unitOf(size);
    return value > MaxMicroseconds / unit ? std::nullopt : atMicrosecond(value * unit, false);
}

std::optional<EventTime> fromNumber(QByteArrayView text)
{
    const qsizetype point = text.indexOf('.');
    if (point > 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
        const std::optional<EventTime> whole = fromDigits(text.first(point));
        Scanner fraction(text.sliced(point + 1));
        const qint64 millionths = fraction.millionths();
        if (!whole || !fraction.isAtEnd())
            return std::nullopt;
        const double size = text.first(point).toDouble();
        const qint64 unit = size >= 1e17 ? 0 : unitOf(size);
        return atMicrosecond(whole->at.time_since_epoch().count() + millionths * unit / MicrosecondsPerSecond, false);
    }
    if (text.indexOf('e') < 0 && text.indexOf('E') < 0)
        return fromDigits(text);
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || value < 0 || value > 9e18)
        return std::nullopt;
    return fromDigits(QByteArray::number(value, 'f', 0));
}

/// Minutes east of UTC; nothing where the text does not end in a zone. Sets \p isAssumed where there is none.
std::optional<int> zoneOf(Scanner& scanner, bool& isAssumed)
{
    isAssumed = scanner.isAtEnd();
    if (isAssumed)
        return 0;
    if (scanner.take('Z') || scanner.take('z'))
        return scanner.isAtEnd() ? std::optional(0) : std::nullopt;
    if (scanner.take('U'))
        return scanner.take('T') && scanner.take('C') && scanner.isAtEnd() ? std::optional(0) : std::nullopt;
    const bool isWest = scanner.next() == '-';
    if (!scanner.take('+') && !scanner.take('-'))
        return std::nullopt;
    const int hours = scanner.number(2);
    scanner.take(':');
    const int minutes = scanner.isAtEnd() ? 0 : scanner.number(2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !scanner.isAtEnd())
        return std::nullopt;
    const int east = hours * 60 + minutes;
    return isWest ? -east : east;
}

/// Second of the day and millionths; 60 stands for a leap second and is the first of the next minute.
std::optional<qint64> clockOf(Scanner& scanner)
{
    const int hour = scanner.number(2);
    const bool hasMinute = scanner.take(':');
    const int minute = scanner.number(2);
    int second = 0;
    if (scanner.take(':'))
        second = scanner.number(2);
    if (!hasMinute || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    qint64 fraction = 0;
    if (scanner.take('.') || scanner.take(',')) {
        fraction = scanner.millionths();
        if (!scanner.hadFraction())
            return std::nullopt;
    }
    return ((hour * 60 + minute) * 60 + second) * MicrosecondsPerSecond + fraction;
}

std::optional<EventTime> fromRfc3339(QByteArrayView text)
{
    Scanner scanner(text);
    const int year = scanner.number(4);
    const bool hasMonth = scanner.take('-');
    const int month = scanner.number(2);
    const bool hasDay = scanner.take('-');
    const std::chrono::year_month_day date { std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(scanner.number(2))) };
    if (year < 0 || !hasMonth || !hasDay || !date.ok())
        return std::nullopt;
    qint64 clock = 0;
    bool isZoneAssumed = true;
    std::optional<int> zone = 0;
    if (!scanner.isAtEnd()) {
        if (!scanner.take('T') && !scanner.take('t') && !scanner.take(' '))
            return std::nullopt;
        const std::optional<qint64> time = clockOf(scanner);
        if (!time)
            return std::nullopt;
        clock = *time;
        scanner.take(' ');
        zone = zoneOf(scanner, isZoneAssumed);
    }
    if (!zone)
        return std::nullopt;
    const qint64 days = std::chrono::sys_days(date).time_since_epoch().count();
    return atMicrosecond((days * 86'400 - qint64(*zone) * 60) * MicrosecondsPerSecond + clock, isZoneAssumed);
}

} // namespace

std::optional<EventTime> parseEventTime(QByteArrayView text)
{
    text = text.trimmed();
    if (text.isEmpty() || text.size() > MaxTextBytes)
        return std::nullopt;
    if (isDigit(text.front())) {
        if (const std::optional<EventTime> number = fromNumber(text))
            return number;
        return fromRfc3339(text);
    }
    QByteArray mailDate = text.toByteArray();
    if (mailDate.endsWith(" GMT") || mailDate.endsWith(" UTC"))
        mailDate = mailDate.chopped(3) + "+0000";
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(mailDate), Qt::RFC2822Date);
    return date.isValid() ? atMicrosecond(date.toMSecsSinceEpoch() * 1'000, false) : std::nullopt;
}

} // namespace hookloupe

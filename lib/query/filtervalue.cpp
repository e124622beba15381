// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtervalue.h"

#include "base/bytesize.h"
#include "base/duration.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Comparison = FilterValueText::Comparison;
using ValueResult = Result<FilterTest, FilterValueProblem>;

constexpr qint64 LeastWhole = std::numeric_limits<qint64>::min();
constexpr qint64 MostWhole = std::numeric_limits<qint64>::max();

bool isOrdering(Comparison comparison)
{
    return comparison != Comparison::None && comparison != Comparison::Exactly;
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

QString wordList(FilterField field)
{
    QStringList words;
    for (const QByteArrayView word : filterWords(field))
        words += QString::fromLatin1(word);
    return words.join(u' ');
}

/// What a field takes, as the end of a sentence.
QString wanted(const FilterFieldInfo& info)
{
    switch (info.value) {
    case FilterValueKind::Status:
        return u"a status such as 404, 5xx, >=500 or 200..299, or a fault: "_s + wordList(FilterField::Status);
    case FilterValueKind::Whole:
        return u"a whole number such as 17, >100 or 100..200"_s;
    case FilterValueKind::Size:
        return u"a size such as 0, >10KiB, <=1MB or 1k..64k"_s;
    case FilterValueKind::Duration:
        return u"a duration such as 250ms, >=2s, 1m or 1s..5s"_s;
    case FilterValueKind::Age:
        return u"a comparison with a duration: <5m, >=1h or 1h..2d"_s;
    case FilterValueKind::Time:
        return u"a time such as today, >=14:02, 2026-01-02 or 2026-01-02T03:04:05Z"_s;
    case FilterValueKind::TextOrNumber:
        return u"a decimal number behind a comparison, such as >=10 or <0.5"_s;
    default:
        return u"text"_s;
    }
}

/// Not inlined: g++ 12 with sanitizers then takes the members of other alternatives for used and not initialised.
Q_NEVER_INLINE ValueResult found(FilterTest test)
{
    return test;
}

Unexpected<FilterValueProblem> badValue(const FilterFieldInfo& info)
{
    return Unexpected(
        FilterValueProblem { FilterErrorCode::BadValue, u"%1 wants %2"_s.arg(info.name, wanted(info)), info.example });
}

/// The ends of a value, as far as they are given: of `5xx` 500 and 599, of `a..b` those of a and b.
struct Bounds {
    std::optional<QByteArray> from;
    std::optional<QByteArray> to;
    bool isRange = false;
};

/// \return nothing for two or more stars, or a range without any end
std::optional<Bounds> boundsOf(const FilterValueText& value)
{
    if (value.parts.size() != 1)
        return std::nullopt;
    const QByteArray& text = value.parts.front();
    const qsizetype dots = value.isQuoted ? -1 : text.indexOf("..");
    if (dots < 0)
        return Bounds { text, text, false };
    Bounds bounds { std::nullopt, std::nullopt, true };
    if (dots > 0)
        bounds.from = text.first(dots);
    if (dots + 2 < text.size())
        bounds.to = text.mid(dots + 2);
    if ((!bounds.from && !bounds.to) || value.comparison != Comparison::None)
        return std::nullopt;
    return bounds;
}

std::optional<WholeRange> statusOf(const QByteArray& text)
{
    if (text.size() != 3 || text[0] < '0' || text[0] > '9')
        return std::nullopt;
    if (text.sliced(1).toLower() == "xx")
        return WholeRange { (text[0] - '0') * 100, (text[0] - '0') * 100 + 99 };
    if (!isDigits(text))
        return std::nullopt;
    return WholeRange { text.toInt(), text.toInt() };
}

/// One whole number, in the unit in which the field is compared.
std::optional<WholeRange> wholeOf(FilterValueKind kind, const QByteArray& text)
{
    constexpr qsizetype MostDigits = 18;
    std::optional<qint64> number;
    if (kind == FilterValueKind::Status)
        return statusOf(text);
    if (kind == FilterValueKind::Whole && isDigits(text) && text.size() <= MostDigits)
        number = text.toLongLong();
    if (kind == FilterValueKind::Size)
        number = parseByteSize(QString::fromUtf8(text));
    if (kind == FilterValueKind::Duration || kind == FilterValueKind::Age) {
        const auto duration = parseDuration(QString::fromUtf8(text));
        if (duration)
            number = kind == FilterValueKind::Age ? duration->count() * 1000 : duration->count();
    }
    return number ? std::optional(WholeRange { *number, *number }) : std::nullopt;
}

WholeRange compared(Comparison comparison, const WholeRange& value)
{
    switch (comparison) {
    case Comparison::Less:
        return { LeastWhole, value.least - 1 };
    case Comparison::LessOrEqual:
        return { LeastWhole, value.most };
    case Comparison::Greater:
        // Nothing is greater than the greatest number: a range from there down to the least one is empty.
        return value.most == MostWhole ? WholeRange { MostWhole, LeastWhole }
                                       : WholeRange { value.most + 1, MostWhole };
    case Comparison::GreaterOrEqual:
        return { value.least, MostWhole };
    default:
        return value;
    }
}

ValueResult parseWhole(const FilterFieldInfo& info, const FilterValueText& value)
{
    const std::optional<Bounds> bounds = boundsOf(value);
    if (!bounds)
        return badValue(info);
    WholeRange range;
    if (bounds->from) {
        const std::optional<WholeRange> from = wholeOf(info.value, *bounds->from);
        if (!from)
            return badValue(info);
        range.least = from->least;
    }
    if (bounds->to) {
        const std::optional<WholeRange> to = wholeOf(info.value, *bounds->to);
        if (!to)
            return badValue(info);
        range.most = to->most;
    }
    if (bounds->isRange)
        return found(range);
    if (info.value == FilterValueKind::Age && !isOrdering(value.comparison))
        return badValue(info); // no two moments are the same age to the microsecond
    return found(compared(value.comparison, range));
}

ValueResult parseWords(const FilterFieldInfo& info, const FilterValueText& value)
{
    const std::span<const QByteArrayView> words = filterWords(info.field);
    if (isOrdering(value.comparison)) {
        return Unexpected(FilterValueProblem { FilterErrorCode::NoComparison,
            u"%1 takes one of the words %2"_s.arg(info.name, wordList(info.field)), wordList(info.field) });
    }
    const TextPattern pattern(value.parts);
    WordSet set;
    for (std::size_t word = 0; word < words.size(); ++word) {
        if (pattern.matches(words[word]))
            set.bits |= 1U << word;
    }
    if (set.bits != 0)
        return found(set);
    return Unexpected(FilterValueProblem { FilterErrorCode::UnknownWord,
        u"%1 takes one of the words %2"_s.arg(info.name, wordList(info.field)), wordList(info.field) });
}

ValueResult parseStatus(const FilterFieldInfo& info, const FilterValueText& value)
{
    // No `*` here: a person who writes status:* does not mean the faults.
    if (!isOrdering(value.comparison) && value.parts.size() == 1) {
        const ValueResult words = parseWords(info, value);
        if (words)
            return words;
    }
    return parseWhole(info, value);
}

std::optional<TimeRange> timeRange(const FilterValueText& value, const Bounds& bounds)
{
    const auto from = bounds.from ? parseFilterMoment(*bounds.from) : std::nullopt;
    const auto to = bounds.to ? parseFilterMoment(*bounds.to) : std::nullopt;
    if (from.has_value() != bounds.from.has_value() || to.has_value() != bounds.to.has_value())
        return std::nullopt;
    TimeRange range;
    const Comparison comparison = value.comparison;
    const bool hasFrom = comparison != Comparison::Less && comparison != Comparison::LessOrEqual;
    const bool hasUntil = comparison != Comparison::Greater && comparison != Comparison::GreaterOrEqual;
    if (from && hasFrom)
        range.from = TimeRange::Bound { *from, comparison == Comparison::Greater };
    if (to && hasUntil)
        range.until = TimeRange::Bound { *to, comparison != Comparison::Less };
    return range;
}

ValueResult parseTime(const FilterFieldInfo& info, const FilterValueText& value)
{
    const std::optional<Bounds> bounds = boundsOf(value);
    const std::optional<TimeRange> range = bounds ? timeRange(value, *bounds) : std::nullopt;
    if (!range)
        return badValue(info);
    return found(*range);
}

std::optional<DecimalRange> decimalRange(const FilterValueText& value, const Bounds& bounds)
{
    const auto from = bounds.from ? parseFilterNumber(*bounds.from) : std::nullopt;
    const auto to = bounds.to ? parseFilterNumber(*bounds.to) : std::nullopt;
    if (from.has_value() != bounds.from.has_value() || to.has_value() != bounds.to.has_value())
        return std::nullopt;
    DecimalRange range;
    const Comparison comparison = value.comparison;
    if (from && comparison != Comparison::Less && comparison != Comparison::LessOrEqual)
        range.least = DecimalRange::Bound { *from, comparison != Comparison::Greater };
    if (to && comparison != Comparison::Greater && comparison != Comparison::GreaterOrEqual)
        range.most = DecimalRange::Bound { *to, comparison != Comparison::Less };
    return range;
}

ValueResult parseText(const FilterFieldInfo& info, const FilterValueText& value)
{
    const bool mayBeEmpty = info.field == FilterField::Header || info.field == FilterField::Json;
    if (value.isEmpty() && !mayBeEmpty) {
        return Unexpected(FilterValueProblem { FilterErrorCode::MissingValue,
            info.field == FilterField::Text
                ? u"an empty text is everywhere; write what to look for"_s
                : u"a value is missing; for deliveries without one write -%1:*"_s.arg(info.name),
            info.example });
    }
    if (value.comparison == Comparison::Exactly)
        return found(TextPattern(value.parts, true));
    if (info.value == FilterValueKind::PartOfText)
        return found(TextPattern::within(value.parts));
    return found(TextPattern(value.parts));
}

} // namespace

ValueResult parseFilterValue(const FilterFieldInfo& info, const FilterValueText& value)
{
    switch (info.value) {
    case FilterValueKind::Word:
        return parseWords(info, value);
    case FilterValueKind::Status:
        return parseStatus(info, value);
    case FilterValueKind::Time:
        return parseTime(info, value);
    case FilterValueKind::TextOrNumber: {
        const std::optional<Bounds> bounds = boundsOf(value);
        const bool isComparison = isOrdering(value.comparison);
        const auto range = bounds && (isComparison || bounds->isRange) ? decimalRange(value, *bounds) : std::nullopt;
        if (range)
            return found(*range);
        return isComparison ? ValueResult(badValue(info)) : parseText(info, value);
    }
    case FilterValueKind::WholeText:
    case FilterValueKind::PartOfText:
        if (isOrdering(value.comparison)) {
            return Unexpected(FilterValueProblem { FilterErrorCode::NoComparison,
                u"%1 is text and cannot be compared; write %2, or put the sign into quotes"_s.arg(
                    info.name, info.example),
                info.example });
        }
        return parseText(info, value);
    default:
        return parseWhole(info, value);
    }
}

std::optional<double> parseFilterNumber(QByteArrayView text)
{
    constexpr qsizetype Most = 64;
    if (text.isEmpty() || text.size() > Most)
        return std::nullopt;
    const auto isPart = [](char byte) {
        return (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '+' || byte == 'e' || byte == 'E';
    };
    // What is left when "nan", "inf", blanks and group separators are out is what toDouble() takes.
    if (!std::all_of(text.begin(), text.end(), isPart))
        return std::nullopt;
    bool isNumber = false;
    const double number = text.toByteArray().toDouble(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace hookloupe

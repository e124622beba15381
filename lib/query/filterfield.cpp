// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterfield.h"

#include <algorithm>
#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Fields {
    FilterFieldInfo { FilterField::Method, "method"_L1, FilterValueKind::WholeText, false, "method:post"_L1 },
    FilterFieldInfo { FilterField::Path, "path"_L1, FilterValueKind::WholeText, false, "path:/hooks/*"_L1 },
    FilterFieldInfo { FilterField::Query, "query"_L1, FilterValueKind::PartOfText, false, "query:page=2"_L1 },
    FilterFieldInfo { FilterField::Status, "status"_L1, FilterValueKind::Status, false, "status:5xx"_L1 },
    FilterFieldInfo { FilterField::Provider, "provider"_L1, FilterValueKind::WholeText, false, "provider:stripe"_L1 },
    FilterFieldInfo { FilterField::Event, "event"_L1, FilterValueKind::WholeText, false, "event:charge.*"_L1 },
    FilterFieldInfo { FilterField::Message, "message"_L1, FilterValueKind::WholeText, false, "message:evt_1*"_L1 },
    FilterFieldInfo { FilterField::Resource, "resource"_L1, FilterValueKind::WholeText, false, "resource:4711"_L1 },
    FilterFieldInfo { FilterField::Signature, "sig"_L1, FilterValueKind::Word, false, "sig:mismatch"_L1 },
    FilterFieldInfo { FilterField::Fresh, "fresh"_L1, FilterValueKind::Word, false, "fresh:stale"_L1 },
    FilterFieldInfo { FilterField::Kind, "kind"_L1, FilterValueKind::Word, false, "kind:replay"_L1 },
    FilterFieldInfo { FilterField::Is, "is"_L1, FilterValueKind::Word, false, "is:pinned"_L1 },
    FilterFieldInfo { FilterField::Size, "size"_L1, FilterValueKind::Size, false, "size:>10KiB"_L1 },
    FilterFieldInfo { FilterField::Delay, "delay"_L1, FilterValueKind::Duration, false, "delay:>=2s"_L1 },
    FilterFieldInfo { FilterField::Ip, "ip"_L1, FilterValueKind::WholeText, false, "ip:127.*"_L1 },
    FilterFieldInfo {
        FilterField::Header, "header"_L1, FilterValueKind::TextOrNumber, true, "header.content-type:*json*"_L1 },
    FilterFieldInfo { FilterField::Json, "json"_L1, FilterValueKind::TextOrNumber, true, "json./data/id:4711"_L1 },
    FilterFieldInfo { FilterField::Body, "body"_L1, FilterValueKind::PartOfText, false, "body:refund"_L1 },
    FilterFieldInfo { FilterField::Note, "note"_L1, FilterValueKind::PartOfText, false, "note:ask"_L1 },
    FilterFieldInfo { FilterField::Id, "id"_L1, FilterValueKind::Whole, false, "id:100..200"_L1 },
    FilterFieldInfo { FilterField::Age, "age"_L1, FilterValueKind::Age, false, "age:<5m"_L1 },
    FilterFieldInfo { FilterField::Time, "time"_L1, FilterValueKind::Time, false, "time:>=14:02"_L1 },
};
constexpr FilterFieldInfo BareWord { FilterField::Text, ""_L1, FilterValueKind::PartOfText, false, "refund"_L1 };

constexpr std::array<QByteArrayView, 7> Verdicts { "unknown", "valid", "mismatch", "missing", "malformed", "no-secret",
    "not-signed" };
constexpr std::array<QByteArrayView, 3> FreshWords { "not-checked", "fresh", "stale" };
constexpr std::array<QByteArrayView, 4> KindWords { "first", "retry", "duplicate", "replay" };
constexpr std::array<QByteArrayView, 7> IsWords { "retry", "duplicate", "replay", "first", "stale", "pinned",
    "challenge" };
constexpr std::array<QByteArrayView, 5> FaultWords { "timeout", "reset", "close", "truncate", "garbage" };

/// How many letters have to be added, taken away, changed or swapped with their neighbour to get from one to the other.
std::size_t distance(QStringView left, QLatin1StringView right)
{
    constexpr std::size_t Most = 32;
    const auto rows = static_cast<std::size_t>(left.size());
    const auto columns = static_cast<std::size_t>(right.size());
    if (rows >= Most || columns >= Most)
        return Most;
    std::array<std::array<std::size_t, Most>, Most> cost {};
    for (std::size_t i = 0; i <= rows; ++i) {
        for (std::size_t k = 0; k <= columns; ++k) {
            if (i == 0 || k == 0) {
                cost[i][k] = i + k;
                continue;
            }
            const auto letter = [&](std::size_t at) { return left[static_cast<qsizetype>(at)].toLower(); };
            const auto wanted = [&](std::size_t at) { return QChar(right[static_cast<qsizetype>(at)]); };
            const std::size_t change = letter(i - 1) == wanted(k - 1) ? 0 : 1;
            cost[i][k] = std::min({ cost[i - 1][k] + 1, cost[i][k - 1] + 1, cost[i - 1][k - 1] + change });
            if (i > 1 && k > 1 && letter(i - 1) == wanted(k - 2) && letter(i - 2) == wanted(k - 1))
                cost[i][k] = std::min(cost[i][k], cost[i - 2][k - 2] + 1);
        }
    }
    return cost[rows][columns];
}

} // namespace

std::span<const FilterFieldInfo> filterFields()
{
    return Fields;
}

const FilterFieldInfo& filterFieldInfo(FilterField field)
{
    const auto found = std::find_if(
        Fields.begin(), Fields.end(), [field](const FilterFieldInfo& info) { return info.field == field; });
    return found == Fields.end() ? BareWord : *found;
}

const FilterFieldInfo* filterFieldByName(QStringView name)
{
    const auto found = std::find_if(Fields.begin(), Fields.end(),
        [name](const FilterFieldInfo& info) { return name.compare(info.name, Qt::CaseInsensitive) == 0; });
    return found == Fields.end() ? nullptr : &*found;
}

const FilterFieldInfo* nearestFilterField(QStringView name)
{
    const FilterFieldInfo* nearest = nullptr;
    std::size_t least = 3;
    for (const FilterFieldInfo& info : Fields) {
        const std::size_t changes = distance(name, info.name);
        // Two changes in a name of three letters leave nothing of it.
        if (changes < least && changes * 2 < static_cast<std::size_t>(info.name.size())) {
            least = changes;
            nearest = &info;
        }
    }
    return nearest;
}

std::span<const QByteArrayView> filterWords(FilterField field)
{
    switch (field) {
    case FilterField::Signature:
        return Verdicts;
    case FilterField::Fresh:
        return FreshWords;
    case FilterField::Kind:
        return KindWords;
    case FilterField::Is:
        return IsWords;
    case FilterField::Status:
        return FaultWords;
    default:
        return {};
    }
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historyreading.h"

#include <limits>
#include <utility>

namespace hookloupe {

namespace {

constexpr int PageRows = 1000;
constexpr std::size_t AddedAtOnce = 250; // so long the capture may have to wait

/// Nothing where the delivery is gone meanwhile.
std::optional<MessageKeys> keysOf(const TrackedRow& row, SessionReader& reader, const InspectionRules& rules)
{
    if (std::optional<MessageKeys> keys = messageKeysFromBytes(row.keys))
        return keys;
    const std::optional<Delivery> delivery = reader.delivery(row.id);
    if (!delivery)
        return std::nullopt;
    return rules.keysOf(*delivery->request, delivery->facts);
}

} // namespace

DeliveryId readHistory(SessionReader& reader, const InspectionRules& rules, DeliveryHistory& history,
    const HistoryRange& range, const std::function<bool()>& isWanted)
{
    DeliveryId last = range.after;
    std::vector<StoredArrival> some;
    const auto give = [&] {
        history.add(some, range.generation);
        some.clear();
    };
    while (last < range.through && isWanted()) {
        history.beginReading(range.generation);
        const std::vector<TrackedRow> page = reader.trackedAfter(last, PageRows);
        for (const TrackedRow& row : page) {
            if (row.id > range.through || !isWanted())
                break;
            last = row.id;
            std::optional<MessageKeys> keys = keysOf(row, reader, rules);
            if (!keys)
                continue;
            some.push_back(
                { { row.id, row.receivedAt, row.provider, !row.isChallenge, *std::move(keys) }, row.response });
            if (some.size() >= AddedAtOnce)
                give();
        }
        give();
        if (page.size() < PageRows || page.back().id > range.through)
            break;
    }
    history.endReading(range.generation);
    return last;
}

void readWholeHistory(SessionReader& reader, const InspectionRules& rules, DeliveryHistory& history)
{
    for (const SubscriptionCorrection& correction : reader.corrections())
        history.correct(correction);
    const HistoryRange all { {}, { std::numeric_limits<qint64>::max() }, history.generation() };
    readHistory(reader, rules, history, all, [] { return true; });
}

} // namespace hookloupe

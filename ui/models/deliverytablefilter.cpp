// SPDX-License-Identifier: GPL-3.0-or-later
// The part of DeliveryTableModel that shows and hides rows by its filter.
#include "models/deliverytablemodel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hookloupe {

namespace {

/// More separate places than this cost views more than one new layout.
constexpr std::size_t MaxRuns = 64;

} // namespace

void DeliveryTableModel::setFilter(DeliveryFilterPtr filter)
{
    if (!filter)
        filter = std::make_shared<DeliveryFilter>();
    if (filter == m_wantedFilter || (filter->isEmpty() && m_wantedFilter->isEmpty()))
        return;
    m_wantedFilter = std::move(filter);
    m_refilterLater.clear();
    arrange();
}

void DeliveryTableModel::refilter(const std::vector<DeliveryId>& ids)
{
    if (m_job) {
        m_refilterLater.insert(m_refilterLater.end(), ids.begin(), ids.end());
        return;
    }
    if (!m_keys || ids.empty())
        return;
    std::vector<Key> shown;
    std::vector<std::pair<qsizetype, qsizetype>> hidden;
    std::vector<qsizetype> places;
    for (const qsizetype index : indexesOf(ids)) {
        const qsizetype place = positionOf(index);
        if (m_filter->matches(m_rows, m_rows.at(index)) == (place >= 0))
            continue;
        if (place < 0)
            shown.push_back(m_rows.keyAt(index));
        else
            places.push_back(place);
    }
    if (shown.empty() && places.empty())
        return;
    std::sort(places.begin(), places.end());
    for (const qsizetype place : places) {
        if (!hidden.empty() && hidden.back().first + hidden.back().second == place)
            ++hidden.back().second;
        else
            hidden.emplace_back(place, 1);
    }
    const bool areNew
        = !shown.empty() && m_filter->needsDeliveries() && m_filter->searchedThrough() < idOf(shown.front());
    m_isRefiltering = !areNew;
    removeRanges(hidden, [this](qsizetype first, qsizetype count) {
        m_keys->erase(m_keys->begin() + first, m_keys->begin() + first + count);
    });
    insertKeys(shown);
    m_isRefiltering = false;
    emit countsChanged();
}

/// \param added  in the order of their arrival; none of them is shown
void DeliveryTableModel::insertKeys(const std::vector<Key>& added)
{
    if (added.empty())
        return;
    std::vector<Key> keys = added;
    std::sort(keys.begin(), keys.end(), [this](Key a, Key b) { return before(a, b); });
    const auto placeOf = [this](Key key) {
        return std::lower_bound(m_keys->begin(), m_keys->end(), key, [this](Key a, Key b) { return before(a, b); })
            - m_keys->begin();
    };
    std::vector<std::vector<Key>> runs;
    std::ptrdiff_t last = -1;
    for (const Key key : keys) {
        const std::ptrdiff_t place = placeOf(key);
        if (place != last)
            runs.emplace_back();
        runs.back().push_back(key);
        last = place;
        if (runs.size() > MaxRuns) {
            mergeKeys(std::move(keys));
            return;
        }
    }
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        insertRun(*run);
}

/// \param run  ascending, to stand together
void DeliveryTableModel::insertRun(const std::vector<Key>& run)
{
    const auto place
        = std::lower_bound(m_keys->begin(), m_keys->end(), run.front(), [this](Key a, Key b) { return before(a, b); });
    const auto at = static_cast<int>(place - m_keys->begin());
    const int first = m_isReversed ? rowCount() - at : at;
    beginInsertRows({}, first, first + static_cast<int>(run.size()) - 1);
    m_keys->insert(place, run.begin(), run.end());
    endInsertRows();
}

void DeliveryTableModel::setFilterTime(SystemTime now)
{
    // What is being arranged counts from the moment at which that began; the next time is soon enough.
    if (m_job)
        return;
    const std::vector<DeliveryId> ids = m_filter->setNow(now, m_rows);
    for (const DeliveryId id : ids)
        m_filter->reopen(m_rows, m_rows.at(m_rows.find(id)));
    refilter(ids);
}

} // namespace hookloupe

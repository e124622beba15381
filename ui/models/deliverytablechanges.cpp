// SPDX-License-Identifier: GPL-3.0-or-later
// The half of DeliveryTableModel that takes rows away, brings them back and arranges them.
#include "models/deliverytablemodel.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>
#include <iterator>

namespace hookloupe {

namespace {

/// Time of a slice; the rest of a frame belongs to painting and input.
constexpr qint64 SliceMs = 8;
/// More separate ranges than this cost views more than starting anew.
constexpr std::size_t MaxRanges = 64;

using Ranges = std::vector<std::pair<qsizetype, qsizetype>>; ///< first and count

Ranges rangesOf(const std::vector<qsizetype>& ascending)
{
    Ranges ranges;
    for (const qsizetype at : ascending) {
        if (!ranges.empty() && ranges.back().first + ranges.back().second == at)
            ++ranges.back().second;
        else
            ranges.emplace_back(at, 1);
    }
    return ranges;
}

} // namespace

std::vector<qsizetype> DeliveryTableModel::indexesOf(std::vector<DeliveryId> ids) const
{
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<qsizetype> indexes;
    for (const DeliveryId id : ids) {
        if (const qsizetype index = m_rows.find(id); index >= 0)
            indexes.push_back(index);
    }
    return indexes;
}

DeliveryTableModel::TakenRows DeliveryTableModel::take(std::vector<DeliveryId> ids)
{
    const bool wasArranging = m_job != nullptr;
    dropJob();
    TakenRows taken { takeIndexes(indexesOf(std::move(ids))) };
    if (wasArranging)
        arrange();
    return taken;
}

void DeliveryTableModel::remove(std::vector<DeliveryId> ids)
{
    if (m_job || m_holdsRemovals) {
        m_removedMeanwhile.insert(m_removedMeanwhile.end(), ids.begin(), ids.end());
        return;
    }
    forget({ takeIndexes(indexesOf(std::move(ids))) });
}

void DeliveryTableModel::holdRemovals(bool isHeld)
{
    m_holdsRemovals = isHeld;
    if (!isHeld && !m_job)
        remove(std::exchange(m_removedMeanwhile, {}));
}

void DeliveryTableModel::forget(const TakenRows& taken)
{
    for (const DeliveryRow& row : taken.rows)
        m_rows.release(row);
}

std::deque<DeliveryRow> DeliveryTableModel::takeIndexes(const std::vector<qsizetype>& indexes)
{
    std::deque<DeliveryRow> taken;
    if (indexes.empty())
        return taken;
    emit rowsAboutToBeTaken(indexes);
    if (m_keys) {
        removeKeys(indexes);
        takeStored(indexes, taken);
    } else {
        removeRanges(rangesOf(indexes), [&](qsizetype first, qsizetype count) {
            const std::vector<DeliveryRow> rows = m_rows.take(first, count);
            taken.insert(taken.begin(), rows.begin(), rows.end());
        });
    }
    emit rowsTaken(indexes);
    emit countsChanged();
    return taken;
}

void DeliveryTableModel::removeRanges(
    const Ranges& ranges, const std::function<void(qsizetype, qsizetype)>& removeRange)
{
    const bool isMany = ranges.size() > MaxRanges;
    if (isMany)
        beginResetModel();
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        const auto [first, count] = *range;
        if (!isMany) {
            const int edge = viewRow(m_isReversed ? first + count - 1 : first);
            beginRemoveRows({}, edge, edge + static_cast<int>(count) - 1);
        }
        removeRange(first, count);
        if (!isMany)
            endRemoveRows();
    }
    if (isMany)
        endResetModel();
}

void DeliveryTableModel::removeKeys(const std::vector<qsizetype>& indexes)
{
    std::vector<qsizetype> positions;
    for (std::size_t i = 0; i < m_keys->size(); ++i) {
        const qsizetype index = m_rows.indexOf((*m_keys)[i]);
        if (index <= indexes.back() && std::binary_search(indexes.begin(), indexes.end(), index))
            positions.push_back(static_cast<qsizetype>(i));
    }
    removeRanges(rangesOf(positions), [this](qsizetype first, qsizetype count) {
        m_keys->erase(m_keys->begin() + first, m_keys->begin() + first + count);
    });
}

void DeliveryTableModel::takeStored(const std::vector<qsizetype>& indexes, std::deque<DeliveryRow>& taken)
{
    const bool isFront = indexes.back() == std::ssize(indexes) - 1;
    if (!isFront) {
        for (Key& key : *m_keys) {
            const qsizetype index = m_rows.indexOf(key);
            const auto gone = std::lower_bound(indexes.begin(), indexes.end(), index) - indexes.begin();
            key = m_rows.keyAt(index - gone);
        }
    }
    const Ranges ranges = rangesOf(indexes);
    const Key base = m_rows.keyAt(0);
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        const std::vector<DeliveryRow> rows = m_rows.take(range->first, range->second);
        taken.insert(taken.begin(), rows.begin(), rows.end());
    }
    if (!isFront) {
        // The first range may have moved the base; the keys were made for the old one.
        const Key moved = m_rows.keyAt(0) - base;
        for (Key& key : *m_keys)
            key += moved;
    }
}

DeliveryTableModel::TakenRows DeliveryTableModel::takeAll()
{
    const bool wasArranging = m_job != nullptr;
    dropJob();
    beginResetModel();
    emit rowsAboutToBeReplaced();
    TakenRows taken { m_rows.takeAll() };
    if (m_keys)
        m_keys->clear();
    endResetModel();
    emit rowsReplaced();
    emit countsChanged();
    if (wasArranging)
        arrange();
    return taken;
}

void DeliveryTableModel::restore(TakenRows taken)
{
    if (taken.rows.empty())
        return;
    dropJob();
    beginResetModel();
    const std::vector<DeliveryId> restored = taken.ids();
    emit rowsAboutToBeReplaced();
    m_rows.restore(std::move(taken.rows));
    // A search that went on in the meantime has not seen them.
    for (const DeliveryId id : restored)
        m_wantedFilter->reopen(m_rows, m_rows.at(m_rows.find(id)));
    if (m_keys)
        m_keys->clear();
    endResetModel();
    emit rowsReplaced();
    if (m_keys)
        arrange();
    emit countsChanged();
}

void DeliveryTableModel::clear()
{
    dropJob();
    beginResetModel();
    emit rowsAboutToBeReplaced();
    m_rows.clear();
    if (m_keys)
        m_keys->clear();
    endResetModel();
    emit rowsReplaced();
    if (m_keys)
        arrange();
    emit countsChanged();
}

void DeliveryTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount)
        return;
    m_wantedColumn = static_cast<DeliveryColumn>(column);
    m_isWantedReversed = order == Qt::DescendingOrder;
    if (m_wantedColumn == m_column && m_isWantedReversed == m_isReversed && !m_job)
        return;
    if (m_wantedColumn == m_column && !m_job) {
        beginResetModel();
        m_isReversed = m_isWantedReversed;
        endResetModel();
        emit arranged();
        return;
    }
    arrange();
}

void DeliveryTableModel::dropJob()
{
    m_idle.stop();
    m_job.reset();
    remove(std::exchange(m_removedMeanwhile, {}));
}

void DeliveryTableModel::arrange()
{
    dropJob();
    m_job = std::make_unique<ArrangementJob>(m_rows, m_wantedFilter, m_wantedColumn);
    // What is small is done at once; what is not goes on while nothing else is to be done.
    if (!runSlice())
        m_idle.start(0, this);
}

bool DeliveryTableModel::runSlice()
{
    QElapsedTimer clock;
    clock.start();
    const bool isTrivial = m_job->filter()->isEmpty() && m_wantedColumn == TimeColumn;
    while (!isTrivial && !m_job->step(m_rows)) {
        if (clock.elapsed() >= SliceMs)
            return false;
    }
    finishJob();
    return true;
}

void DeliveryTableModel::finishJob()
{
    m_idle.stop();
    const std::unique_ptr<ArrangementJob> job = std::move(m_job);
    beginResetModel();
    m_column = m_wantedColumn;
    m_isReversed = m_isWantedReversed;
    m_filter = job->filter();
    if (m_filter->isEmpty() && m_column == TimeColumn)
        m_keys.reset();
    else
        m_keys = job->takeKeys();
    endResetModel();
    if (m_keys) {
        showKeys(matching(0, m_rows.indexOf(job->begin())), false);
        showKeys(matching(m_rows.indexOf(job->end()), m_rows.size()), true);
    }
    remove(std::exchange(m_removedMeanwhile, {}));
    refilter(std::exchange(m_refilterLater, {}));
    emit countsChanged();
    emit arranged();
}

void DeliveryTableModel::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_idle.timerId() && m_job)
        runSlice();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverytablemodel.h"

#include "theme/statuslook.h"

#include <algorithm>

namespace hookloupe {

std::vector<DeliveryId> DeliveryTableModel::TakenRows::ids() const
{
    std::vector<DeliveryId> ids;
    ids.reserve(rows.size());
    for (const DeliveryRow& row : rows)
        ids.push_back({ row.id });
    return ids;
}

DeliveryTableModel::DeliveryTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

int DeliveryTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_keys ? static_cast<int>(m_keys->size()) : static_cast<int>(m_rows.size());
}

int DeliveryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

qsizetype DeliveryTableModel::indexAt(int row) const
{
    const qsizetype position = m_isReversed ? rowCount() - 1 - row : row;
    return m_keys ? m_rows.indexOf((*m_keys)[static_cast<std::size_t>(position)]) : position;
}

int DeliveryTableModel::viewRow(qsizetype position) const
{
    return static_cast<int>(m_isReversed ? rowCount() - 1 - position : position);
}

qsizetype DeliveryTableModel::positionOf(qsizetype index) const
{
    if (!m_keys || index < 0)
        return index;
    const Key key = m_rows.keyAt(index);
    const auto found
        = std::lower_bound(m_keys->begin(), m_keys->end(), key, [this](Key a, Key b) { return before(a, b); });
    return found != m_keys->end() && *found == key ? found - m_keys->begin() : -1;
}

QVariant DeliveryTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    return storedData(indexAt(index.row()), index.column(), role);
}

QVariant DeliveryTableModel::storedData(qsizetype stored, int column, int role) const
{
    const DeliveryRow& row = m_rows.at(stored);
    switch (role) {
    case Qt::DisplayRole:
        return deliverytext::cell(m_rows, row, column, m_names);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(column == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return deliverytext::toolTip(m_rows, row, column, m_names);
    case Qt::AccessibleTextRole:
        return deliverytext::sentence(m_rows, row, m_names);
    case IdRole:
        return row.id;
    case SortRole:
        return deliverytext::value(m_rows, row, column, m_names);
    case StateRole:
        return static_cast<int>(responseState(row.status, row.fault));
    case SignatureRole:
        return static_cast<int>(signatureState(row.verdict, row.freshness, row.isChallenge));
    case KindRole:
        return row.hasAttempt && !row.isChallenge ? QVariant(static_cast<int>(row.kind)) : QVariant();
    case StaleRole:
        return row.isStale && !row.isChallenge;
    case ReactionRole:
        return row.hasAttempt && !row.isChallenge ? QVariant(static_cast<int>(row.reaction)) : QVariant();
    case PinnedRole:
        return row.isPinned;
    case FaultyRole:
        return m_rows.anomalies(row).hasFault();
    default:
        return {};
    }
}

QVariant DeliveryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return deliverytext::columnTitle(section);
    if (role == Qt::ToolTipRole)
        return deliverytext::columnHint(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

DeliveryId DeliveryTableModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? DeliveryId { m_rows.at(indexAt(row)).id } : DeliveryId {};
}

int DeliveryTableModel::rowOf(DeliveryId id) const
{
    const qsizetype position = positionOf(m_rows.find(id));
    return position < 0 ? -1 : viewRow(position);
}

DeliverySummary DeliveryTableModel::summaryAt(int row) const
{
    return m_rows.summary(m_rows.at(indexAt(row)));
}

std::vector<DeliverySummary> DeliveryTableModel::newest(qsizetype limit) const
{
    std::vector<DeliverySummary> summaries;
    const qsizetype end = std::max(qsizetype(0), m_rows.size() - limit);
    for (qsizetype index = m_rows.size(); index > end; --index)
        summaries.push_back(m_rows.summary(m_rows.at(index - 1)));
    return summaries;
}

bool DeliveryTableModel::isPinned(DeliveryId id) const
{
    const qsizetype index = m_rows.find(id);
    return index >= 0 && m_rows.at(index).isPinned;
}

std::optional<bool> DeliveryTableModel::isNewestLast() const
{
    if (m_column != TimeColumn)
        return std::nullopt;
    return !m_isReversed;
}

qint64 DeliveryTableModel::memoryBytes() const
{
    return m_rows.memoryBytes() + static_cast<qint64>(m_keys ? m_keys->capacity() * sizeof(Key) : 0);
}

void DeliveryTableModel::insertAt(bool atEnd, qsizetype count, const std::function<void()>& insert)
{
    const int first = atEnd != m_isReversed ? rowCount() : 0;
    beginInsertRows({}, first, first + static_cast<int>(count) - 1);
    insert();
    endInsertRows();
}

void DeliveryTableModel::append(const std::vector<DeliverySummary>& batch)
{
    const auto first = std::find_if(batch.begin(), batch.end(),
        [last = m_rows.lastId()](const DeliverySummary& summary) { return summary.id > last; });
    const auto count = batch.end() - first;
    added(true, count, [&] { m_rows.append(batch, static_cast<std::size_t>(first - batch.begin())); });
}

void DeliveryTableModel::prepend(const std::vector<DeliverySummary>& page)
{
    const DeliveryId firstId = m_rows.isEmpty() ? DeliveryId { std::numeric_limits<qint64>::max() } : m_rows.firstId();
    const auto end = std::find_if(
        page.begin(), page.end(), [firstId](const DeliverySummary& summary) { return summary.id >= firstId; });
    const auto count = end - page.begin();
    added(false, count, [&] { m_rows.prepend(page, static_cast<std::size_t>(count)); });
}

void DeliveryTableModel::added(bool areNewest, qsizetype count, const std::function<void()>& store)
{
    if (count == 0)
        return;
    if (!m_keys) {
        insertAt(areNewest, count, store);
        emit rowsStored(count, areNewest);
    } else {
        store();
        emit rowsStored(count, areNewest);
        // While a job runs, its end catches up with everything that came in the meantime.
        if (!m_job)
            showKeys(areNewest ? matching(m_rows.size() - count, m_rows.size()) : matching(0, count), areNewest);
    }
    emit countsChanged();
}

std::vector<DeliveryTableModel::Key> DeliveryTableModel::matching(qsizetype begin, qsizetype end)
{
    std::vector<Key> keys;
    for (qsizetype index = begin; index < end; ++index) {
        if (m_filter->matches(m_rows, m_rows.at(index)))
            keys.push_back(m_rows.keyAt(index));
    }
    return keys;
}

void DeliveryTableModel::showKeys(const std::vector<Key>& added, bool areNewest)
{
    if (added.empty())
        return;
    if (m_column != TimeColumn) {
        mergeKeys(added);
        return;
    }
    insertAt(areNewest, std::ssize(added),
        [&] { m_keys->insert(areNewest ? m_keys->end() : m_keys->begin(), added.begin(), added.end()); });
}

void DeliveryTableModel::mergeKeys(std::vector<Key> added)
{
    const auto isBefore = [this](Key a, Key b) { return before(a, b); };
    std::sort(added.begin(), added.end(), isBefore);
    const auto oldCount = std::ssize(*m_keys);
    const bool staysInOrder = oldCount == 0 || isBefore(m_keys->back(), added.front());
    insertAt(true, std::ssize(added), [&] { m_keys->insert(m_keys->end(), added.begin(), added.end()); });
    if (staysInOrder)
        return;

    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList heldBefore = persistentIndexList();
    std::vector<Key> held;
    for (const QModelIndex& one : heldBefore)
        held.push_back(m_rows.keyAt(indexAt(one.row())));
    // Few among many: find each place by halving, and move what lies between in blocks.
    auto oldEnd = m_keys->begin() + oldCount;
    auto write = m_keys->end();
    for (auto key = added.rbegin(); key != added.rend(); ++key) {
        const auto place = std::upper_bound(m_keys->begin(), oldEnd, *key, isBefore);
        write = std::move_backward(place, oldEnd, write);
        *--write = *key;
        oldEnd = place;
    }
    QModelIndexList heldAfter;
    for (qsizetype i = 0; i < heldBefore.size(); ++i) {
        const qsizetype position = positionOf(m_rows.indexOf(held[static_cast<std::size_t>(i)]));
        heldAfter.append(index(viewRow(position), heldBefore[i].column()));
    }
    changePersistentIndexList(heldBefore, heldAfter);
    emit layoutChanged({}, VerticalSortHint);
}

void DeliveryTableModel::setPinned(const std::vector<DeliveryId>& ids, bool isPinned)
{
    const std::vector<qsizetype> all = indexesOf(ids);
    emit rowsAboutToChange(all);
    for (const DeliveryId id : ids) {
        const qsizetype stored = m_rows.find(id);
        if (stored < 0)
            continue;
        m_rows.setPinned(stored, isPinned);
        if (const int row = rowOf(id); row >= 0)
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1), { PinnedRole, Qt::AccessibleTextRole });
        m_wantedFilter->reopen(m_rows, m_rows.at(stored));
    }
    emit rowsChanged(all);
    refilter(ids);
}

/// \return false where the row does not belong where it is shown any more, or is to be shown now
bool DeliveryTableModel::changeRow(qsizetype index, const std::function<void()>& change, std::vector<int>& changed)
{
    const qsizetype position = positionOf(index);
    change();
    if (position >= 0)
        changed.push_back(viewRow(position));
    if (!m_keys)
        return true;
    if (m_filter->matches(m_rows, m_rows.at(index)) != (position >= 0))
        return false;
    if (position < 0)
        return true;
    const Key key = m_rows.keyAt(index);
    const auto at = m_keys->begin() + position;
    return (at == m_keys->begin() || before(*(at - 1), key)) && (at + 1 == m_keys->end() || before(key, *(at + 1)));
}

void DeliveryTableModel::updateFacts(const std::vector<DeliverySummary>& summaries)
{
    changeRows(
        summaries.size(), [&summaries](std::size_t i) { return summaries[i].id; },
        [this, &summaries](qsizetype index, std::size_t i) { m_rows.setFacts(index, summaries[i]); });
}

void DeliveryTableModel::updateAttempts(const std::vector<std::pair<DeliveryId, AttemptSummary>>& attempts)
{
    changeRows(
        attempts.size(), [&attempts](std::size_t i) { return attempts[i].first; },
        [this, &attempts](qsizetype index, std::size_t i) { m_rows.setAttempt(index, attempts[i].second); });
}

void DeliveryTableModel::changeRows(std::size_t count, const std::function<DeliveryId(std::size_t)>& idOf,
    const std::function<void(qsizetype, std::size_t)>& change)
{
    std::vector<DeliveryId> ids;
    ids.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back(idOf(i));
    const std::vector<qsizetype> all = indexesOf(std::move(ids));
    emit rowsAboutToChange(all);
    std::vector<int> changed;
    bool isInPlace = true;
    bool isStored = false;
    for (std::size_t i = 0; i < count; ++i) {
        const qsizetype index = m_rows.find(idOf(i));
        if (index < 0)
            continue;
        isStored = true;
        // Once a row is out of place, those shown are no longer in an order in which one could be found.
        if (isInPlace && !m_job)
            isInPlace = changeRow(
                index, [&] { change(index, i); }, changed);
        else
            change(index, i);
        m_wantedFilter->reopen(m_rows, m_rows.at(index));
    }
    emit rowsChanged(all);
    if (!isInPlace || (m_job && isStored)) {
        arrange();
        return;
    }
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (std::size_t first = 0; first < changed.size();) {
        std::size_t last = first;
        while (last + 1 < changed.size() && changed[last + 1] == changed[last] + 1)
            ++last;
        emit dataChanged(index(changed[first], 0), index(changed[last], ColumnCount - 1));
        first = last + 1;
    }
}

void DeliveryTableModel::setProviderNames(ProviderNames names)
{
    m_names = std::move(names);
    refreshTexts();
}

void DeliveryTableModel::refreshTexts()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

} // namespace hookloupe

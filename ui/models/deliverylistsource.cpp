// SPDX-License-Identifier: GPL-3.0-or-later
// The part of DeliveryListModel that hears what becomes of the table below.
#include "models/deliverylistmodel.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

/// Taking more rows than this out of their messages costs more than to gather all anew.
constexpr std::size_t MaxTouched = 4096;

} // namespace

/// A flat list changes as the table does.
void DeliveryListModel::passOn()
{
    using Model = QAbstractItemModel;
    const auto flat = [this](auto signal, auto what) {
        connect(&m_source, signal, this, [this, what](auto&&... values) {
            if (!m_showsMessages)
                what(values...);
        });
    };
    flat(&Model::rowsAboutToBeInserted,
        [this](const QModelIndex&, int first, int last, auto&&...) { beginInsertRows({}, first, last); });
    flat(&Model::rowsInserted, [this](auto&&...) { endInsertRows(); });
    flat(&Model::rowsAboutToBeRemoved,
        [this](const QModelIndex&, int first, int last, auto&&...) { beginRemoveRows({}, first, last); });
    flat(&Model::rowsRemoved, [this](auto&&...) { endRemoveRows(); });
    flat(&Model::modelAboutToBeReset, [this](auto&&...) { beginResetModel(); });
    flat(&Model::modelReset, [this](auto&&...) { endResetModel(); });
    flat(&Model::dataChanged, [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
        emit dataChanged(index(first.row(), first.column()), index(last.row(), last.column()), roles);
    });
    flat(&Model::layoutAboutToBeChanged, [this](const QList<QPersistentModelIndex>&, LayoutChangeHint hint, auto&&...) {
        emit layoutAboutToBeChanged({}, hint);
        m_passed.clear();
        for (const QModelIndex& own : persistentIndexList())
            m_passed.emplace_back(m_source.index(own.row(), own.column()), own);
    });
    flat(&Model::layoutChanged, [this](const QList<QPersistentModelIndex>&, LayoutChangeHint hint, auto&&...) {
        passLayout();
        emit layoutChanged({}, hint);
    });
    connect(&m_source, &Model::headerDataChanged, this, &Model::headerDataChanged);
}

void DeliveryListModel::passLayout()
{
    for (const auto& [below, own] : std::exchange(m_passed, {}))
        changePersistentIndex(own, below.isValid() ? index(below.row(), below.column()) : QModelIndex());
}

void DeliveryListModel::listen()
{
    const auto gathering = [this](auto signal, auto what) {
        connect(&m_source, signal, this, [this, what](auto&&... values) {
            if (isGathering())
                what(values...);
        });
    };
    using Model = DeliveryTableModel;
    using Indexes = std::vector<qsizetype>;
    gathering(&Model::rowsStored, [this](qsizetype count, bool areNewest) { takeStored(count, areNewest); });
    gathering(&Model::rowsAboutToBeTaken, [this](const Indexes& indexes) { beginTaking(indexes); });
    gathering(&Model::rowsTaken, [this](const Indexes& indexes) { endTaking(indexes); });
    gathering(&Model::rowsAboutToChange, [this](const Indexes& indexes) { beginChanging(indexes); });
    gathering(&Model::rowsChanged, [this](const Indexes& indexes) { endChanging(indexes); });
    gathering(&Model::rowsAboutToBeReplaced, [this] { beginAnew(); });
    gathering(&Model::rowsReplaced, [this] { startAnew(); });
    connect(&m_source, &Model::arranged, this, &DeliveryListModel::afterArranged);
    // What a filter shows and hides later on.
    gathering(&QAbstractItemModel::rowsInserted,
        [this](const QModelIndex&, int first, int last, auto&&...) { takeShown(first, last); });
    gathering(&QAbstractItemModel::rowsAboutToBeRemoved,
        [this](const QModelIndex&, int first, int last, auto&&...) { beginHiding(first, last); });
    gathering(&QAbstractItemModel::rowsRemoved, [this](auto&&...) { endHiding(); });
    gathering(&QAbstractItemModel::modelReset, [this](auto&&...) {
        if (m_isByMessage && !m_isTaking && !m_source.isShownWhole())
            prepareJob();
    });
    gathering(&QAbstractItemModel::dataChanged, [this](const QModelIndex& first, const QModelIndex& last, auto&&...) {
        // Words or looks of everything; single rows are told by rowsChanged.
        if (m_showsMessages && rowCount() > 0 && first.row() == 0 && last.row() == m_source.rowCount() - 1)
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

void DeliveryListModel::takeStored(qsizetype count, bool areNewest)
{
    m_groups.added(count, areNewest);
    const qsizetype begin = areNewest ? rows().size() - count : 0;
    MessageChange change = order();
    for (qsizetype index = begin; index < begin + count; ++index) {
        const auto last = m_groups.lastOf(rows(), MessageGroups::messageOf(rows().at(index)));
        if (last && m_job)
            m_job->affected(rows().keyAt(*last));
        else if (last)
            change.touch(*last);
        m_groups.link(rows(), index);
        if (m_job)
            m_job->affected(rows().keyAt(m_groups.last(rows(), index)));
        else
            change.note(index, m_source.isShown(index));
    }
    if (m_job)
        return;
    const Plan plan = change.plan({});
    apply(plan);
    const auto grown = static_cast<int>(plan.moved.size() + plan.kept.size());
    if (areNewest && grown > 0)
        emit messagesGrew(grown);
}

void DeliveryListModel::beginTaking(const std::vector<qsizetype>& indexes)
{
    m_isTaking = true;
    m_isTooMuch = m_job || indexes.size() > MaxTouched;
    m_oldBase = rows().keyAt(0);
    if (m_isTooMuch) {
        beginAnew();
        return;
    }
    MessageChange change = order();
    std::vector<Key> heads;
    for (const qsizetype index : indexes) {
        change.touch(index);
        heads.push_back(rows().keyAt(m_groups.last(rows(), index)));
    }
    for (const Key head : heads)
        change.leave(head, indexes, true);
    for (const qsizetype index : indexes)
        m_groups.unlink(rows(), index, MessageGroups::messageOf(rows().at(index)));
    apply(change.plan([this](qsizetype index) { return m_source.isShown(index); }));
}

void DeliveryListModel::endTaking(const std::vector<qsizetype>& indexes)
{
    m_isTaking = false;
    if (std::exchange(m_isTooMuch, false)) {
        startAnew();
        return;
    }
    m_groups.taken(rows(), indexes);
    if (indexes.back() == std::ssize(indexes) - 1)
        return; // keys stay the same
    m_lines.renumber([&](Key key) {
        const auto index = static_cast<qsizetype>(Key(key - m_oldBase));
        const auto gone = std::lower_bound(indexes.begin(), indexes.end(), index) - indexes.begin();
        return rows().keyAt(index - gone);
    });
}

void DeliveryListModel::beginChanging(const std::vector<qsizetype>& indexes)
{
    m_change.reset();
    m_oldMessages.clear();
    m_oldHeads.clear();
    m_isTooMuch = !m_job && indexes.size() > MaxTouched;
    for (const qsizetype index : indexes)
        m_oldMessages.push_back(MessageGroups::messageOf(rows().at(index)));
    if (m_isTooMuch)
        return;
    if (!m_job)
        m_change = std::make_unique<MessageChange>(order());
    for (const qsizetype index : indexes) {
        m_oldHeads.push_back(rows().keyAt(m_groups.last(rows(), index)));
        if (m_job)
            m_job->affected(m_oldHeads.back());
        else
            m_change->touch(index);
    }
}

/// Brings rows whose number of a message has changed to their new message.
void DeliveryListModel::regroup(const std::vector<qsizetype>& indexes)
{
    std::vector<std::size_t> places;
    std::vector<qsizetype> moved;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const qsizetype index = indexes[i];
        if (!m_groups.isLinked(index) || MessageGroups::messageOf(rows().at(index)) == m_oldMessages[i])
            continue;
        places.push_back(i);
        moved.push_back(index);
    }
    if (m_change) {
        m_change->setDoubtful();
        for (const std::size_t i : places)
            m_change->leave(m_oldHeads[i], moved, false);
        for (const qsizetype index : moved) {
            if (const auto last = m_groups.lastOf(rows(), MessageGroups::messageOf(rows().at(index))))
                m_change->touchHead(rows().keyAt(*last));
        }
    } else if (m_job) {
        for (const std::size_t i : places) {
            qsizetype heir = rows().indexOf(m_oldHeads[i]);
            while (heir >= 0 && std::binary_search(moved.begin(), moved.end(), heir))
                heir = m_groups.previous(heir);
            if (heir >= 0)
                m_job->affected(rows().keyAt(heir));
        }
    }
    for (std::size_t n = 0; n < moved.size(); ++n)
        m_groups.unlink(rows(), moved[n], m_oldMessages[places[n]]);
    for (const qsizetype index : moved) {
        const auto last = m_groups.lastOf(rows(), MessageGroups::messageOf(rows().at(index)));
        if (m_job && last)
            m_job->affected(rows().keyAt(*last));
        m_groups.link(rows(), index);
    }
}

void DeliveryListModel::endChanging(const std::vector<qsizetype>& indexes)
{
    if (m_oldMessages.size() != indexes.size())
        return;
    regroup(indexes);
    if (std::exchange(m_isTooMuch, false)) {
        startJob();
        return;
    }
    if (m_job) {
        for (const qsizetype index : indexes)
            m_job->affected(rows().keyAt(m_groups.last(rows(), index)));
        if (m_job->column() != TimeColumn && m_job->isCollecting())
            startJob();
        return;
    }
    const std::unique_ptr<MessageChange> change = std::move(m_change);
    for (const qsizetype index : indexes)
        change->note(index, m_source.isShown(index));
    apply(change->plan([this](qsizetype index) { return m_source.isShown(index); }));
}

void DeliveryListModel::takeShown(int first, int last)
{
    if (m_source.isShownWhole() || m_isTaking)
        return;
    MessageChange change = order();
    for (int row = first; row <= last; ++row) {
        const qsizetype index = m_source.storedAt(row);
        if (index >= m_groups.size() || !m_groups.isLinked(index))
            continue;
        if (m_job) {
            m_job->affected(rows().keyAt(m_groups.last(rows(), index)));
            continue;
        }
        change.touch(index);
        change.note(index, true);
    }
    if (!m_job)
        apply(change.plan({}));
}

void DeliveryListModel::beginHiding(int first, int last)
{
    m_hiding.clear();
    if (m_source.isShownWhole() || m_isTaking)
        return;
    for (int row = first; row <= last; ++row) {
        if (const qsizetype index = m_source.storedAt(row); index < m_groups.size() && m_groups.isLinked(index))
            m_hiding.push_back(rows().keyAt(index));
    }
}

void DeliveryListModel::endHiding()
{
    const std::vector<Key> hidden = std::exchange(m_hiding, {});
    if (hidden.empty())
        return;
    if (m_job) {
        prepareJob();
        return;
    }
    MessageChange change = order();
    for (const Key key : hidden) {
        change.touch(stored(key));
        change.note(stored(key), false);
    }
    apply(change.plan([this](qsizetype index) { return m_source.isShown(index); }));
}

/// Before all rows become other ones.
void DeliveryListModel::beginAnew()
{
    keepUnfolded();
    m_idle.stop();
    m_job.reset();
    m_isReplacing = m_showsMessages;
    if (!m_isReplacing)
        return;
    beginResetModel();
    m_lines.clear();
}

void DeliveryListModel::startAnew()
{
    m_groups.reset(rows().size());
    m_job = std::make_unique<MessageJob>(m_source, m_groups, m_wantedColumn);
    m_source.holdRemovals(true);
    if (std::exchange(m_isReplacing, false))
        endResetModel();
    // Where the table is about to be arranged, it says so when that is done.
    if (!m_source.isShownWhole() || !runSlice())
        m_idle.start(0, this);
}

void DeliveryListModel::afterArranged()
{
    if (m_isByMessage)
        startJob();
    else if (m_showsMessages)
        showFlat();
    else
        emit arranged();
}

} // namespace hookloupe

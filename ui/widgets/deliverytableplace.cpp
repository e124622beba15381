// SPDX-License-Identifier: GPL-3.0-or-later
// What DeliveryTableView keeps while its lines change: the selection, what is being read, and the newest in view.
#include "widgets/deliverytableview.h"

#include "widgets/newbelowpill.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace hookloupe {

namespace {

/// A selection larger than this is not carried over a new arrangement.
constexpr std::size_t MaxKeptSelection = 1000;

} // namespace

void DeliveryTableView::connectList()
{
    using Model = QAbstractItemModel;
    connect(m_list, &Model::rowsAboutToBeInserted, this, &DeliveryTableView::rememberPlace);
    connect(m_list, &Model::rowsAboutToBeRemoved, this, &DeliveryTableView::rememberPlace);
    connect(m_list, &Model::layoutAboutToBeChanged, this, &DeliveryTableView::rememberPlace);
    connect(
        m_list, &Model::rowsInserted, this, [this](const QModelIndex&, int first, int last) { rowsCame(first, last); });
    connect(m_list, &Model::rowsRemoved, this, &DeliveryTableView::rowsLeft);
    connect(m_list, &Model::layoutChanged, this, [this] { keepPlace(true); });
    connect(m_list, &DeliveryListModel::messagesGrew, this, &DeliveryTableView::messagesGrew);
    connect(m_list, &Model::modelAboutToBeReset, this, &DeliveryTableView::beforeReset);
    connect(m_list, &Model::modelReset, this, &DeliveryTableView::afterReset);
}

bool DeliveryTableView::isNewestInView() const
{
    const QScrollBar* bar = verticalScrollBar();
    const auto isNewestLast = m_list->isNewestLast();
    if (!isNewestLast)
        return false;
    // Within half a row counts: a window that was resized is rarely at the last pixel.
    const int slack = verticalHeader()->defaultSectionSize() / 2;
    return *isNewestLast ? bar->value() >= bar->maximum() - slack : bar->value() <= slack;
}

void DeliveryTableView::rememberPlace()
{
    if (m_list->isNewestLast())
        m_isFollowing = isNewestInView();
    m_anchors.clear();
    const int first = rowAt(0);
    const int last = rowAt(viewport()->height() - 1);
    for (int row = first; first >= 0 && row <= (last < 0 ? m_list->rowCount() - 1 : last); ++row)
        m_anchors.push_back({ QPersistentModelIndex(m_list->index(row, PathColumn)), row });
}

/// \param mayMove  lines may have gone to the newest end: what stays tells how far everything else has moved
void DeliveryTableView::keepPlace(bool mayMove)
{
    const auto isNewestLast = m_list->isNewestLast();
    const std::vector<Anchor> anchors = std::exchange(m_anchors, {});
    updateGeometries();
    if (isNewestLast && m_isFollowing) {
        goToNewest();
        return;
    }
    for (const Anchor& anchor : anchors) {
        if (!anchor.index.isValid())
            continue;
        const int moved = anchor.index.row() - anchor.row;
        if (mayMove && isNewestLast && (*isNewestLast ? moved > 0 : moved < 0))
            continue;
        QScrollBar* bar = verticalScrollBar();
        bar->setValue(bar->value() + moved * verticalHeader()->defaultSectionSize());
        return;
    }
}

void DeliveryTableView::goToNewest()
{
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(m_list->isNewestLast().value_or(true) ? bar->maximum() : 0);
}

void DeliveryTableView::rowsCame(int first, int last)
{
    const auto isNewestLast = m_list->isNewestLast();
    const bool areNewest = isNewestLast && (*isNewestLast ? last == m_list->rowCount() - 1 : first == 0);
    const bool isNews = !m_list->source().isRefiltering();
    if (isNews && (!isNewestLast || (areNewest && !m_isFollowing))) {
        for (int line = first; line <= last; ++line)
            m_newCount += m_list->lineAt(line) == DeliveryListModel::Line::Attempt ? 0 : 1;
    }
    keepPlace(false);
    updatePill();
    // What was selected did match; it was only not found yet.
    if (!isNews && !currentIndex().isValid() && m_keptCurrent.id.value != 0) {
        if (const int row = m_list->rowOf(m_keptCurrent); row >= 0)
            setCurrentIndex(m_list->index(row, PathColumn));
    }
}

/// The messages stand where they belong already.
void DeliveryTableView::messagesGrew(int count)
{
    if (!m_list->isNewestLast() || !m_isFollowing)
        m_newCount += count;
    updatePill();
}

void DeliveryTableView::rowsLeave(int first, int last)
{
    m_isRestoring = true;
    if (const int row = currentIndex().row(); row >= first && row <= last)
        m_leaving = m_list->placeAt(row);
}

void DeliveryTableView::rowsLeft()
{
    keepPlace(false);
    // A delivery may have come into another message, whose line has taken over: it is still the one that is read.
    const auto leaving = std::exchange(m_leaving, std::nullopt);
    if (const int row = leaving ? m_list->rowOf(*leaving) : -1; row >= 0)
        setCurrentIndex(m_list->index(row, PathColumn));
    m_isRestoring = false;
    if (leaving)
        tellCurrent();
    emit selectedCountChanged(static_cast<int>(selectionModel()->selectedRows().size()));
}

void DeliveryTableView::tellCurrent()
{
    const int row = currentIndex().row();
    const int shown = m_list->rowOf(m_lastCurrent);
    if (row >= 0 && shown >= 0 && (row == shown || row == m_list->messageRow(shown)))
        return;
    showCurrent();
}

void DeliveryTableView::noteScrolled()
{
    if (!isNewestInView())
        return;
    m_isFollowing = true;
    m_newCount = 0;
    updatePill();
}

void DeliveryTableView::followNewest()
{
    if (!m_list->isNewestLast())
        sortByColumn(TimeColumn, Qt::AscendingOrder);
    m_isFollowing = true;
    m_newCount = 0;
    updateGeometries();
    if (m_list->isNewestLast().value_or(true))
        scrollToBottom();
    else
        scrollToTop();
    updatePill();
}

void DeliveryTableView::updatePill()
{
    m_pill->showCount(m_newCount, m_list->isNewestLast().value_or(true));
}

void DeliveryTableView::beforeReset()
{
    m_isRestoring = true;
    if (m_isWaiting)
        return;
    m_keptCurrent = m_list->placeAt(currentIndex().row());
    m_keptSelection.clear();
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && m_keptSelection.size() <= MaxKeptSelection; ++row)
            m_keptSelection.push_back(m_list->placeAt(row));
    }
}

void DeliveryTableView::restoreSelection(int current)
{
    QItemSelection selection;
    if (m_keptSelection.size() <= MaxKeptSelection) {
        for (const DeliveryListModel::Place& place : m_keptSelection) {
            if (const int row = m_list->rowOf(place); row >= 0)
                selection.select(m_list->index(row, 0), m_list->index(row, ColumnCount - 1));
        }
    }
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_list->index(current, PathColumn), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void DeliveryTableView::afterReset()
{
    updateGeometries();
    const int current = m_list->rowOf(m_keptCurrent);
    restoreSelection(current);
    m_isRestoring = false;
    m_isWaiting = current < 0 && m_keptCurrent.id.value != 0 && m_list->isArranging();
    m_newCount = 0;
    if (m_isFollowing && m_list->isNewestLast())
        followNewest();
    else if (current >= 0)
        scrollTo(m_list->index(current, PathColumn), PositionAtCenter);
    updatePill();
    if (!m_isWaiting)
        tellCurrent();
    emit selectedCountChanged(static_cast<int>(selectionModel()->selectedRows().size()));
}

} // namespace hookloupe

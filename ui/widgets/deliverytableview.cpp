// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/deliverytableview.h"

#include "models/deliverylistmodel.h"
#include "theme/theme.h"
#include "widgets/columnfit.h"
#include "widgets/deliverydelegate.h"
#include "widgets/newbelowpill.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

DeliveryTableView::DeliveryTableView(DeliveryTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_list(new DeliveryListModel(model, this))
    , m_delegate(new DeliveryDelegate(this))
    , m_pill(new NewBelowPill(viewport()))
    , m_fit(makeColumnFit())
{
    setObjectName(u"deliveryTable"_s);
    setAccessibleName(tr("Deliveries"));
    setAccessibleDescription(tr("One row for each captured request, the newest at the end"));
    // First of all, so that nothing that follows from a removal is taken for a person's choice.
    connect(m_list, &QAbstractItemModel::rowsAboutToBeRemoved, this,
        [this](const QModelIndex&, int first, int last) { rowsLeave(first, last); });
    setModel(m_list);
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    viewport()->setAttribute(Qt::WA_Hover);
    setUpHeader();
    updateLooks();
    resetColumns();

    connectList();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &DeliveryTableView::noteScrolled);
    connect(m_pill, &QAbstractButton::clicked, this, &DeliveryTableView::followNewest);
}

void DeliveryTableView::updateLooks()
{
    m_delegate->updateLooks(palette(), font());
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(rowHeightFor(font()));
    horizontalHeader()->setFixedHeight(rowHeightFor(font()));
    viewport()->update();
}

DeliveryId DeliveryTableView::currentId() const
{
    return m_list->idAt(currentIndex().row());
}

std::vector<DeliveryId> DeliveryTableView::selectedIds() const
{
    std::vector<DeliveryId> ids;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const std::vector<DeliveryId> of = m_list->idsAt(row);
            ids.insert(ids.end(), of.begin(), of.end());
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void DeliveryTableView::select(DeliveryId id)
{
    if (const int row = m_list->rowOf(id); row >= 0)
        setCurrentIndex(m_list->index(row, PathColumn));
    showCurrent();
}

void DeliveryTableView::copyCell()
{
    if (!currentIndex().isValid())
        return;
    const QVariant value = currentIndex().data(DeliveryTableModel::SortRole);
    const bool isTime = currentIndex().column() == TimeColumn;
    QGuiApplication::clipboard()->setText(isTime ? currentIndex().data(Qt::DisplayRole).toString() : value.toString());
}

QString DeliveryTableView::filterTerm(const QModelIndex& index, DeliveryColumn column) const
{
    const QString value = index.siblingAtColumn(column).data(DeliveryTableModel::SortRole).toString();
    const bool isWord = !value.isEmpty() && !value.contains(u' ') && !value.contains(u'"');
    switch (column) {
    case ProviderColumn:
        return isWord ? u"provider:"_s + value : QString();
    case EventColumn:
        return isWord ? u"event:"_s + value : QString();
    case SignatureColumn:
        return value == u"challenge"_s ? QString() : u"sig:"_s + value;
    default:
        return {};
    }
}

void DeliveryTableView::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex at = event->reason() == QContextMenuEvent::Mouse
        ? indexAt(viewport()->mapFromGlobal(event->globalPos()))
        : currentIndex();
    if (!at.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"deliveryMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->addSeparator();
    const std::array<std::pair<DeliveryColumn, QString>, 3> choices { std::pair { SignatureColumn,
                                                                          tr("Show Only This Verdict") },
        std::pair { ProviderColumn, tr("Show Only This Provider") },
        std::pair { EventColumn, tr("Show Only This Event Type") } };
    for (const auto& [column, text] : choices) {
        const QString term = filterTerm(at, column);
        QAction* action = menu->addAction(text, this, [this, term] { emit filterWanted(term); });
        action->setEnabled(!term.isEmpty());
    }
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    menu->popup(isMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(at).bottomLeft()));
}

void DeliveryTableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

void DeliveryTableView::resizeEvent(QResizeEvent* event)
{
    const bool wasFollowing = m_isFollowing;
    QTableView::resizeEvent(event);
    if (wasFollowing && m_list->isNewestLast().value_or(false))
        scrollToBottom();
    m_isFollowing = wasFollowing;
    updatePill();
}

void DeliveryTableView::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event);
    // What has the focus is what the details show: it must be seen in the list.
    if (currentIndex().isValid() && !selectionModel()->hasSelection())
        select(currentId());
}

void DeliveryTableView::keyPressEvent(QKeyEvent* event)
{
    if (foldByKey(*event))
        return;
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        QKeyEvent arrow(event->type(), event->key() == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
        return;
    }
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier) {
        followNewest();
        const int newest = m_list->isNewestLast().value_or(true) ? m_list->rowCount() - 1 : 0;
        if (newest >= 0 && m_list->rowCount() > 0)
            setCurrentIndex(m_list->index(newest, PathColumn));
        return;
    }
    QTableView::keyPressEvent(event);
}

void DeliveryTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_isRestoring)
        return;
    m_isWaiting = false;
    showCurrent();
}

/// Of a message that has got another delivery since, the latest one is shown when somebody asks for it anew.
void DeliveryTableView::showCurrent()
{
    if (currentId() == m_lastCurrent)
        return;
    m_lastCurrent = currentId();
    emit currentIdChanged(m_lastCurrent);
}

void DeliveryTableView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (m_isRestoring)
        return;
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.height();
    emit selectedCountChanged(count);
}

} // namespace hookloupe

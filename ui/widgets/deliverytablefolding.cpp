// SPDX-License-Identifier: GPL-3.0-or-later
// Folding and unfolding the messages of DeliveryTableView.
#include "widgets/deliverytableview.h"

#include "widgets/messagemarks.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace hookloupe {

void DeliveryTableView::setUnfolded(int row, bool isUnfolded)
{
    m_list->setUnfolded(row, isUnfolded);
    // Says the line anew to whom it is spoken: it has changed under the focus.
    if (row == currentIndex().row())
        QTableView::currentChanged(currentIndex(), currentIndex());
}

/// \return true when the key is used up
bool DeliveryTableView::foldByKey(const QKeyEvent& event)
{
    if (!m_list->isByMessage() || !currentIndex().isValid())
        return false;
    const int row = currentIndex().row();
    const int message = m_list->messageRow(row);
    const bool isUnfolded = m_list->isUnfolded(message);
    const auto go = [this](int line) { setCurrentIndex(m_list->index(line, PathColumn)); };
    const auto plain = event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    if (plain != Qt::NoModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Right:
        if (m_list->canUnfold(row) && isUnfolded)
            go(row + 1);
        else
            setUnfolded(row, true);
        return true;
    case Qt::Key_Left:
        if (message != row)
            go(message);
        else
            setUnfolded(row, false);
        return true;
    case Qt::Key_Space:
        if (!m_list->canUnfold(message))
            return false;
        if (message != row)
            go(message);
        setUnfolded(message, !isUnfolded);
        return true;
    case Qt::Key_Plus:
        setUnfolded(row, true);
        return true;
    case Qt::Key_Minus:
        if (message != row)
            go(message);
        setUnfolded(message, false);
        return true;
    case Qt::Key_Asterisk:
        unfoldAll();
        return true;
    default:
        return false;
    }
}

void DeliveryTableView::unfoldAll()
{
    if (!m_list->unfoldAll(currentIndex().row()))
        emit unfoldingLimited(DeliveryListModel::MaxUnfoldedAtOnce);
}

void DeliveryTableView::foldAll()
{
    m_list->foldAll();
}

/// \return true when it was the sign of a message that was pressed
bool DeliveryTableView::foldByMouse(const QMouseEvent& event)
{
    const QModelIndex at = indexAt(event.position().toPoint());
    if (event.button() != Qt::LeftButton || at.column() != PathColumn || !m_list->canUnfold(at.row()))
        return false;
    if (!messagemarks::expanderIn(visualRect(at)).contains(event.position().toPoint()))
        return false;
    setUnfolded(at.row(), !m_list->isUnfolded(at.row()));
    return true;
}

void DeliveryTableView::mousePressEvent(QMouseEvent* event)
{
    if (foldByMouse(*event))
        return;
    QTableView::mousePressEvent(event);
    showCurrent();
}

void DeliveryTableView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!foldByMouse(*event))
        QTableView::mouseDoubleClickEvent(event);
}

int DeliveryTableView::selectedMessages() const
{
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            count += m_list->canUnfold(row) ? 1 : 0;
    }
    return count;
}

bool DeliveryTableView::selectAttempt(DeliveryId id)
{
    const int row = m_list->rowOf(id);
    if (row < 0)
        return false;
    if (m_list->canUnfold(row) && !m_list->isUnfolded(row))
        m_list->setUnfolded(row, true);
    select(id);
    return true;
}

} // namespace hookloupe

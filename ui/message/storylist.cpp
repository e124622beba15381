// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storylist.h"

#include "message/storydelegate.h"
#include "message/storymodel.h"
#include "message/storyrowlayout.h"
#include "theme/theme.h"

#include <QEvent>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace hookloupe {

namespace {

constexpr int MostLines = 30; ///< of text; beyond that it scrolls

} // namespace

StoryList::StoryList(QWidget* parent)
    : QListView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setItemDelegate(new StoryDelegate(this));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
    connect(this, &QAbstractItemView::activated, this, &StoryList::want);
    connect(this, &QAbstractItemView::clicked, this, &StoryList::want);
}

void StoryList::setStory(StoryModel* model)
{
    m_story = model;
    const QScopedValueRollback quiet(m_isQuiet, true);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &StoryList::updateSizes);
    connect(model, &QAbstractItemModel::rowsInserted, this, &StoryList::updateSizes);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &StoryList::updateSizes);
    connect(model, &QAbstractItemModel::dataChanged, this, &StoryList::updateSizes);
    updateSizes();
}

void StoryList::showSelected()
{
    const int row = m_story ? m_story->selectedRow() : -1;
    const qint64 id = row < 0 ? 0 : m_story->index(row, 0).data(StoryModel::IdRole).toLongLong();
    // Who goes down the list fast is ahead of the deliveries that are being loaded for that
    if (hasFocus() && m_wanted != DeliveryId {} && m_wanted.value != id)
        return;
    m_wanted = {};
    const QScopedValueRollback quiet(m_isQuiet, true);
    if (row < 0 || id == m_shown.value) {
        m_shown = { id };
        return;
    }
    m_shown = { id };
    m_isRevealed = false;
    setCurrentIndex(m_story->index(row, 0));
    scheduleDelayedItemsLayout();
}

void StoryList::doItemsLayout()
{
    QListView::doItemsLayout();
    // The list may have got its width, and so its heights, after it got its rows
    if (!m_isRevealed && currentIndex().isValid())
        scrollTo(currentIndex());
}

void StoryList::wheelEvent(QWheelEvent* event)
{
    m_isRevealed = true;
    QListView::wheelEvent(event);
}

void StoryList::want(const QModelIndex& index)
{
    const DeliveryId id { index.data(StoryModel::IdRole).toLongLong() };
    if (id == DeliveryId {} || id == m_wanted || index.data(StoryModel::SelectedRole).toBool())
        return;
    m_wanted = id;
    emit deliveryWanted(id);
}

void StoryList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (m_isQuiet || !hasFocus() || !current.isValid())
        return;
    m_isRevealed = true;
    want(current);
}

void StoryList::updateSizes()
{
    m_gutterWidth = fontMetrics().horizontalAdvance(u'0');
    for (int row = 0; m_story && row < m_story->rowCount(); ++row)
        m_gutterWidth = std::max(m_gutterWidth, fontMetrics().horizontalAdvance(m_story->storyRow(row).gutter));
    m_gutterWidth += 2;
    scheduleDelayedItemsLayout();
    updateGeometry();
    viewport()->update();
}

int StoryList::contentsHeight(int width) const
{
    int height = 0;
    for (int row = 0; m_story && row < m_story->rowCount(); ++row) {
        height += StoryRowLayout::of(m_story->storyRow(row), font(), m_gutterWidth, width).height;
        if (height > fontMetrics().height() * MostLines)
            break;
    }
    return height;
}

QSize StoryList::sizeHint() const
{
    const int most = fontMetrics().height() * MostLines;
    return { fontMetrics().averageCharWidth() * 30, std::min(contentsHeight(width()), most) };
}

QSize StoryList::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 16, sizeHint().height() };
}

void StoryList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

void StoryList::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateSizes();
}

} // namespace hookloupe

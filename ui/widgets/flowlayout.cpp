// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/flowlayout.h"

#include <QWidget>

#include <algorithm>

namespace hookloupe {

FlowLayout::FlowLayout(QWidget* parent, int gap, int lineGap)
    : QLayout(parent)
    , m_gap(gap)
    , m_lineGap(lineGap)
{
}

FlowLayout::~FlowLayout()
{
    for (const Entry& entry : m_entries)
        delete entry.item;
}

void FlowLayout::addGap(int pixels)
{
    m_nextGap = pixels;
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_entries.push_back({ item, std::exchange(m_nextGap, 0) });
}

int FlowLayout::count() const
{
    return static_cast<int>(m_entries.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_entries[static_cast<std::size_t>(index)].item : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    QLayoutItem* item = itemAt(index);
    if (item)
        m_entries.erase(m_entries.begin() + index);
    return item;
}

Qt::Orientations FlowLayout::expandingDirections() const
{
    return Qt::Horizontal;
}

bool FlowLayout::hasHeightForWidth() const
{
    return true;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const Entry& entry : m_entries) {
        if (!entry.item->isEmpty())
            size = size.expandedTo(entry.item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    return minimumSize();
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

bool FlowLayout::isElastic(const QLayoutItem& item)
{
    const QWidget* const widget = item.widget();
    return !widget || (widget->sizePolicy().horizontalPolicy() & QSizePolicy::ShrinkFlag) != 0;
}

int FlowLayout::arrange(const QRect& rect, bool isApplied) const
{
    const QRect area = rect.marginsRemoved(contentsMargins());
    std::vector<const Entry*> shown;
    for (const Entry& entry : m_entries) {
        if (!entry.item->isEmpty())
            shown.push_back(&entry);
    }
    int y = area.top();
    std::size_t first = 0;
    while (first < shown.size()) {
        int x = area.left();
        int height = 0;
        std::size_t end = first;
        std::vector<QRect> places;
        for (; end < shown.size(); ++end) {
            const bool isFirst = end == first;
            const QSize size = shown[end]->item->sizeHint();
            const int gap = isFirst ? 0 : m_gap + shown[end]->gapBefore;
            if (!isFirst && x + gap + size.width() > area.right() + 1)
                break;
            const bool takesRest = end + 1 == shown.size() && isElastic(*shown[end]->item);
            const int width = takesRest || size.width() > area.width() ? area.right() + 1 - x - gap : size.width();
            places.emplace_back(x + gap, y, width, size.height());
            x += gap + size.width();
            height = std::max(height, size.height());
        }
        for (std::size_t i = first; isApplied && i < end; ++i) {
            QRect place = places[i - first];
            place.moveTop(y + (height - place.height()) / 2);
            shown[i]->item->setGeometry(place);
        }
        y += height + (end < shown.size() ? m_lineGap : 0);
        first = end;
    }
    return y - rect.top() + contentsMargins().bottom();
}

} // namespace hookloupe

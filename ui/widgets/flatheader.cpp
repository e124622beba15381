// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/flatheader.h"

#include "theme/tones.h"

#include <QCursor>
#include <QPainter>

namespace hookloupe {

namespace {

// As the cells have, see DeliveryDelegate.
constexpr int SidePadding = 6;
constexpr int EdgePadding = 12;
constexpr int MarkWidth = 14;

} // namespace

FlatHeader::FlatHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setMouseTracking(true);
}

int FlatHeader::lastShown() const
{
    for (int visual = count() - 1; visual >= 0; --visual) {
        if (!isSectionHidden(logicalIndex(visual)))
            return visual;
    }
    return -1;
}

void FlatHeader::paintEvent(QPaintEvent* event)
{
    {
        QPainter painter(viewport());
        painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
        painter.fillRect(0, height() - 1, width(), 1, hairline(palette()));
    }
    QHeaderView::paintEvent(event);
}

void FlatHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    painter->save();
    const bool isSorted = sortIndicatorSection() == section && isSortIndicatorShown();
    const bool isWarm = rect.contains(mapFromGlobal(QCursor::pos())) && underMouse();
    QRect ground = rect.adjusted(0, 0, 0, -1);
    if (isWarm)
        painter->fillRect(ground, mixed(palette().color(QPalette::Base), palette().color(QPalette::WindowText), 0.05));
    if (visualIndex(section) != lastShown())
        painter->fillRect(rect.right(), rect.top() + 7, 1, rect.height() - 15, hairline(palette()));

    const QVariant alignment = model()->headerData(section, orientation(), Qt::TextAlignmentRole);
    const auto side = alignment.value<Qt::Alignment>();
    const int left = visualIndex(section) == 0 ? EdgePadding : SidePadding;
    const int right = visualIndex(section) == lastShown() ? EdgePadding : SidePadding + 1;
    QRect text = rect.adjusted(left, 0, -right, -1);
    const QString title = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
    const int mark = isSorted ? MarkWidth : 0;
    const int width = std::min(fontMetrics().horizontalAdvance(title), text.width() - mark);
    const bool isRight = side.testFlag(Qt::AlignRight);
    painter->setPen(isSorted ? palette().color(QPalette::WindowText) : quietText(palette()));
    if (isRight)
        text.setLeft(text.right() - width + 1);
    text.setWidth(width);
    painter->drawText(text, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
        fontMetrics().elidedText(title, Qt::ElideRight, width + 1));
    if (isSorted) {
        const double x = isRight ? text.left() - MarkWidth + 4 : text.right() + 8;
        const double y = rect.center().y();
        const double turn = sortIndicatorOrder() == Qt::AscendingOrder ? 1 : -1;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(quietText(palette()), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(
            QPolygonF { { x - 3, y + 1.5 * turn }, { x, y - 1.5 * turn }, { x + 3, y + 1.5 * turn } });
    }
    painter->restore();
}

} // namespace hookloupe

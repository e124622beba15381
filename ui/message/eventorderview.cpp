// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/eventorderview.h"

#include "theme/tones.h"
#include "widgets/plaintip.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 10;
constexpr int LabelGap = 16;
constexpr int MostPitch = 56;
constexpr int RowGap = 34; ///< between the two rows
constexpr double DotRadius = 4.5;

} // namespace

EventOrderView::EventOrderView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setAccessibleName(tr("Order of the events against the order of their arrival"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void EventOrderView::setEntries(std::vector<EventOrderModel::Entry> entries, const QString& summary)
{
    m_entries = std::move(entries);
    setAccessibleDescription(summary);
    update();
}

int EventOrderView::labelWidth() const
{
    return std::max(fontMetrics().horizontalAdvance(tr("happened")), fontMetrics().horizontalAdvance(tr("arrived")));
}

QPoint EventOrderView::place(int index, bool isArrival) const
{
    const int count = static_cast<int>(m_entries.size());
    const int at = isArrival ? index : m_entries[static_cast<std::size_t>(index)].rank;
    const int begin = Margin + labelWidth() + LabelGap;
    const double room = std::max(width() - begin - Margin - 6, 1);
    const double pitch = count > 1 ? std::min<double>(room / (count - 1), MostPitch) : 0;
    const int x = begin + static_cast<int>(std::lround(at * pitch));
    const int y = Margin + fontMetrics().height() / 2 + (isArrival ? RowGap + fontMetrics().height() : 0);
    return { isRightToLeft() ? width() - x : x, y };
}

QPoint EventOrderView::arrivalPoint(int index) const
{
    return index < 0 || index >= static_cast<int>(m_entries.size()) ? QPoint() : place(index, true);
}

int EventOrderView::entryAt(const QPoint& point) const
{
    int nearest = -1;
    int distance = 12 * 12;
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
        for (const bool isArrival : { false, true }) {
            const QPoint away = place(i, isArrival) - point;
            const int squared = QPoint::dotProduct(away, away);
            if (squared < distance) {
                distance = squared;
                nearest = i;
            }
        }
    }
    return nearest;
}

void EventOrderView::paintLine(QPainter& painter, std::size_t index) const
{
    const EventOrderModel::Entry& entry = m_entries[index];
    const QPointF from = place(static_cast<int>(index), false);
    const QPointF to = place(static_cast<int>(index), true);
    const QColor ink = entry.event.isStale ? toneColor(Tone::Warning, palette()) : quietText(palette());
    QPen pen(ink, entry.event.isStale || entry.isSelected ? 2 : 1);
    if (entry.event.isStale)
        pen.setDashPattern({ 3, 2 });
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(from + QPointF(0, DotRadius + 1), to - QPointF(0, DotRadius + 1));
}

void EventOrderView::paintDots(QPainter& painter, std::size_t index) const
{
    const EventOrderModel::Entry& entry = m_entries[index];
    const StatusLook look = entry.event.isStale ? staleLook() : newestLook();
    const bool isPlain = !entry.event.isStale && !entry.event.isNewest;
    const QColor ink = isPlain ? quietText(palette()) : toneColor(look.tone, palette());
    for (const bool isArrival : { false, true }) {
        const QPointF at = place(static_cast<int>(index), isArrival);
        painter.setPen(QPen(ink, 1.5));
        // Hollow and angular, so that it can be told without its colour
        painter.setBrush(entry.event.isStale ? palette().color(QPalette::Base) : ink);
        if (entry.event.isStale) {
            const double reach = DotRadius + 0.5;
            painter.drawPolygon(QPolygonF {
                at + QPointF(0, -reach), at + QPointF(reach, 0), at + QPointF(0, reach), at + QPointF(-reach, 0) });
        } else {
            painter.drawEllipse(at, DotRadius - 0.5, DotRadius - 0.5);
        }
        if (entry.isSelected) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 2));
            painter.drawEllipse(at, DotRadius + 3, DotRadius + 3);
        }
    }
    if (isPlain)
        return;
    const QPoint below = place(static_cast<int>(index), true);
    painter.setPen(ink);
    const QRect mark(below.x() - 12, below.y() + 10, 24, fontMetrics().height());
    painter.drawText(mark, Qt::AlignCenter, look.glyph);
}

void EventOrderView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    if (m_entries.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(quietText(palette()));
    const int height = fontMetrics().height();
    for (const bool isArrival : { false, true }) {
        QRect label(Margin, place(0, isArrival).y() - height / 2, labelWidth() + 1, height);
        if (isRightToLeft())
            label.moveLeft(width() - label.left() - label.width());
        painter.drawText(label,
            static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)),
            isArrival ? tr("arrived") : tr("happened"));
    }
    for (const bool isStale : { false, true }) {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].event.isStale == isStale)
                paintLine(painter, i);
        }
    }
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        paintDots(painter, i);
}

void EventOrderView::mousePressEvent(QMouseEvent* event)
{
    const int entry = entryAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || entry < 0)
        return QWidget::mousePressEvent(event);
    emit deliveryWanted(m_entries[static_cast<std::size_t>(entry)].event.id);
}

void EventOrderView::mouseMoveEvent(QMouseEvent* event)
{
    setCursor(entryAt(event->position().toPoint()) < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

bool EventOrderView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int entry = entryAt(help->pos());
    if (entry < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
            plainTip(tr("Delivery %1").arg(m_entries[static_cast<std::size_t>(entry)].event.id.value)), this);
    return true;
}

QSize EventOrderView::sizeHint() const
{
    const int height = fontMetrics().height();
    return { fontMetrics().averageCharWidth() * 50, 2 * Margin + RowGap + 3 * height + 4 };
}

QSize EventOrderView::minimumSizeHint() const
{
    return { labelWidth() + LabelGap + 2 * Margin + 80, sizeHint().height() };
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/messagemarks.h"

#include "models/deliverylistmodel.h"
#include "theme/tones.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionViewItem>

namespace hookloupe::messagemarks {

using namespace Qt::StringLiterals;

namespace {

constexpr int ExpanderWidth = 22;
constexpr int AttemptIndent = 40;
constexpr qreal ArrowSize = 4;

using Line = DeliveryListModel::Line;

Line lineOf(const QModelIndex& index)
{
    return static_cast<Line>(index.data(DeliveryListModel::LineRole).toInt());
}

void paintArrow(QPainter& painter, const QPointF& centre, bool isUnfolded)
{
    QPainterPath arrow;
    if (isUnfolded) {
        arrow.moveTo(centre + QPointF(-ArrowSize, -ArrowSize / 2));
        arrow.lineTo(centre + QPointF(0, ArrowSize / 2));
        arrow.lineTo(centre + QPointF(ArrowSize, -ArrowSize / 2));
    } else {
        arrow.moveTo(centre + QPointF(-ArrowSize / 2, -ArrowSize));
        arrow.lineTo(centre + QPointF(ArrowSize / 2, 0));
        arrow.lineTo(centre + QPointF(-ArrowSize / 2, ArrowSize));
    }
    painter.drawPath(arrow);
}

} // namespace

QRect expanderIn(const QRect& cell)
{
    return { cell.left(), cell.top(), ExpanderWidth, cell.height() };
}

int indentOf(const QModelIndex& index)
{
    switch (lineOf(index)) {
    case Line::Delivery:
        return 0;
    case Line::Message:
        return ExpanderWidth - 4;
    case Line::Attempt:
        return AttemptIndent - 4;
    }
    return 0;
}

void paint(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& ink)
{
    const Line line = lineOf(index);
    const bool isMessage = line == Line::Message && index.data(DeliveryListModel::AttemptsRole).toInt() > 1;
    if (!isMessage && line != Line::Attempt)
        return;
    const QPointF centre = QRectF(expanderIn(cell)).center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, isMessage);
    painter.setBrush(Qt::NoBrush);
    if (isMessage) {
        painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        paintArrow(painter, centre, index.data(DeliveryListModel::UnfoldedRole).toBool());
    } else {
        QColor quiet = ink;
        quiet.setAlphaF(0.35F);
        painter.setPen(QPen(quiet, 1));
        const QModelIndex below = index.siblingAtRow(index.row() + 1);
        const bool isLast = !below.isValid() || lineOf(below) != Line::Attempt;
        const int x = qRound(centre.x());
        const int y = qRound(centre.y());
        painter.drawLine(x, cell.top(), x, isLast ? y : cell.bottom());
        painter.drawLine(x, y, x + 10, y);
    }
    painter.restore();
}

bool paintOutcome(QPainter& painter, const QRect& room, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (lineOf(index) != Line::Message)
        return false;
    const QString worst = index.data(DeliveryListModel::WorstTextRole).toString();
    if (worst.isEmpty())
        return false;
    const auto worstState = static_cast<ResponseState>(index.data(DeliveryListModel::WorstStateRole).toInt());
    const auto lastState = static_cast<ResponseState>(index.data(DeliveryTableModel::StateRole).toInt());
    const QString arrow = u" \u2192 "_s;
    const QString last = option.text.mid(worst.size() + arrow.size());
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QFontMetrics metrics(option.font);
    const bool fits = metrics.horizontalAdvance(option.text) <= room.width();
    // With little room the sign alone tells of the worst; the last outcome is what holds now.
    const QString first = fits ? worst : worst.left(1);
    const QString between = fits ? arrow : u"\u2192 "_s;
    QRect rest = room;
    const auto draw = [&](const QString& text, const QColor& color) {
        painter.setPen(isSelected ? option.palette.color(QPalette::Active, QPalette::HighlightedText) : color);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            metrics.elidedText(text, Qt::ElideRight, rest.width()));
        rest.setLeft(rest.left() + metrics.horizontalAdvance(text));
    };
    draw(first, toneColor(statusLook(worstState).tone, option.palette));
    draw(between, quietText(option.palette));
    draw(last, toneColor(statusLook(lastState).tone, option.palette));
    return true;
}

} // namespace hookloupe::messagemarks

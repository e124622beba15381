// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/deliverydelegate.h"

#include "models/deliverycolumn.h"
#include "models/deliverylistmodel.h"
#include "theme/attemptlook.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/tones.h"
#include "widgets/messagemarks.h"
#include "widgets/plaintip.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QTableView>
#include <QToolTip>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

// The outer edges of a row line up with the bars above it.
constexpr int SidePadding = 6;
constexpr int EdgePadding = 12;
constexpr int PinSize = 12;

Tone toneOf(const QModelIndex& index)
{
    return statusLook(static_cast<ResponseState>(index.data(DeliveryTableModel::StateRole).toInt())).tone;
}

Tone signatureToneOf(const QModelIndex& index)
{
    return statusLook(static_cast<SignatureState>(index.data(DeliveryTableModel::SignatureRole).toInt())).tone;
}

Tone messageToneOf(const QModelIndex& index)
{
    const QVariant kind = index.data(DeliveryTableModel::KindRole);
    return kind.isValid()
        ? messageLook(static_cast<MessageKind>(kind.toInt()), index.data(DeliveryTableModel::StaleRole).toBool()).tone
        : Tone::Neutral;
}

Tone reactionToneOf(const QModelIndex& index)
{
    const QVariant kind = index.data(DeliveryTableModel::ReactionRole);
    return kind.isValid() ? statusLook(static_cast<ReactionKind>(kind.toInt())).tone : Tone::Neutral;
}

/// True when the column stands at that place of the header.
bool isOuter(const QStyleOptionViewItem& option, int column, int place)
{
    const auto* view = qobject_cast<const QTableView*>(option.widget);
    return view && view->horizontalHeader()->visualIndex(column) == place;
}

} // namespace

DeliveryDelegate::DeliveryDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

void DeliveryDelegate::updateLooks(const QPalette& palette, const QFont& font)
{
    m_fixed = fixedFontLike(font);
    m_pin = symbolicIcon(u"pin", toneColor(Tone::Info, palette));
}

bool DeliveryDelegate::helpEvent(
    QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), plainTip(index.data(Qt::ToolTipRole).toString()), view);
    return true;
}

void DeliveryDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const int column = index.column();
    const QPalette& palette = option->palette;
    if (column == TimeColumn || column == MethodColumn || column == SizeColumn)
        option->font = m_fixed;
    QColor ink = palette.color(QPalette::Text);
    if (column == ResponseColumn)
        ink = toneColor(toneOf(index), palette);
    else if (column == SignatureColumn)
        ink = toneColor(signatureToneOf(index), palette);
    else if (column == MessageColumn && index.data(DeliveryListModel::AttemptsRole).toInt() > 1)
        ink = quietText(palette);
    else if (column == MessageColumn)
        ink = toneColor(messageToneOf(index), palette);
    else if (column == ReactionColumn)
        ink = toneColor(reactionToneOf(index), palette);
    else if (column == TimeColumn || column == TypeColumn || column == SizeColumn)
        ink = quietText(palette);
    else if (index.data(DeliveryTableModel::FaultyRole).toBool())
        ink = toneColor(Tone::Warning, palette);
    // What the filter does not want steps back, and leans, wherever it is there for its message.
    const bool isHidden = index.data(DeliveryListModel::HiddenRole).toBool();
    option->font.setItalic(isHidden);
    option->palette.setColor(QPalette::Text, isHidden ? quietText(palette) : ink);
    option->textElideMode = column == PathColumn ? Qt::ElideMiddle : Qt::ElideRight;
}

void DeliveryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    const bool isSelected = cell.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (isSelected)
        painter->fillRect(cell.rect, cell.palette.color(QPalette::Active, QPalette::Highlight));
    else if (toneOf(index) == Tone::Danger && !index.data(DeliveryListModel::HiddenRole).toBool())
        painter->fillRect(
            cell.rect, mixed(cell.palette.color(QPalette::Base), toneColor(Tone::Danger, cell.palette), 0.06));
    else if (cell.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(
            cell.rect, mixed(cell.palette.color(QPalette::Base), cell.palette.color(QPalette::WindowText), 0.04));

    const int left = isOuter(cell, index.column(), 0) ? EdgePadding : SidePadding;
    const int right = isOuter(cell, index.column(), index.model()->columnCount() - 1) ? EdgePadding : SidePadding;
    QRect text = cell.rect.adjusted(left, 0, -right, 0);
    const QColor ink = cell.palette.color(QPalette::Active, isSelected ? QPalette::HighlightedText : QPalette::Text);
    if (index.column() == PathColumn) {
        messagemarks::paint(*painter, cell.rect, index, ink);
        text.setLeft(text.left() + messagemarks::indentOf(index));
    }
    if (index.column() == PathColumn && index.data(DeliveryTableModel::PinnedRole).toBool()) {
        const QRect pin(text.right() - PinSize, text.center().y() - PinSize / 2, PinSize, PinSize);
        m_pin.paint(painter, pin, Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
        text.setRight(pin.left() - SidePadding);
    }
    painter->setFont(cell.font);
    painter->setPen(ink);
    const QFontMetrics metrics(cell.font);
    if (index.column() == MessageColumn && metrics.horizontalAdvance(cell.text) > text.width()
        && index.data(DeliveryListModel::AttemptsRole).toInt() > 1)
        cell.text = index.data(DeliveryListModel::ShortAttemptsRole).toString();
    if (index.column() != ResponseColumn || !messagemarks::paintOutcome(*painter, text, cell, index))
        painter->drawText(text, static_cast<int>(cell.displayAlignment) | Qt::TextSingleLine,
            metrics.elidedText(cell.text, cell.textElideMode, text.width()));
    painter->restore();
}

} // namespace hookloupe

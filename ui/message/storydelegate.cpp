// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storydelegate.h"

#include "message/storylist.h"
#include "message/storyrowlayout.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QPainter>

namespace hookloupe {

namespace {

constexpr int MarkWidth = 3; ///< of the bar before the delivery that is shown

/// Paints parts that were laid out from left to right into a row of either direction.
class RowPainter {
public:
    RowPainter(QPainter& painter, const QStyleOptionViewItem& option, bool isSelected)
        : m_painter(painter)
        , m_option(option)
        , m_isSelected(isSelected)
    {
    }

    void paint(const QRect& rect, const StoryText& text, const QFont& font, Qt::Alignment side, bool isQuiet)
    {
        const QPalette& palette = m_option.palette;
        QColor ink = isQuiet ? quietText(palette) : palette.color(QPalette::Active, QPalette::Text);
        if (text.tone)
            ink = toneColor(*text.tone, palette);
        if (m_isSelected)
            ink = palette.color(QPalette::Active, QPalette::HighlightedText);
        m_painter.setFont(font);
        m_painter.setPen(ink);
        const Qt::Alignment shown = QStyle::visualAlignment(m_option.direction, side);
        QTextOption wrapping = storyWrapping(shown | Qt::AlignAbsolute);
        // What one row says may go another way than the window
        wrapping.setTextDirection(Qt::LayoutDirectionAuto);
        m_painter.drawText(QRectF(placed(rect)), text.text, wrapping);
    }

    QRect placed(const QRect& rect) const
    {
        return QStyle::visualRect(m_option.direction, m_option.rect, rect.translated(m_option.rect.topLeft()));
    }

private:
    QPainter& m_painter;
    const QStyleOptionViewItem& m_option;
    bool m_isSelected;
};

} // namespace

StoryDelegate::StoryDelegate(StoryList* list)
    : QStyledItemDelegate(list)
    , m_list(list)
{
}

void StoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const StoryModel*>(index.model());
    if (!model)
        return;
    const StoryRow row = model->storyRow(index.row());
    const StoryRowLayout layout = StoryRowLayout::of(row, option.font, m_list->gutterWidth(), option.rect.width());
    const QPalette& palette = option.palette;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected)
        && option.state.testFlag(QStyle::State_HasFocus) && m_list->hasFocus();
    painter->save();
    RowPainter parts(*painter, option, isSelected);
    if (isSelected)
        painter->fillRect(option.rect, palette.color(QPalette::Active, QPalette::Highlight));
    else if (row.isMarked)
        painter->fillRect(option.rect, mixed(palette.color(QPalette::Base), palette.color(QPalette::Highlight), 0.10));
    else if (option.state.testFlag(QStyle::State_MouseOver) && !row.isFaint)
        painter->fillRect(option.rect, mixed(palette.color(QPalette::Base), palette.color(QPalette::WindowText), 0.04));
    if (row.isMarked && !isSelected)
        painter->fillRect(
            parts.placed(QRect(0, 0, MarkWidth, option.rect.height())), palette.color(QPalette::Highlight));

    parts.paint(layout.gutter, { row.gutter }, option.font, Qt::AlignRight | Qt::AlignTop, true);
    for (const StoryRowLayout::Piece& piece : layout.head)
        parts.paint(
            piece.rect, piece.text, storyFont(option.font, piece.text), Qt::AlignLeft | Qt::AlignTop, row.isFaint);
    if (!layout.aside.isEmpty())
        parts.paint(layout.aside, { row.aside }, fixedFontLike(option.font), Qt::AlignLeft | Qt::AlignTop, true);
    for (const StoryRowLayout::Piece& piece : layout.lines)
        parts.paint(piece.rect, piece.text, option.font, Qt::AlignLeft | Qt::AlignTop, true);
    if (index.row() + 1 < model->rowCount() && !isSelected)
        painter->fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, hairline(palette));
    painter->restore();
}

QSize StoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const StoryModel*>(index.model());
    if (!model)
        return {};
    const int width = m_list->viewport()->width();
    const StoryRowLayout layout
        = StoryRowLayout::of(model->storyRow(index.row()), option.font, m_list->gutterWidth(), width);
    return { 1, layout.height };
}

} // namespace hookloupe

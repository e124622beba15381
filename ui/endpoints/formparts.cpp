// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/formparts.h"

#include "theme/theme.h"
#include "theme/tones.h"
#include "widgets/flatheader.h"

#include <QApplication>
#include <QEvent>
#include <QFormLayout>
#include <QPainter>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Where FlatHeader has its titles: further in at the edges of the table.
constexpr int EdgeMargin = 12;
constexpr int CellMargin = 6;

QString glyphOf(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return u"\u2713 "_s;
    case Tone::Warning:
        return u"\u25B2 "_s;
    case Tone::Danger:
        return u"\u2715 "_s;
    case Tone::Info:
    case Tone::Neutral:
        break;
    }
    return u"\u25CF "_s;
}

} // namespace

FieldNote::FieldNote(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    say(QString());
}

void FieldNote::say(const QString& text, std::optional<Tone> tone)
{
    m_tone = tone;
    setText(tone && !text.isEmpty() ? QString(glyphOf(*tone) + text) : text);
    setVisible(!text.isEmpty());
    tint();
}

QSize FieldNote::sizeHint() const
{
    return { fontMetrics().horizontalAdvance(text()), fontMetrics().height() };
}

void FieldNote::tint()
{
    QPalette ink = palette();
    const QColor color = m_tone ? toneColor(*m_tone, palette()) : quietText(palette());
    if (ink.color(QPalette::WindowText) == color)
        return;
    ink.setColor(QPalette::WindowText, color);
    setPalette(ink);
}

void FieldNote::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        tint();
}

void setUpForm(QFormLayout& form)
{
    form.setContentsMargins(0, 0, 0, 0);
    form.setVerticalSpacing(8);
    form.setHorizontalSpacing(12);
    form.setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form.setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

void EntryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = std::exchange(cell.text, QString());
    cell.state &= ~QStyle::State_HasFocus;
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const bool isSelected = cell.state.testFlag(QStyle::State_Selected);
    const QColor ink = cell.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = isSelected ? ink : quietText(cell.palette);
    const bool isLast = index.column() == index.model()->columnCount() - 1;
    const QRect room
        = cell.rect.adjusted(index.column() == 0 ? EdgeMargin : CellMargin, 0, isLast ? -EdgeMargin : -CellMargin, 0);
    const QFontMetrics metrics(cell.font);
    const QString shown = metrics.elidedText(text, cell.textElideMode, room.width());
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(index.data(QuietRole).toBool() ? quiet : ink);
    painter->drawText(room, static_cast<int>(cell.displayAlignment) | Qt::TextSingleLine, shown);
    const QString note = index.data(NoteRole).toString();
    const QRect rest = room.adjusted(metrics.horizontalAdvance(shown) + EdgeMargin, 0, 0, 0);
    if (!note.isEmpty() && rest.width() > metrics.averageCharWidth() * 4) {
        painter->setPen(quiet);
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            metrics.elidedText(note, Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

void setUpEntryTable(QTableView& table, const QString& name)
{
    auto* header = new FlatHeader(&table);
    table.setHorizontalHeader(header);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setAccessibleName(QTableView::tr("Columns"));
    table.setAccessibleName(name);
    table.setItemDelegate(new EntryDelegate(&table));
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setTextElideMode(Qt::ElideRight);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(rowHeightFor(table.font()));
}

} // namespace hookloupe

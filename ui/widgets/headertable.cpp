// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/headertable.h"

#include "models/headersmodel.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

namespace hookloupe {

namespace {

/// Puts "1 of 2" at the end of a name that occurs more than once.
class RepeatDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString repeat = index.data(HeadersModel::RepeatRole).toString();
        if (repeat.isEmpty())
            return;
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setFont(QApplication::font());
        painter->setPen(isSelected ? option.palette.color(QPalette::HighlightedText) : quietText(option.palette));
        painter->drawText(option.rect.adjusted(0, 0, -RepeatMargin, 0), Qt::AlignRight | Qt::AlignVCenter, repeat);
        painter->restore();
    }

    static constexpr int RepeatMargin = 6;
};

} // namespace

HeaderTable::HeaderTable(QWidget* parent)
    : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    setItemDelegateForColumn(HeadersModel::NameColumn, new RepeatDelegate(this));
    applyFont();
}

void HeaderTable::setModel(QAbstractItemModel* newModel)
{
    QTableView::setModel(newModel);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
}

void HeaderTable::applyFont()
{
    setFont(fixedFontLike(QApplication::font()));
    horizontalHeader()->setFont(QApplication::font());
    verticalHeader()->setDefaultSectionSize(rowHeightFor(font()));
}

void HeaderTable::fitNames()
{
    constexpr int MeasuredRows = 200;
    const QFontMetrics metrics(font());
    int width = metrics.averageCharWidth() * 12;
    const int rows = model() ? qMin(model()->rowCount(), MeasuredRows) : 0;
    for (int row = 0; row < rows; ++row) {
        const QModelIndex name = model()->index(row, HeadersModel::NameColumn);
        const QString repeat = name.data(HeadersModel::RepeatRole).toString();
        const int mark = repeat.isEmpty() ? 0 : metrics.horizontalAdvance(repeat) + 2 * RepeatDelegate::RepeatMargin;
        width = qMax(width, metrics.horizontalAdvance(name.data().toString()) + mark);
    }
    setColumnWidth(0, qMin(width + 24, qMax(120, viewport()->width() * 45 / 100)));
}

QByteArray HeaderTable::bytesAt(int column) const
{
    return currentIndex().siblingAtColumn(column).data(HeadersModel::BytesRole).toByteArray();
}

QByteArray HeaderTable::currentBytes() const
{
    return bytesAt(currentIndex().column());
}

void HeaderTable::copyCell()
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(QString::fromUtf8(currentBytes()));
}

void HeaderTable::copyRow()
{
    if (!currentIndex().isValid())
        return;
    const QByteArray row = bytesAt(HeadersModel::NameColumn) + ": " + bytesAt(HeadersModel::ValueColumn);
    QApplication::clipboard()->setText(QString::fromUtf8(row));
}

void HeaderTable::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isCurrent = currentIndex().isValid();
    QAction* cell = menu->addAction(tr("Copy"), this, &HeaderTable::copyCell);
    cell->setShortcut(QKeySequence::Copy);
    cell->setEnabled(isCurrent);
    menu->addAction(tr("Copy Name and Value"), this, &HeaderTable::copyRow)->setEnabled(isCurrent);
    menu->popup(event->globalPos());
}

bool HeaderTable::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
}

void HeaderTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        return copyCell();
    QTableView::keyPressEvent(event);
}

void HeaderTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
}

} // namespace hookloupe

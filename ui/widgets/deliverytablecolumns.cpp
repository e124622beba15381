// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of DeliveryTableView.
#include "widgets/deliverytableview.h"

#include "theme/theme.h"
#include "widgets/columnfit.h"
#include "widgets/flatheader.h"

#include <QHeaderView>
#include <QMenu>

#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Widths as texts, so that they follow the font. The path takes what is left.
constexpr std::array<const char*, ColumnCount> WidthSamples { "00:00:00.000", "DELETE", "/webhooks/orders/created",
    "application/json", "\u25F7 timeout", "999 KiB", "Shopify ", "invoice.paymen", "\u2715 mismatch", "\u21BB retry 2?",
    "\u21BB retry after 60 m" };

/// What gives way, in this order, before the path becomes shorter than this.
constexpr std::array<int, 3> GivingWay { SizeColumn, MethodColumn, ProviderColumn };
constexpr auto LeastPath = "/webhooks/ord";

/// How the columns stand until somebody moves them.
constexpr std::array<int, ColumnCount> FirstOrder { TimeColumn, MethodColumn, PathColumn, ProviderColumn, EventColumn,
    SignatureColumn, MessageColumn, TypeColumn, ResponseColumn, ReactionColumn, SizeColumn };

} // namespace

ColumnFit* DeliveryTableView::makeColumnFit()
{
    return new ColumnFit(*this, PathColumn, { GivingWay.begin(), GivingWay.end() });
}

void DeliveryTableView::setUpHeader()
{
    setHorizontalHeader(new FlatHeader(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setAccessibleName(tr("Columns"));
    setSortingEnabled(true);
    connect(header, &QWidget::customContextMenuRequested, this, &DeliveryTableView::showHeaderMenu);
    for (const auto changed : { &QHeaderView::sectionResized, &QHeaderView::sectionMoved })
        connect(header, changed, this, &DeliveryTableView::columnsChanged);
}

void DeliveryTableView::resetColumns()
{
    QHeaderView* header = horizontalHeader();
    const QFontMetrics metrics(fixedFontLike(font()));
    for (int place = 0; place < ColumnCount; ++place) {
        const int column = FirstOrder[static_cast<std::size_t>(place)];
        header->moveSection(header->visualIndex(column), place);
        const QString sample = QString::fromUtf8(WidthSamples[static_cast<std::size_t>(column)]);
        header->resizeSection(column, metrics.horizontalAdvance(sample) + 20);
        header->setSectionHidden(column, column == TypeColumn);
    }
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(PathColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(48);
    sortByColumn(TimeColumn, Qt::AscendingOrder);
    m_fit->reset(metrics.horizontalAdvance(QString::fromLatin1(LeastPath)));
    emit columnsChanged();
}

QByteArray DeliveryTableView::columnState() const
{
    return m_fit->saveState();
}

bool DeliveryTableView::setColumnState(const QByteArray& state)
{
    if (state.isEmpty() || !m_fit->restoreState(state))
        return false;
    horizontalHeader()->setSectionResizeMode(PathColumn, QHeaderView::Stretch);
    sortByColumn(horizontalHeader()->sortIndicatorSection(), horizontalHeader()->sortIndicatorOrder());
    return true;
}

void DeliveryTableView::showHeaderMenu(const QPoint& position)
{
    QMenu menu(this);
    QHeaderView* header = horizontalHeader();
    for (int column = 0; column < ColumnCount; ++column) {
        QAction* action = menu.addAction(m_list->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        // Without the path, rows could not be told apart.
        action->setEnabled(column != PathColumn);
        connect(action, &QAction::toggled, this, [this, column](bool isShown) {
            m_fit->setShown(column, isShown);
            emit columnsChanged();
        });
    }
    menu.addSeparator();
    menu.addAction(tr("Reset Columns"), this, &DeliveryTableView::resetColumns);
    menu.exec(header->mapToGlobal(position));
}

} // namespace hookloupe

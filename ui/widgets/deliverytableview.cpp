// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/deliverytableview.h"

#include "models/deliverytablemodel.h"
#include "theme/theme.h"
#include "widgets/columnfit.h"
#include "widgets/deliverydelegate.h"
#include "widgets/flatheader.h"
#include "widgets/newbelowpill.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// A selection larger than this is not carried over a new arrangement.
constexpr std::size_t MaxKeptSelection = 1000;

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

DeliveryTableView::DeliveryTableView(DeliveryTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new DeliveryDelegate(this))
    , m_pill(new NewBelowPill(viewport()))
    , m_fit(new ColumnFit(*this, PathColumn, { GivingWay.begin(), GivingWay.end() }))
{
    setObjectName(u"deliveryTable"_s);
    setAccessibleName(tr("Deliveries"));
    setAccessibleDescription(tr("One row for each captured request, the newest at the end"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    viewport()->setAttribute(Qt::WA_Hover);
    setUpHeader();
    updateLooks();
    resetColumns();

    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, &DeliveryTableView::rememberPlace);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex&, int first, int last) { rowsCame(first, last); });
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_keptCurrent = currentId();
        m_keptSelection = selectedIds();
        m_isRestoring = true;
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &DeliveryTableView::afterReset);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &DeliveryTableView::noteScrolled);
    connect(m_pill, &QAbstractButton::clicked, this, &DeliveryTableView::followNewest);
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
        QAction* action = menu.addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
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

void DeliveryTableView::updateLooks()
{
    m_delegate->updateLooks(palette(), font());
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(rowHeightFor(font()));
    horizontalHeader()->setFixedHeight(rowHeightFor(font()));
    viewport()->update();
}

DeliveryId DeliveryTableView::currentId() const
{
    return m_model.idAt(currentIndex().row());
}

std::vector<DeliveryId> DeliveryTableView::selectedIds() const
{
    std::vector<DeliveryId> ids;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.push_back(m_model.idAt(row));
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

void DeliveryTableView::select(DeliveryId id)
{
    if (const int row = m_model.rowOf(id); row >= 0)
        setCurrentIndex(m_model.index(row, PathColumn));
}

void DeliveryTableView::copyCell()
{
    if (!currentIndex().isValid())
        return;
    const QVariant value = currentIndex().data(DeliveryTableModel::SortRole);
    const bool isTime = currentIndex().column() == TimeColumn;
    QGuiApplication::clipboard()->setText(isTime ? currentIndex().data(Qt::DisplayRole).toString() : value.toString());
}

bool DeliveryTableView::isNewestInView() const
{
    const QScrollBar* bar = verticalScrollBar();
    const auto isNewestLast = m_model.isNewestLast();
    if (!isNewestLast)
        return false;
    // Within half a row counts: a window that was resized is rarely at the last pixel.
    const int slack = verticalHeader()->defaultSectionSize() / 2;
    return *isNewestLast ? bar->value() >= bar->maximum() - slack : bar->value() <= slack;
}

void DeliveryTableView::rememberPlace()
{
    if (m_model.isNewestLast())
        m_isFollowing = isNewestInView();
}

void DeliveryTableView::rowsCame(int first, int last)
{
    const int count = last - first + 1;
    const auto isNewestLast = m_model.isNewestLast();
    const bool areNewest = isNewestLast && (*isNewestLast ? last == m_model.rowCount() - 1 : first == 0);
    if (!m_model.isRefiltering() && (!isNewestLast || (areNewest && !m_isFollowing)))
        m_newCount += count;
    QScrollBar* bar = verticalScrollBar();
    if (areNewest && m_isFollowing) {
        updateGeometries();
        bar->setValue(*isNewestLast ? bar->maximum() : 0);
    } else if (isNewestLast && first == 0 && last < m_model.rowCount() - 1) {
        // What came above must not push away what is being read.
        updateGeometries();
        bar->setValue(bar->value() + count * verticalHeader()->defaultSectionSize());
        if (!areNewest && m_isFollowing && *isNewestLast)
            bar->setValue(bar->maximum());
    }
    updatePill();
    // What was selected did match; it was only not found yet.
    if (m_model.isRefiltering() && !currentIndex().isValid() && m_keptCurrent.value != 0)
        select(m_keptCurrent);
}

void DeliveryTableView::noteScrolled()
{
    if (!isNewestInView())
        return;
    m_isFollowing = true;
    m_newCount = 0;
    updatePill();
}

void DeliveryTableView::followNewest()
{
    if (!m_model.isNewestLast())
        sortByColumn(TimeColumn, Qt::AscendingOrder);
    m_isFollowing = true;
    m_newCount = 0;
    updateGeometries();
    if (m_model.isNewestLast().value_or(true))
        scrollToBottom();
    else
        scrollToTop();
    updatePill();
}

void DeliveryTableView::updatePill()
{
    m_pill->showCount(m_newCount, m_model.isNewestLast().value_or(true));
}

void DeliveryTableView::afterReset()
{
    updateGeometries();
    QItemSelection selection;
    if (m_keptSelection.size() <= MaxKeptSelection) {
        for (const DeliveryId id : m_keptSelection) {
            if (const int row = m_model.rowOf(id); row >= 0)
                selection.select(m_model.index(row, 0), m_model.index(row, ColumnCount - 1));
        }
    }
    const int current = m_model.rowOf(m_keptCurrent);
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_model.index(current, PathColumn), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    m_isRestoring = false;
    m_newCount = 0;
    if (m_isFollowing && m_model.isNewestLast())
        followNewest();
    else if (current >= 0)
        scrollTo(m_model.index(current, PathColumn), PositionAtCenter);
    updatePill();
    if (currentId() != m_lastCurrent) {
        m_lastCurrent = currentId();
        emit currentIdChanged(m_lastCurrent);
    }
    emit selectedCountChanged(static_cast<int>(selectedIds().size()));
}

QString DeliveryTableView::filterTerm(const QModelIndex& index, DeliveryColumn column) const
{
    const QString value = index.siblingAtColumn(column).data(DeliveryTableModel::SortRole).toString();
    const bool isWord = !value.isEmpty() && !value.contains(u' ') && !value.contains(u'"');
    switch (column) {
    case ProviderColumn:
        return isWord ? u"provider:"_s + value : QString();
    case EventColumn:
        return isWord ? u"event:"_s + value : QString();
    case SignatureColumn:
        return value == u"challenge"_s ? QString() : u"sig:"_s + value;
    default:
        return {};
    }
}

void DeliveryTableView::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex at = event->reason() == QContextMenuEvent::Mouse
        ? indexAt(viewport()->mapFromGlobal(event->globalPos()))
        : currentIndex();
    if (!at.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"deliveryMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->addSeparator();
    const std::array<std::pair<DeliveryColumn, QString>, 3> choices { std::pair { SignatureColumn,
                                                                          tr("Show Only This Verdict") },
        std::pair { ProviderColumn, tr("Show Only This Provider") },
        std::pair { EventColumn, tr("Show Only This Event Type") } };
    for (const auto& [column, text] : choices) {
        const QString term = filterTerm(at, column);
        QAction* action = menu->addAction(text, this, [this, term] { emit filterWanted(term); });
        action->setEnabled(!term.isEmpty());
    }
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    menu->popup(isMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(at).bottomLeft()));
}

void DeliveryTableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

void DeliveryTableView::resizeEvent(QResizeEvent* event)
{
    const bool wasFollowing = m_isFollowing;
    QTableView::resizeEvent(event);
    if (wasFollowing && m_model.isNewestLast().value_or(false))
        scrollToBottom();
    m_isFollowing = wasFollowing;
    updatePill();
}

void DeliveryTableView::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event);
    // What has the focus is what the details show: it must be seen in the list.
    if (currentIndex().isValid() && !selectionModel()->hasSelection())
        select(currentId());
}

void DeliveryTableView::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        QKeyEvent arrow(event->type(), event->key() == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
        return;
    }
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier) {
        followNewest();
        const int newest = m_model.isNewestLast().value_or(true) ? m_model.rowCount() - 1 : 0;
        if (newest >= 0 && m_model.rowCount() > 0)
            setCurrentIndex(m_model.index(newest, PathColumn));
        return;
    }
    QTableView::keyPressEvent(event);
}

void DeliveryTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_isRestoring || currentId() == m_lastCurrent)
        return;
    m_lastCurrent = currentId();
    emit currentIdChanged(m_lastCurrent);
}

void DeliveryTableView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (m_isRestoring)
        return;
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.height();
    emit selectedCountChanged(count);
}

} // namespace hookloupe

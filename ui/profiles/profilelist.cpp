// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilelist.h"

#include "messages/quantities.h"
#include "profiles/profilelistmodel.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Shows what has the text in its name or its id.
class SearchModel final : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, ProfileListModel::NameColumn, parent);
        const QModelIndex origin = index.siblingAtColumn(ProfileListModel::OriginColumn);
        return filterRegularExpression().match(index.data().toString()).hasMatch()
            || filterRegularExpression().match(origin.data().toString()).hasMatch()
            || filterRegularExpression().match(index.data(ProfileListModel::IdRole).toString()).hasMatch();
    }
};

/// Rows with room around their words.
class RoomyDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return { size.width() + 2 * Margin, rowHeightFor(option.font) };
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);
        QStyleOptionViewItem inner = option;
        inner.rect.adjust(index.column() == ProfileListModel::NameColumn ? Margin : 0, 0, -Margin / 2, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    static constexpr int Margin = 8;
};

} // namespace

ProfileList::ProfileList(QWidget* parent)
    : QWidget(parent)
    , m_model(new ProfileListModel(this))
    , m_shown(new SearchModel(this))
    , m_search(new QLineEdit(this))
    , m_list(new QTreeView(this))
    , m_count(new QLabel(this))
{
    m_shown->setSourceModel(m_model);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_search->setObjectName(u"profileSearch"_s);
    m_search->setPlaceholderText(tr("Search profiles"));
    m_search->setAccessibleName(tr("Search profiles by name or id"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(u"profileList"_s);
    m_list->setAccessibleName(tr("Profiles"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new RoomyDelegate(m_list));
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(ProfileListModel::NameColumn, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(ProfileListModel::OriginColumn, QHeaderView::ResizeToContents);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setContentsMargins(12, 2, 12, 6);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 8, 8, 8);
    top->addWidget(m_search);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_count);
    setFocusProxy(m_list);
    updateCount();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        const QScopedValueRollback guard(m_isQuiet, true);
        m_shown->setFilterFixedString(text);
        updateCount();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const std::optional<ProfileEntry> entry = current();
        if (!m_isQuiet && entry)
            emit chosen(*entry);
    });
}

void ProfileList::setEntries(const std::vector<ProfileEntry>& entries)
{
    const QScopedValueRollback guard(m_isQuiet, true);
    m_model->setEntries(entries);
    updateCount();
}

std::optional<ProfileEntry> ProfileList::current() const
{
    const QModelIndex index = m_shown->mapToSource(m_list->currentIndex());
    return index.isValid() ? std::optional(m_model->entryAt(index.row())) : std::nullopt;
}

void ProfileList::setCurrentFile(const QString& file)
{
    const QScopedValueRollback guard(m_isQuiet, true);
    const int row = file.isEmpty() ? -1 : m_model->rowOf(file);
    const QModelIndex index = row < 0 ? QModelIndex() : m_shown->mapFromSource(m_model->index(row, 0));
    m_list->setCurrentIndex(index);
    if (index.isValid())
        m_list->scrollTo(index);
    else
        m_list->selectionModel()->clear();
}

void ProfileList::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ProfileList::updateCount()
{
    const int shown = m_shown->rowCount();
    const int all = m_model->rowCount();
    m_count->setText(shown == all ? tr("%1 profiles").arg(countText(all))
                                  : tr("%1 of %2 profiles").arg(countText(shown), countText(all)));
    QPalette palette = m_count->palette();
    palette.setColor(QPalette::WindowText, quietText(this->palette()));
    m_count->setPalette(palette);
}

void ProfileList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateCount();
}

} // namespace hookloupe

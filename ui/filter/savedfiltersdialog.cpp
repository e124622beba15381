// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/savedfiltersdialog.h"

#include "theme/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

enum Column { NameColumn, TextColumn };
constexpr int NameRole = Qt::UserRole; ///< as it is kept

} // namespace

SavedFiltersDialog::SavedFiltersDialog(SavedFilters filters, QWidget* parent)
    : QDialog(parent)
    , m_filters(filters)
    , m_list(new QTreeWidget(this))
    , m_note(new QLabel(this))
{
    setObjectName(u"savedFiltersDialog"_s);
    setWindowTitle(tr("Saved filters"));
    m_list->setObjectName(u"savedFiltersList"_s);
    m_list->setAccessibleName(tr("Saved filters"));
    m_list->setHeaderLabels({ tr("Name"), tr("Filter") });
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_list->header()->setSectionResizeMode(NameColumn, QHeaderView::Interactive);
    m_list->header()->resizeSection(NameColumn, fontMetrics().averageCharWidth() * 28);
    m_note->setObjectName(u"savedFiltersNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_rename = buttons->addButton(tr("&Rename"), QDialogButtonBox::ActionRole);
    m_remove = buttons->addButton(tr("&Delete"), QDialogButtonBox::ActionRole);
    m_rename->setObjectName(u"savedFiltersRename"_s);
    m_remove->setObjectName(u"savedFiltersDelete"_s);
    m_rename->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    connect(m_rename, &QPushButton::clicked, this, [this] { m_list->editItem(m_list->currentItem(), NameColumn); });
    connect(m_remove, &QPushButton::clicked, this, &SavedFiltersDialog::removeCurrent);
    auto* remove = new QShortcut(QKeySequence::Delete, m_list);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &SavedFiltersDialog::removeCurrent);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) { rename(item); });
    connect(m_list, &QTreeWidget::currentItemChanged, this, &SavedFiltersDialog::updateButtons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(m_list, 1);
    column->addWidget(m_note);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 90, 360);
    fill({});
    m_list->setFocus();
}

void SavedFiltersDialog::fill(const QString& current)
{
    m_isFilling = true;
    m_list->clear();
    for (const SavedFilter& filter : m_filters.all()) {
        auto* item = new QTreeWidgetItem(m_list, { filter.name, filter.text });
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setData(NameColumn, NameRole, filter.name);
        item->setFont(TextColumn, fixedFontLike(m_list->font()));
        if (filter.name == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    m_isFilling = false;
    updateButtons();
}

void SavedFiltersDialog::rename(QTreeWidgetItem* item)
{
    if (m_isFilling)
        return;
    const QString old = item->data(NameColumn, NameRole).toString();
    const QString wanted = item->text(NameColumn);
    const std::optional<QString> name = savedFilterName(wanted);
    if (wanted != old && !m_filters.rename(old, wanted)) {
        m_note->setText(name ? tr("There is a filter \u201C%1\u201D already.").arg(*name)
                             : tr("A name has 1 to %1 characters.").arg(SavedFilter::MaxName));
    } else {
        m_note->clear();
    }
    // Not from within the change that the list is telling of.
    const QString current = m_filters.has(wanted) && name && m_note->text().isEmpty() ? *name : old;
    QMetaObject::invokeMethod(
        this, [this, current] { fill(current); }, Qt::QueuedConnection);
}

void SavedFiltersDialog::removeCurrent()
{
    QTreeWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    QTreeWidgetItem* next = m_list->itemBelow(item) ? m_list->itemBelow(item) : m_list->itemAbove(item);
    const QString nextName = next ? next->text(NameColumn) : QString();
    m_filters.remove(item->data(NameColumn, NameRole).toString());
    m_note->setText(tr("\u201C%1\u201D is deleted.").arg(item->text(NameColumn)));
    fill(nextName);
}

void SavedFiltersDialog::updateButtons()
{
    m_rename->setEnabled(m_list->currentItem());
    m_remove->setEnabled(m_list->currentItem());
}

} // namespace hookloupe

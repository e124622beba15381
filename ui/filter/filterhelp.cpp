// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterhelp.h"

#include "messages/filtersentences.h"
#include "theme/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

enum Column { WhatColumn, MeaningColumn, ExampleColumn };

QTreeWidgetItem* addRow(QTreeWidgetItem* group, const QString& what, const QString& meaning, const QString& example)
{
    auto* item = new QTreeWidgetItem(group, { what, meaning, example });
    const QFont fixed = fixedFontLike(group->treeWidget()->font());
    item->setFont(WhatColumn, fixed);
    item->setFont(ExampleColumn, fixed);
    item->setToolTip(MeaningColumn, meaning);
    item->setData(
        WhatColumn, Qt::AccessibleTextRole, FilterHelp::tr("%1: %2. For example %3").arg(what, meaning, example));
    return item;
}

bool isKnowable(FilterField field, Knowable knowable)
{
    return (field != FilterField::Kind || knowable.hasMessageFacts)
        && (field != FilterField::Note || knowable.hasNotes);
}

} // namespace

FilterHelp::FilterHelp(Knowable knowable, QWidget* parent)
    : QDialog(parent)
    , m_table(new QTreeWidget(this))
{
    setObjectName(u"filterHelp"_s);
    setWindowTitle(tr("What a filter can say"));
    m_table->setObjectName(u"filterHelpTable"_s);
    m_table->setAccessibleName(tr("Fields and operators of the filter"));
    m_table->setAccessibleDescription(tr("Enter puts the example of a row into the filter"));
    m_table->setColumnCount(3);
    m_table->setHeaderLabels({ tr("Field"), tr("Its value"), tr("Example") });
    m_table->setRootIsDecorated(false);
    m_table->setIndentation(0);
    m_table->setItemsExpandable(false);
    m_table->setUniformRowHeights(true);
    m_table->installEventFilter(this);
    addFields(knowable);
    addOperators();
    m_table->expandAll();
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(WhatColumn, QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(MeaningColumn, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(ExampleColumn, QHeaderView::ResizeToContents);
    connect(m_table, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) { choose(item); });
    m_table->setCurrentItem(m_table->topLevelItem(0)->child(0));

    auto* hint = new QLabel(tr("Click a row, or press Enter, to put its example into the filter."), this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* insert = buttons->addButton(tr("&Insert"), QDialogButtonBox::ActionRole);
    insert->setObjectName(u"filterHelpInsert"_s);
    insert->setDefault(true);
    connect(insert, &QPushButton::clicked, this, [this] { choose(m_table->currentItem()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(hint);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    m_table->setFocus();
    resize(fontMetrics().averageCharWidth() * 140, 600);
}

QTreeWidgetItem* FilterHelp::addGroup(const QString& title)
{
    auto* group = new QTreeWidgetItem(m_table, { title });
    QFont font = m_table->font();
    font.setBold(true);
    group->setFont(0, font);
    group->setSizeHint(0, { 0, m_table->fontMetrics().height() + 8 });
    group->setFlags(Qt::ItemIsEnabled);
    group->setFirstColumnSpanned(true);
    return group;
}

void FilterHelp::addFields(Knowable knowable)
{
    QTreeWidgetItem* group = addGroup(tr("Fields"));
    addRow(group, tr("a word"), meaningOf(FilterField::Text), filterFieldInfo(FilterField::Text).example);
    for (const FilterFieldInfo& info : filterFields()) {
        QString what = info.name;
        if (info.hasName)
            what += info.field == FilterField::Json ? u".POINTER"_s : u".NAME"_s;
        QString meaning = meaningOf(info.field);
        if (!isKnowable(info.field, knowable))
            meaning = tr("Not known in this version. %1").arg(meaning);
        else if (info.field == FilterField::Is && !knowable.hasMessageFacts)
            meaning = tr("One of pinned, challenge; the rest is not known in this version");
        addRow(group, what, meaning, info.example);
    }
}

void FilterHelp::addOperators()
{
    QTreeWidgetItem* group = addGroup(tr("Joining and comparing"));
    addRow(group, tr("a blank"), tr("Both; the word and may stand between"), u"method:post status:500"_s);
    addRow(group, u"or"_s, tr("One of them, or both; binds less than a blank"), u"status:500 or is:pinned"_s);
    addRow(group, u"- not"_s, tr("The opposite"), u"-sig:valid"_s);
    addRow(group, u"( )"_s, tr("What belongs together"), u"(status:500 or status:503)"_s);
    addRow(group, u"*"_s, tr("Anything, nothing included"), u"event:*.created"_s);
    addRow(group, u"\" \""_s, tr("Text with blanks, parentheses or a star that is meant"), u"body:\"two words\""_s);
    addRow(group, u":="_s, tr("Exactly this text, capitals included"), u"event:=Payout"_s);
    addRow(group, u"> >= < <="_s, tr("Numbers, sizes, durations and times"), u"size:>=10KiB"_s);
    addRow(group, u".."_s, tr("From and to, both included"), u"status:200..299"_s);
}

void FilterHelp::choose(const QTreeWidgetItem* item)
{
    if (item && item->parent())
        emit chosen(item->text(ExampleColumn));
}

bool FilterHelp::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose(m_table->currentItem());
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/shortcutsdialog.h"

#include "theme/theme.h"
#include "windows/windowactions.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

ShortcutsDialog::ShortcutsDialog(const WindowActions& actions, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard Shortcuts"));
    auto* list = new QTreeWidget(this);
    list->setObjectName(u"shortcutsList"_s);
    list->setAccessibleName(tr("Keyboard shortcuts"));
    list->setColumnCount(2);
    list->setHeaderLabels({ tr("Command"), tr("Keys") });
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    const auto add = [list](const QString& what, const QString& keys) {
        auto* item = new QTreeWidgetItem(list, { what, keys });
        item->setFont(1, fixedFontLike(list->font()));
    };
    for (const QAction* action : actions.all()) {
        QStringList keys;
        for (const QKeySequence& sequence : action->shortcuts())
            keys << sequence.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            add(QString(action->text()).remove(u'&').remove(u'\u2026'), keys.join(u", "_s));
    }
    add(tr("Move in the list"), tr("Up, Down, J, K"));
    add(tr("Fields of the filter"), tr("F1 (in the filter)"));
    add(tr("Detail tab"), tr("Ctrl+1, Ctrl+2, \u2026"));
    add(tr("Follow the newest"), tr("End (in the list)"));
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list->header()->setStretchLastSection(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(list);
    column->addWidget(buttons);
    resize(460, 560);
}

} // namespace hookloupe

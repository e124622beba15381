// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/savedfiltersmenu.h"

#include "widgets/plaintip.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

SavedFiltersMenu::SavedFiltersMenu(SavedFilters filters, QWidget* parent)
    : QMenu(parent)
    , m_filters(filters)
{
    setObjectName(u"savedFiltersMenu"_s);
    setAccessibleName(tr("Saved filters"));
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &SavedFiltersMenu::fill);
}

void SavedFiltersMenu::setCurrent(const QString& text, bool isSavable)
{
    m_text = text;
    m_isSavable = isSavable;
}

void SavedFiltersMenu::fill()
{
    clear();
    const std::vector<SavedFilter> filters = m_filters.all();
    for (const SavedFilter& filter : filters) {
        QAction* action = addAction(
            QString(filter.name).replace(u'&', u"&&"_s), this, [this, text = filter.text] { emit chosen(text); });
        action->setToolTip(plainTip(filter.text));
        action->setCheckable(true);
        action->setChecked(filter.text == m_text);
    }
    if (filters.empty())
        addAction(tr("No saved filters yet"))->setEnabled(false);
    addSeparator();
    QAction* save = addAction(tr("&Save This Filter\u2026"), this, &SavedFiltersMenu::saveRequested);
    save->setObjectName(u"saveFilterAction"_s);
    save->setEnabled(m_isSavable);
    QAction* edit = addAction(tr("&Rename or Delete\u2026"), this, &SavedFiltersMenu::editRequested);
    edit->setObjectName(u"editFiltersAction"_s);
    edit->setEnabled(!filters.empty());
}

} // namespace hookloupe

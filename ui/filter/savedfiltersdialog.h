// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/savedfilters.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace hookloupe {

/// The saved filters as a list: names can be changed in their place, filters deleted. What is done is kept at once.
class SavedFiltersDialog final : public QDialog {
    Q_OBJECT

public:
    explicit SavedFiltersDialog(SavedFilters filters, QWidget* parent = nullptr);

private:
    void fill(const QString& current);
    void rename(QTreeWidgetItem* item);
    void removeCurrent();
    void updateButtons();

    SavedFilters m_filters;
    QTreeWidget* m_list;
    QLabel* m_note;
    QPushButton* m_rename;
    QPushButton* m_remove;
    bool m_isFilling = false;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "filter/filtertext.h"

#include <QDialog>

class QTreeWidget;
class QTreeWidgetItem;

namespace hookloupe {

/// The table of all that a filter can say, with an example of each that goes into the filter at a click. Stays open
/// beside the window.
class FilterHelp final : public QDialog {
    Q_OBJECT

public:
    explicit FilterHelp(Knowable knowable, QWidget* parent = nullptr);

signals:
    void chosen(const QString& term);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QTreeWidgetItem* addGroup(const QString& title);
    void addFields(Knowable knowable);
    void addOperators();
    void choose(const QTreeWidgetItem* item);

    QTreeWidget* m_table;
};

} // namespace hookloupe

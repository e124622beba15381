// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QFrame>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace hookloupe {

class LocatorModel;

/// The values of the delivery to choose one from: a list with a filter that opens below a field. Enter takes the
/// current one, Esc leaves. Deletes itself when it closes.
class LocatorPicker final : public QFrame {
    Q_OBJECT

public:
    LocatorPicker(const Request& request, QWidget* parent);

    void openBelow(const QWidget* field);

signals:
    void picked(const QByteArray& locator);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();

    LocatorModel* m_model;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_filter;
    QTreeView* m_list;
};

} // namespace hookloupe

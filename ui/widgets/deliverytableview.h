// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "models/deliverycolumn.h"

#include <QTableView>

#include <vector>

namespace hookloupe {

class ColumnFit;
class DeliveryDelegate;
class DeliveryTableModel;
class NewBelowPill;

/// The list of deliveries: whole rows, a fixed height, columns that can be moved, sized and hidden.
///
/// Follows the newest delivery only while the newest is in view; otherwise a pill says how many came.
/// Keeps the selection by id whatever the model does.
class DeliveryTableView final : public QTableView {
    Q_OBJECT

public:
    /// \param model  must outlive the view
    explicit DeliveryTableView(DeliveryTableModel& model, QWidget* parent = nullptr);

    DeliveryId currentId() const;
    std::vector<DeliveryId> selectedIds() const;
    void select(DeliveryId id);
    bool isFollowing() const { return m_isFollowing; }
    QByteArray columnState() const;
    /// False, and nothing changes, when the state is not one of this table.
    bool setColumnState(const QByteArray& state);
    void resetColumns();

    /// Goes to the newest delivery and follows.
    void followNewest();
    void copyCell();

signals:
    /// Another delivery is current, or none (0).
    void currentIdChanged(hookloupe::DeliveryId id);
    void selectedCountChanged(int count);
    void columnsChanged();
    /// Only the rows that a term of the filter names are to be shown.
    void filterWanted(const QString& term);

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    QString filterTerm(const QModelIndex& index, DeliveryColumn column) const;
    void setUpHeader();
    void updateLooks();
    void showHeaderMenu(const QPoint& position);
    bool isNewestInView() const;
    void noteScrolled();
    void rememberPlace();
    void rowsCame(int first, int last);
    void afterReset();
    void updatePill();

    DeliveryTableModel& m_model;
    DeliveryDelegate* m_delegate;
    NewBelowPill* m_pill;
    ColumnFit* m_fit;
    std::vector<DeliveryId> m_keptSelection;
    DeliveryId m_keptCurrent;
    DeliveryId m_lastCurrent;
    int m_newCount = 0;
    bool m_isFollowing = true;
    bool m_isRestoring = false;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "models/deliverycolumn.h"
#include "models/deliverylistmodel.h"

#include <QTableView>

#include <optional>
#include <vector>

namespace hookloupe {

class ColumnFit;
class DeliveryDelegate;
class NewBelowPill;

/// The list of deliveries: whole rows, a fixed height, columns that can be moved, sized and hidden.
///
/// Flat, or by message: then Right and Left, Space, + and - unfold and fold, * unfolds all.
/// Follows the newest delivery only while the newest is in view; otherwise a pill says how many came, and what is read
/// stays where it is. Keeps the selection by id whatever the model does.
class DeliveryTableView final : public QTableView {
    Q_OBJECT

public:
    /// \param model  must outlive the view
    explicit DeliveryTableView(DeliveryTableModel& model, QWidget* parent = nullptr);

    DeliveryListModel& list() const { return *m_list; }
    DeliveryId currentId() const;
    /// The delivery that was told last by currentIdChanged(): a message may have got another one since.
    DeliveryId shownId() const { return m_lastCurrent; }
    /// A selected message stands for all of its deliveries.
    std::vector<DeliveryId> selectedIds() const;
    /// Selected lines that stand for several deliveries.
    int selectedMessages() const;
    void select(DeliveryId id);
    /// Unfolds its message where that is needed. False where the list does not show it.
    bool selectAttempt(DeliveryId id);
    void unfoldAll();
    void foldAll();
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
    /// More messages are there than were unfolded.
    void unfoldingLimited(int limit);
    /// Only the rows that a term of the filter names are to be shown.
    void filterWanted(const QString& term);

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    QString filterTerm(const QModelIndex& index, DeliveryColumn column) const;
    ColumnFit* makeColumnFit();
    void setUpHeader();
    void updateLooks();
    void showHeaderMenu(const QPoint& position);
    bool foldByKey(const QKeyEvent& event);
    bool foldByMouse(const QMouseEvent& event);
    void setUnfolded(int row, bool isUnfolded);
    void connectList();
    bool isNewestInView() const;
    void noteScrolled();
    void rememberPlace();
    void keepPlace(bool mayMove);
    void rowsCame(int first, int last);
    void rowsLeave(int first, int last);
    void rowsLeft();
    void messagesGrew(int count);
    void goToNewest();
    void beforeReset();
    void afterReset();
    void restoreSelection(int current);
    void tellCurrent();
    void showCurrent();
    void updatePill();

    /// A line that is seen, and where it stood.
    struct Anchor {
        QPersistentModelIndex index;
        int row = 0;
    };

    DeliveryListModel* m_list;
    DeliveryDelegate* m_delegate;
    NewBelowPill* m_pill;
    ColumnFit* m_fit;
    std::vector<Anchor> m_anchors;
    std::vector<DeliveryListModel::Place> m_keptSelection;
    DeliveryListModel::Place m_keptCurrent;
    std::optional<DeliveryListModel::Place> m_leaving; ///< was current, and its line goes
    DeliveryId m_lastCurrent;
    int m_newCount = 0;
    bool m_isFollowing = true;
    bool m_isRestoring = false;
    bool m_isWaiting = false; ///< what is kept comes back with the next arrangement
};

} // namespace hookloupe

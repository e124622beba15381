// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

#include <map>
#include <set>
#include <vector>

class QTableView;

namespace hookloupe {

/// Lets columns of a table give way, the least important first, while it is too narrow for all of them. What a person
/// shows or hides stays so, and what is saved is how the columns stand with room enough.
class ColumnFit final : public QObject {
    Q_OBJECT

public:
    /// \param view       outlives it, and has its header
    /// \param stretched  the column that takes the room that is left
    /// \param givingWay  in this order
    ColumnFit(QTableView& view, int stretched, std::vector<int> givingWay);

    /// A person shows or hides a column.
    void setShown(int column, bool isShown);
    /// The columns were laid out anew; nobody has chosen any.
    /// \param leastStretched  below this width of the stretched column, in pixels, others give way
    void reset(int leastStretched);
    QByteArray saveState();
    bool restoreState(const QByteArray& state);
    bool isGivingWay(int column) const { return m_sizes.contains(column); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    void hide(int column);
    void show(int column);
    void showAll();

    QTableView& m_view;
    int m_stretched;
    int m_leastStretched = 0;
    std::vector<int> m_givingWay;
    std::map<int, int> m_sizes; ///< of the columns that give way now
    std::set<int> m_kept; ///< a person wants to see them
};

} // namespace hookloupe

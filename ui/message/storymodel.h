// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "message/storylook.h"

#include <QAbstractTableModel>

#include <vector>

namespace hookloupe {

/// What a list of the Message panel shows of a row: a number, pieces side by side, and lines below that wrap.
struct StoryRow {
    QString gutter; ///< the number at the edge
    std::vector<StoryText> head; ///< pieces of the first line; they flow where there is no room
    QString aside; ///< at the other edge, in the fixed font
    std::vector<StoryText> lines;
    bool isMarked = false; ///< it is the delivery that is shown
    bool isFaint = false; ///< it has not happened
};

/// A table whose rows can also be shown one below the other, for narrow panes.
class StoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< qint64: the delivery; 0 for none
        SelectedRole, ///< bool: it is the delivery that is shown
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// \param row  0 to rowCount() - 1
    virtual StoryRow storyRow(int row) const = 0;
    /// The row of the delivery that is shown; -1 for none.
    int selectedRow() const;
};

} // namespace hookloupe

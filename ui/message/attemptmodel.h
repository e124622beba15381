// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/attemptrows.h"
#include "message/storymodel.h"

namespace hookloupe {

/// The attempts of a message, made and expected, in their order.
class AttemptModel final : public StoryModel {
    Q_OBJECT

public:
    enum Column { NumberColumn, TimeColumn, KindColumn, ResponseColumn, WaitColumn, ReactionColumn, ColumnCount };

    using StoryModel::StoryModel;

    /// Rows that stay are told as changed, so that a list keeps its place.
    void setRows(std::vector<AttemptRow> rows);
    const std::vector<AttemptRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    StoryRow storyRow(int row) const override;

private:
    std::vector<AttemptRow> m_rows;
};

} // namespace hookloupe

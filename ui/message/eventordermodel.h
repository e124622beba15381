// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"
#include "message/storymodel.h"

namespace hookloupe {

/// The events of one resource in the order of their arrival, with their own times.
class EventOrderModel final : public StoryModel {
    Q_OBJECT

public:
    enum Column { DeliveryColumn, ArrivedColumn, HappenedColumn, StateColumn, ColumnCount };

    /// An event with its place in both orders.
    struct Entry {
        ResourceEvent event;
        int rank = 0; ///< by its own time, from 0; equal ones by arrival
        /// Its own time less that of the newest that had come before; nothing for the first.
        std::optional<std::chrono::microseconds> gap;
        bool isSelected = false;
    };

    using StoryModel::StoryModel;

    void setStory(const MessageStory& story);
    const std::vector<Entry>& entries() const { return m_entries; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    StoryRow storyRow(int row) const override;

private:
    QString cellText(const Entry& entry, int column) const;
    QString sentence(const Entry& entry) const;
    StoryText state(const Entry& entry) const;

    std::vector<Entry> m_entries;
    SystemTime m_day {};
};

} // namespace hookloupe

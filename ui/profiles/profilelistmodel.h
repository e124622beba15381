// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profilefolder.h"

#include <QAbstractTableModel>

namespace hookloupe {

/// The profiles that there are, one a row, each with the word for where it comes from.
class ProfileListModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, OriginColumn, ColumnCount };
    enum Role { FileRole = Qt::UserRole, IdRole, OriginRole };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void setEntries(std::vector<ProfileEntry> entries);
    const std::vector<ProfileEntry>& entries() const { return m_entries; }
    const ProfileEntry& entryAt(int row) const { return m_entries.at(static_cast<std::size_t>(row)); }
    /// \return -1 where there is none
    int rowOf(const QString& file) const;
    int rowOfId(const QByteArray& id) const;

private:
    QVariant look(const ProfileEntry& entry, int role) const;

    std::vector<ProfileEntry> m_entries;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "profile/profilecatalog.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace hookloupe {

/// Whether the value of a secret can be had.
enum class SecretPresence : quint8 { Unknown, Here, Entered, Missing };

/// The secrets of one endpoint while they are being edited, without their values. Data only.
class SecretModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, ProviderColumn, PlaceColumn, PresenceColumn, ColumnCount };

    /// \param catalog  not null
    SecretModel(std::shared_ptr<const ProfileCatalog> catalog, const std::vector<SecretEntry>& entries,
        QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const SecretEntry& at(int row) const { return m_rows[static_cast<std::size_t>(row)].entry; }
    std::vector<SecretEntry> entries() const;
    SecretPresence presence(int row) const { return m_rows[static_cast<std::size_t>(row)].presence; }
    bool isNameFree(int row, const QString& name) const;
    /// "Secret", or "Secret 2" where there is one already.
    QString freeName() const;

    int add(SecretEntry entry);
    void remove(int row);
    void set(int row, SecretEntry entry);
    /// \param reason  why it is missing, in a few words
    void setPresence(int row, SecretPresence presence, const QString& reason = {});

private:
    struct Row {
        SecretEntry entry;
        SecretPresence presence = SecretPresence::Unknown;
        QString reason;
    };

    QString text(const Row& row, int column) const;

    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::vector<Row> m_rows;
};

} // namespace hookloupe

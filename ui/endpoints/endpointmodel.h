// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "endpoints/captureddeliveries.h"
#include "profile/profilecatalog.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace hookloupe {

/// The endpoints of a session while they are being edited. The default endpoint is always there, and always last.
///
/// The order counts among endpoints whose patterns are equally specific. Data only.
class EndpointModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        PathColumn,
        MethodColumn,
        ProviderColumn,
        SecretsColumn,
        ResponseColumn,
        DeliveriesColumn,
        ColumnCount
    };
    enum Role {
        FaultyRole = Qt::UserRole, ///< bool: the pattern is none, or another endpoint has the same one
        NoteRole = Qt::UserRole + 100, ///< QString: the name, behind the path
        QuietRole, ///< bool: the cell says only what goes without saying
    };

    /// \param catalog    not null
    /// \param firstFree  the smallest id that none of the session ever had
    EndpointModel(std::shared_ptr<const ProfileCatalog> catalog, std::vector<Endpoint> endpoints,
        CapturedDeliveries captured, EndpointId firstFree, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const std::vector<Endpoint>& endpoints() const { return m_endpoints; }
    const Endpoint& at(int row) const { return m_endpoints[static_cast<std::size_t>(row)]; }
    bool isDefault(int row) const { return row == rowCount() - 1; }
    int rowOf(EndpointId id) const;
    /// How many of the captured deliveries the endpoint takes.
    qint64 taken(int row) const { return m_taken[static_cast<std::size_t>(row)]; }
    qint64 captured() const { return m_captured.total(); }
    /// Another endpoint has the same pattern and method.
    bool isTwin(int row) const;
    /// A session keeps no more.
    bool isFull() const;
    /// Why the endpoints cannot be used as they are; empty when they can.
    QString problem() const;

    /// Puts it before the default endpoint under an id of its own. \return its row
    int add(Endpoint endpoint);
    /// \return the row of the copy, which is the one below; its secrets are those of the original
    int duplicate(int row);
    /// Takes out any but the default endpoint.
    Endpoint take(int row);
    /// Brings back what was taken, with its id.
    void restore(int row, Endpoint endpoint);
    /// \return false at the ends, and for the default endpoint
    bool canMove(int row, int step) const;
    void move(int row, int step);
    void set(int row, Endpoint endpoint);

private:
    QString text(int row, int column) const;
    QString providerName(const QByteArray& id) const;
    EndpointId freshId();
    void recount();

    std::shared_ptr<const ProfileCatalog> m_catalog;
    std::vector<Endpoint> m_endpoints;
    CapturedDeliveries m_captured;
    std::vector<qint64> m_taken;
    EndpointId m_nextId;
};

} // namespace hookloupe

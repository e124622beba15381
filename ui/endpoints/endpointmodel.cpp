// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpointmodel.h"

#include "endpoint/endpointdefinition.h"
#include "endpoint/pathpattern.h"
#include "messages/quantities.h"
#include "messages/responsesentences.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

EndpointModel::EndpointModel(std::shared_ptr<const ProfileCatalog> catalog, std::vector<Endpoint> endpoints,
    CapturedDeliveries captured, EndpointId firstFree, QObject* parent)
    : QAbstractTableModel(parent)
    , m_catalog(std::move(catalog))
    , m_endpoints(std::move(endpoints))
    , m_captured(std::move(captured))
    , m_nextId(firstFree)
{
    const auto isNone = [](const Endpoint& endpoint) { return endpoint.id == EndpointId {}; };
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(), isNone);
    Endpoint last = found == m_endpoints.end() ? Endpoint() : std::move(*found);
    m_endpoints.erase(std::remove_if(m_endpoints.begin(), m_endpoints.end(), isNone), m_endpoints.end());
    for (const Endpoint& endpoint : m_endpoints)
        m_nextId.value = std::max(m_nextId.value, endpoint.id.value + 1);
    m_endpoints.push_back(std::move(last));
    m_taken = m_captured.takenBy(m_endpoints);
}

int EndpointModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_endpoints.size());
}

int EndpointModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EndpointModel::providerName(const QByteArray& id) const
{
    if (id.isEmpty())
        return tr("by the marks of each");
    const ProfilePtr profile = m_catalog->find(id);
    return profile ? profile->name : tr("%1 (no such profile)").arg(QString::fromUtf8(id));
}

QString EndpointModel::text(int row, int column) const
{
    const Endpoint& endpoint = at(row);
    switch (column) {
    case PathColumn:
        return isDefault(row) ? tr("Every other request") : shownBytes(endpoint.path);
    case MethodColumn:
        return isDefault(row) || endpoint.method.isEmpty() ? tr("any") : shownBytes(endpoint.method);
    case ProviderColumn:
        return providerName(endpoint.profile);
    case SecretsColumn:
        return endpoint.secrets.empty() ? QString(u'\u2013') : countText(std::ssize(endpoint.secrets));
    case ResponseColumn:
        if (!endpoint.response)
            return tr("response bar");
        return endpoint.response->isSinglePlan() ? nameOf(endpoint.response->steps().front().plan) : tr("sequence");
    case DeliveriesColumn:
        return countText(taken(row));
    default:
        return {};
    }
}

QVariant EndpointModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == DeliveriesColumn || index.column() == SecretsColumn
            ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    case Qt::AccessibleTextRole: {
        if (index.column() != PathColumn)
            return text(row, index.column());
        const QString name = at(row).name.isEmpty() ? QString() : QString(at(row).name + u", "_s);
        return tr("%1%2, method %3, provider %4, secrets %5, response %6, %7 deliveries")
            .arg(name, text(row, PathColumn), text(row, MethodColumn), text(row, ProviderColumn),
                countText(std::ssize(at(row).secrets)), text(row, ResponseColumn), text(row, DeliveriesColumn));
    }
    case NoteRole:
        return index.column() == PathColumn ? at(row).name : QString();
    case QuietRole:
        return (index.column() == MethodColumn && (isDefault(row) || at(row).method.isEmpty()))
            || (index.column() == ProviderColumn && at(row).profile.isEmpty())
            || (index.column() == ResponseColumn && !at(row).response)
            || (index.column() == SecretsColumn && at(row).secrets.empty());
    case FaultyRole:
        return !isDefault(row) && (!PathPattern::parse(at(row).path) || isTwin(row));
    default:
        return {};
    }
}

QVariant EndpointModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == DeliveriesColumn || section == SecretsColumn))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PathColumn:
        return tr("Path");
    case MethodColumn:
        return tr("Method");
    case ProviderColumn:
        return tr("Provider");
    case SecretsColumn:
        return tr("Secrets");
    case ResponseColumn:
        return tr("Response");
    case DeliveriesColumn:
        return tr("Deliveries");
    default:
        return {};
    }
}

int EndpointModel::rowOf(EndpointId id) const
{
    const auto found = std::find_if(
        m_endpoints.begin(), m_endpoints.end(), [id](const Endpoint& endpoint) { return endpoint.id == id; });
    return found == m_endpoints.end() ? -1 : static_cast<int>(found - m_endpoints.begin());
}

bool EndpointModel::isTwin(int row) const
{
    if (isDefault(row))
        return false;
    const auto own = PathPattern::parse(at(row).path);
    for (int other = 0; own && other + 1 < rowCount(); ++other) {
        if (other != row && at(other).path == at(row).path && at(other).method == at(row).method)
            return true;
    }
    return false;
}

bool EndpointModel::isFull() const
{
    return m_endpoints.size() >= EndpointLimits::MaxEndpoints;
}

QString EndpointModel::problem() const
{
    for (int row = 0; row + 1 < rowCount(); ++row) {
        if (!PathPattern::parse(at(row).path))
            return tr("The path %1 cannot be used.").arg(shownBytes(at(row).path));
        if (isTwin(row))
            return tr("Two endpoints have the path %1 and the same method.").arg(shownBytes(at(row).path));
    }
    return {};
}

EndpointId EndpointModel::freshId()
{
    return { m_nextId.value++ };
}

int EndpointModel::add(Endpoint endpoint)
{
    const int row = rowCount() - 1;
    endpoint.id = freshId();
    restore(row, std::move(endpoint));
    return row;
}

int EndpointModel::duplicate(int row)
{
    Endpoint copy = at(row);
    if (isDefault(row))
        return add(std::move(copy));
    copy.id = freshId();
    restore(row + 1, std::move(copy));
    return row + 1;
}

Endpoint EndpointModel::take(int row)
{
    beginRemoveRows({}, row, row);
    Endpoint taken = std::move(m_endpoints[static_cast<std::size_t>(row)]);
    m_endpoints.erase(m_endpoints.begin() + row);
    m_taken.erase(m_taken.begin() + row);
    endRemoveRows();
    recount();
    return taken;
}

void EndpointModel::restore(int row, Endpoint endpoint)
{
    beginInsertRows({}, row, row);
    m_endpoints.insert(m_endpoints.begin() + row, std::move(endpoint));
    m_taken.insert(m_taken.begin() + row, 0);
    endInsertRows();
    recount();
}

bool EndpointModel::canMove(int row, int step) const
{
    const int to = row + step;
    return row >= 0 && !isDefault(row) && to >= 0 && to < rowCount() - 1;
}

void EndpointModel::move(int row, int step)
{
    const int to = row + step;
    if (!canMove(row, step) || !beginMoveRows({}, row, row, {}, step > 0 ? to + 1 : to))
        return;
    std::swap(m_endpoints[static_cast<std::size_t>(row)], m_endpoints[static_cast<std::size_t>(to)]);
    std::swap(m_taken[static_cast<std::size_t>(row)], m_taken[static_cast<std::size_t>(to)]);
    endMoveRows();
    recount();
}

void EndpointModel::set(int row, Endpoint endpoint)
{
    endpoint.id = at(row).id;
    if (endpoint == at(row))
        return;
    m_endpoints[static_cast<std::size_t>(row)] = std::move(endpoint);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    recount();
}

void EndpointModel::recount()
{
    m_taken = m_captured.takenBy(m_endpoints);
    emit dataChanged(index(0, DeliveriesColumn), index(rowCount() - 1, DeliveriesColumn));
}

} // namespace hookloupe

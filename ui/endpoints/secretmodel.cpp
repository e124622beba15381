// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/secretmodel.h"

#include "messages/secretsentences.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

SecretModel::SecretModel(
    std::shared_ptr<const ProfileCatalog> catalog, const std::vector<SecretEntry>& entries, QObject* parent)
    : QAbstractTableModel(parent)
    , m_catalog(std::move(catalog))
{
    for (const SecretEntry& entry : entries)
        m_rows.push_back({ entry, SecretPresence::Unknown, {} });
}

int SecretModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SecretModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SecretModel::text(const Row& row, int column) const
{
    switch (column) {
    case NameColumn:
        return row.entry.name;
    case ProviderColumn: {
        const ProfilePtr profile = m_catalog->find(row.entry.profile);
        return row.entry.profile.isEmpty() ? tr("any") : profile ? profile->name : QString::fromUtf8(row.entry.profile);
    }
    case PlaceColumn:
        return placeText(row.entry.source);
    case PresenceColumn:
        break;
    default:
        return {};
    }
    switch (row.presence) {
    case SecretPresence::Here:
        return tr("\u2713 here");
    case SecretPresence::Entered:
        return tr("\u2713 entered");
    case SecretPresence::Missing:
        return u"\u25B2 "_s + row.reason;
    case SecretPresence::Unknown:
        break;
    }
    return tr("\u2026");
}

QVariant SecretModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)
        || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::AccessibleTextRole && index.column() == NameColumn)
        return tr("%1, for %2, %3, %4")
            .arg(row.entry.name, text(row, ProviderColumn), text(row, PlaceColumn), text(row, PresenceColumn));
    return text(row, index.column());
}

QVariant SecretModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case ProviderColumn:
        return tr("For");
    case PlaceColumn:
        return tr("Kept in");
    case PresenceColumn:
        return tr("Value");
    default:
        return {};
    }
}

std::vector<SecretEntry> SecretModel::entries() const
{
    std::vector<SecretEntry> entries;
    for (const Row& row : m_rows)
        entries.push_back(row.entry);
    return entries;
}

bool SecretModel::isNameFree(int row, const QString& name) const
{
    for (int other = 0; other < rowCount(); ++other) {
        if (other != row && at(other).name == name)
            return false;
    }
    return true;
}

QString SecretModel::freeName() const
{
    QString name = tr("Secret");
    for (int number = 2; !isNameFree(-1, name); ++number)
        name = tr("Secret %1").arg(number);
    return name;
}

int SecretModel::add(SecretEntry entry)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rows.push_back({ std::move(entry), SecretPresence::Unknown, {} });
    endInsertRows();
    return row;
}

void SecretModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

void SecretModel::set(int row, SecretEntry entry)
{
    m_rows[static_cast<std::size_t>(row)].entry = std::move(entry);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void SecretModel::setPresence(int row, SecretPresence presence, const QString& reason)
{
    Row& changed = m_rows[static_cast<std::size_t>(row)];
    changed.presence = presence;
    changed.reason = reason;
    emit dataChanged(index(row, PresenceColumn), index(row, PresenceColumn));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilelistmodel.h"

#include "theme/tones.h"
#include "widgets/plaintip.h"

#include <QApplication>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

StatusLook lookOf(ProfileEntry::Origin origin)
{
    switch (origin) {
    case ProfileEntry::Origin::Shipped:
        return { QChar(), ProfileListModel::tr("shipped"), Tone::Neutral };
    case ProfileEntry::Origin::Own:
        return { u'\u270E', ProfileListModel::tr("yours"), Tone::Info };
    case ProfileEntry::Origin::Override:
        return { u'\u270E', ProfileListModel::tr("yours, overrides"), Tone::Info };
    case ProfileEntry::Origin::Broken:
        return { u'\u2715', ProfileListModel::tr("broken"), Tone::Danger };
    }
    return {};
}

} // namespace

int ProfileListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int ProfileListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProfileListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ProfileEntry& entry = entryAt(index.row());
    switch (role) {
    case FileRole:
        return entry.file;
    case IdRole:
        return entry.id;
    case OriginRole:
        return static_cast<int>(entry.origin);
    case Qt::ToolTipRole:
        return plainTip(entry.problem.isEmpty() ? QString::fromUtf8(entry.id) : entry.problem);
    case Qt::AccessibleTextRole:
        return QString(entry.name + u", "_s + lookOf(entry.origin).word);
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return entry.name;
        [[fallthrough]];
    default:
        return index.column() == OriginColumn ? look(entry, role) : QVariant();
    }
}

QVariant ProfileListModel::look(const ProfileEntry& entry, int role) const
{
    const StatusLook look = lookOf(entry.origin);
    if (role == Qt::DisplayRole)
        return look.glyph.isNull() ? look.word : QString(look.glyph + u' ' + look.word);
    if (role == Qt::ForegroundRole)
        return toneColor(look.tone, QApplication::palette());
    return {};
}

void ProfileListModel::setEntries(std::vector<ProfileEntry> entries)
{
    if (entries == m_entries)
        return;
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int ProfileListModel::rowOf(const QString& file) const
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const ProfileEntry& entry) { return entry.file == file; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

int ProfileListModel::rowOfId(const QByteArray& id) const
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const ProfileEntry& entry) { return !id.isEmpty() && entry.id == id; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

} // namespace hookloupe

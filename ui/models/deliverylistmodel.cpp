// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverylistmodel.h"

#include "models/messagetext.h"

#include <algorithm>

namespace hookloupe {

DeliveryListModel::DeliveryListModel(DeliveryTableModel& source, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
{
    passOn();
    listen();
}

DeliveryListModel::~DeliveryListModel() = default;

int DeliveryListModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_showsMessages ? m_lines.count() : m_source.rowCount();
}

int DeliveryListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DeliveryListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == LineRole)
        return static_cast<int>(lineAt(index.row()));
    if (!m_showsMessages)
        return m_source.data(m_source.index(index.row(), index.column()), role);
    const MessageLines::Line line = at(index.row());
    const qsizetype delivery = stored(line.key);
    if (line.isMessage())
        return messageData(m_groups.last(rows(), delivery), index.row(), index.column(), role);
    const bool isHidden = (role == HiddenRole || role == Qt::AccessibleTextRole) && !m_source.isShown(delivery);
    if (role == HiddenRole)
        return isHidden;
    const QVariant value = m_source.storedData(delivery, index.column(), role);
    if (role == Qt::AccessibleTextRole)
        return messagetext::attemptSentence(value.toString(), line.attempt + 1,
            static_cast<int>(m_lines.unfoldedAt(line.position)->attempts.size()), isHidden);
    return value;
}

QVariant DeliveryListModel::messageData(qsizetype latest, int row, int column, int role) const
{
    const auto plain = [&] { return m_source.storedData(latest, column, role); };
    const bool isHidden = role == HiddenRole && !isUnfolded(row) && m_groups.isAlone(latest);
    switch (role) {
    case HiddenRole:
        return isHidden && !m_source.isShown(latest);
    case UnfoldedRole:
        return isUnfolded(row);
    case AttemptsRole:
        return static_cast<int>(m_groups.tally(rows(), latest).deliveries);
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
    case DeliveryTableModel::SortRole:
    case ShortAttemptsRole:
    case WorstStateRole:
    case WorstTextRole:
        break;
    default:
        return plain();
    }
    const MessageGroups::Tally tally = m_groups.tally(rows(), latest);
    const messagetext::Message message { rows().at(m_groups.first(rows(), latest)), rows().at(latest),
        rows().at(stored(tally.worst)), tally.deliveries };
    if (role == WorstStateRole)
        return static_cast<int>(responseState(message.worst.status, message.worst.fault));
    if (role == WorstTextRole)
        return message.endedWorst() ? QString() : statusText(message.worst.status, message.worst.fault);
    if (role == ShortAttemptsRole)
        return messagetext::count(message);
    if (message.deliveries == 1)
        return plain();
    if (role == Qt::AccessibleTextRole)
        return messagetext::sentence(plain().toString(), message, isUnfolded(row));
    const bool isOwn = column == MessageColumn || column == ResponseColumn;
    if (!isOwn)
        return plain();
    if (role == Qt::ToolTipRole)
        return messagetext::toolTip(message);
    return column == MessageColumn ? messagetext::attempts(message) : messagetext::outcome(message);
}

QVariant DeliveryListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_source.headerData(section, orientation, role);
}

void DeliveryListModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount)
        return;
    m_wantedColumn = static_cast<DeliveryColumn>(column);
    m_wantedOrder = order;
    if (!m_isByMessage) {
        m_source.sort(column, order);
        return;
    }
    if (!m_showsMessages || m_job || m_wantedColumn != m_column) {
        startJob();
        return;
    }
    const bool isReversed = order == Qt::DescendingOrder;
    if (isReversed == m_lines.isReversed())
        return;
    beginResetModel();
    m_lines.setReversed(isReversed);
    endResetModel();
    emit arranged();
}

std::optional<bool> DeliveryListModel::isNewestLast() const
{
    if (!m_showsMessages)
        return m_source.isNewestLast();
    return m_column == TimeColumn ? std::optional(!m_lines.isReversed()) : std::nullopt;
}

DeliveryListModel::Line DeliveryListModel::lineAt(int row) const
{
    if (!m_showsMessages)
        return Line::Delivery;
    return at(row).isMessage() ? Line::Message : Line::Attempt;
}

DeliveryId DeliveryListModel::idAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    if (!m_showsMessages)
        return m_source.idAt(row);
    const MessageLines::Line line = at(row);
    const qsizetype delivery = stored(line.key);
    return { rows().at(line.isMessage() ? m_groups.last(rows(), delivery) : delivery).id };
}

std::vector<DeliveryId> DeliveryListModel::idsAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    if (lineAt(row) != Line::Message)
        return { idAt(row) };
    std::vector<DeliveryId> ids;
    for (const qsizetype delivery : m_groups.rowsOf(rows(), stored(at(row).key)))
        ids.push_back({ rows().at(delivery).id });
    return ids;
}

DeliveryListModel::Place DeliveryListModel::placeAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return { idAt(row), lineAt(row) == Line::Message };
}

int DeliveryListModel::rowOf(const Place& place) const
{
    if (!m_showsMessages)
        return m_source.rowOf(place.id);
    const qsizetype delivery = rows().find(place.id);
    if (delivery < 0 || delivery >= m_groups.size() || !m_groups.isLinked(delivery))
        return -1;
    const MessageChange places = order();
    qsizetype position = -1;
    // While something is being worked out, a message may still stand by a head of before.
    for (qsizetype head = m_groups.last(rows(), delivery); head >= 0 && position < 0; head = m_groups.previous(head)) {
        position = places.find(rows().keyAt(head));
        if (!m_job)
            break;
    }
    if (position < 0)
        return -1;
    const int line = m_lines.lineOf(position);
    const MessageLines::Unfolded* unfolded = m_lines.unfoldedAt(position);
    if (place.isMessage || !unfolded)
        return line;
    const auto found = std::find(unfolded->attempts.begin(), unfolded->attempts.end(), rows().keyAt(delivery));
    return found == unfolded->attempts.end() ? line : line + 1 + static_cast<int>(found - unfolded->attempts.begin());
}

DeliveryId DeliveryListModel::attemptBeside(DeliveryId id, int step) const
{
    const qsizetype start = rows().find(id);
    if (start < 0)
        return {};
    if (start < m_groups.size() && m_groups.isLinked(start)) {
        const qsizetype beside = step < 0 ? m_groups.previous(start) : m_groups.next(start);
        return { beside < 0 ? 0 : rows().at(beside).id };
    }
    // Flat, nothing is kept of messages: a look through the rows takes some milliseconds at most.
    const DeliveryId message = MessageGroups::messageOf(rows().at(start));
    for (qsizetype index = start + step; index >= 0 && index < rows().size(); index += step) {
        const DeliveryRow& row = rows().at(index);
        if (row.id < message.value)
            break;
        if (MessageGroups::messageOf(row) == message)
            return { row.id };
    }
    return {};
}

bool DeliveryListModel::canUnfold(int row) const
{
    return m_showsMessages && row >= 0 && row < rowCount() && at(row).isMessage()
        && !m_groups.isAlone(stored(at(row).key));
}

bool DeliveryListModel::isUnfolded(int row) const
{
    if (!m_showsMessages || row < 0 || row >= rowCount())
        return false;
    const MessageLines::Line line = at(row);
    return line.isMessage() && m_lines.unfoldedAt(line.position);
}

int DeliveryListModel::messageRow(int row) const
{
    if (!m_showsMessages || row < 0 || row >= rowCount())
        return row;
    const MessageLines::Line line = at(row);
    return line.isMessage() ? row : row - 1 - line.attempt;
}

std::vector<DeliveryListModel::Key> DeliveryListModel::attemptsOf(Key head) const
{
    std::vector<Key> keys;
    for (const qsizetype delivery : m_groups.rowsOf(rows(), stored(head)))
        keys.push_back(rows().keyAt(delivery));
    return keys;
}

void DeliveryListModel::setUnfolded(int row, bool isWanted)
{
    if (!canUnfold(row) || isWanted == isUnfolded(row))
        return;
    const qsizetype position = at(row).position;
    if (!isWanted) {
        removeAttempts(position, {});
    } else if (std::ssize(m_lines.unfolded()) < MessageLines::MaxUnfolded) {
        m_lines.unfold(position, {});
        insertAttempts(position, attemptsOf(m_lines.head(position)));
    }
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1), { UnfoldedRole, Qt::AccessibleTextRole });
}

bool DeliveryListModel::unfoldAll(int fromRow)
{
    if (!m_showsMessages || m_lines.heads().empty())
        return true;
    std::vector<MessageLines::Unfolded> unfolded = m_lines.unfolded();
    std::vector<bool> isKnown(m_lines.heads().size(), false);
    for (const MessageLines::Unfolded& one : unfolded)
        isKnown[static_cast<std::size_t>(one.position)] = true;
    const int count = static_cast<int>(m_lines.heads().size());
    const int begin = m_lines.isReversed() ? count - 1 : 0;
    const int step = m_lines.isReversed() ? -1 : 1;
    const int start = fromRow >= 0 && fromRow < rowCount() ? static_cast<int>(at(fromRow).position) : begin;
    bool isWhole = true;
    // Once round: from where somebody is to the end, and from the top to there.
    for (int n = 0; n < count; ++n) {
        const int position = (start + step * n + count) % count;
        const Key head = m_lines.head(position);
        if (isKnown[static_cast<std::size_t>(position)] || m_groups.isAlone(stored(head)))
            continue;
        if (std::ssize(unfolded) >= MaxUnfoldedAtOnce) {
            isWhole = false;
            break;
        }
        unfolded.push_back({ position, attemptsOf(head) });
    }
    beginResetModel();
    m_lines.setUnfolded(std::move(unfolded));
    endResetModel();
    return isWhole;
}

void DeliveryListModel::foldAll()
{
    if (m_lines.unfolded().empty())
        return;
    beginResetModel();
    m_lines.setUnfolded({});
    endResetModel();
}

qint64 DeliveryListModel::memoryBytes() const
{
    return m_groups.memoryBytes() + m_lines.memoryBytes();
}

} // namespace hookloupe

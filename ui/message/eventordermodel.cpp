// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/eventordermodel.h"

#include "message/momenttext.h"
#include "messages/attemptsentences.h"

#include <algorithm>
#include <numeric>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString lengthOf(std::chrono::microseconds duration)
{
    return lengthWords(std::chrono::duration_cast<std::chrono::milliseconds>(duration));
}

} // namespace

void EventOrderModel::setStory(const MessageStory& story)
{
    beginResetModel();
    m_entries.clear();
    m_day = story.attempts.empty() ? SystemTime() : story.attempts.back().arrivedAt;
    std::optional<SystemTime> newest;
    for (const ResourceEvent& event : story.events) {
        Entry entry { event, 0, std::nullopt, event.id == story.selected };
        if (newest)
            entry.gap = event.eventTime - *newest;
        newest = newest ? std::max(*newest, event.eventTime) : event.eventTime;
        m_entries.push_back(entry);
    }
    std::vector<std::size_t> order(m_entries.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [this](std::size_t left, std::size_t right) {
        return m_entries[left].event.eventTime < m_entries[right].event.eventTime;
    });
    for (std::size_t rank = 0; rank < order.size(); ++rank)
        m_entries[order[rank]].rank = static_cast<int>(rank);
    endResetModel();
}

int EventOrderModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int EventOrderModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

StoryText EventOrderModel::state(const Entry& entry) const
{
    if (entry.event.isStale) {
        const StatusLook look = staleLook();
        // Where what came before is not in the list, the gap is not known here
        const bool isKnown = entry.gap && entry.gap->count() < 0;
        const QString text = lookText(look);
        return { isKnown ? tr("%1, %2 older than the newest before it").arg(text, lengthOf(*entry.gap)) : text,
            look.tone };
    }
    if (entry.event.isNewest) {
        const StatusLook look = newestLook();
        return { tr("%1: the newest").arg(lookText(look)), look.tone };
    }
    if (entry.gap && entry.gap->count() == 0)
        return { tr("same time as the newest before it") };
    if (entry.gap && entry.gap->count() > 0)
        return { tr("%1 newer than those before it").arg(lengthOf(*entry.gap)) };
    return {};
}

QString EventOrderModel::cellText(const Entry& entry, int column) const
{
    switch (column) {
    case DeliveryColumn:
        return QString::number(entry.event.id.value);
    case ArrivedColumn:
        return momentText(entry.event.arrivedAt, m_day);
    case HappenedColumn:
        return momentText(entry.event.eventTime, m_day);
    case StateColumn:
        return state(entry).text;
    default:
        return {};
    }
}

QString EventOrderModel::sentence(const Entry& entry) const
{
    QStringList parts { tr("Delivery %1").arg(entry.event.id.value),
        tr("happened %1").arg(cellText(entry, HappenedColumn)), tr("arrived %1").arg(cellText(entry, ArrivedColumn)),
        state(entry).text };
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QVariant EventOrderModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(entry, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == DeliveryColumn ? sentence(entry) : cellText(entry, index.column());
    case IdRole:
        return entry.event.id.value;
    case SelectedRole:
        return entry.isSelected;
    default:
        return {};
    }
}

QVariant EventOrderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case DeliveryColumn:
        return tr("Delivery");
    case ArrivedColumn:
        return tr("Arrived");
    case HappenedColumn:
        return tr("Happened");
    case StateColumn:
        return tr("Order");
    default:
        return {};
    }
}

StoryRow EventOrderModel::storyRow(int row) const
{
    const Entry& entry = m_entries[static_cast<std::size_t>(row)];
    StoryRow shown;
    shown.gutter = u'#' + cellText(entry, DeliveryColumn);
    shown.isMarked = entry.isSelected;
    StoryText text = state(entry);
    if (text.text.isEmpty())
        text.text = tr("the first of these");
    shown.head.push_back(text);
    shown.lines.push_back(
        { tr("happened %1, arrived %2").arg(cellText(entry, HappenedColumn), cellText(entry, ArrivedColumn)) });
    return shown;
}

} // namespace hookloupe

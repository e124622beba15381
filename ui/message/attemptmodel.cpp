// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attemptmodel.h"

namespace hookloupe {

namespace {

QString cellText(const AttemptRow& row, int column)
{
    switch (column) {
    case AttemptModel::NumberColumn:
        return row.number;
    case AttemptModel::TimeColumn:
        return row.time;
    case AttemptModel::KindColumn:
        return row.kind.text;
    case AttemptModel::ResponseColumn:
        return row.response.text;
    case AttemptModel::WaitColumn:
        return row.wait.text;
    case AttemptModel::ReactionColumn:
        return row.reaction;
    default:
        return {};
    }
}

} // namespace

void AttemptModel::setRows(std::vector<AttemptRow> rows)
{
    const int before = rowCount();
    const int after = static_cast<int>(rows.size());
    const int kept = std::min(before, after);
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    }
    std::move(rows.begin(), rows.begin() + kept, m_rows.begin());
    if (kept > 0)
        emit dataChanged(index(0, 0), index(kept - 1, ColumnCount - 1));
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin() + kept), std::make_move_iterator(rows.end()));
        endInsertRows();
    }
}

int AttemptModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AttemptModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AttemptModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AttemptRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NumberColumn ? row.sentence() : cellText(row, index.column());
    case IdRole:
        return row.id.value;
    case SelectedRole:
        return row.isSelected;
    default:
        return {};
    }
}

QVariant AttemptModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("Attempt");
    case TimeColumn:
        return tr("Time");
    case KindColumn:
        return tr("Kind");
    case ResponseColumn:
        return tr("Response");
    case WaitColumn:
        return tr("Wait");
    case ReactionColumn:
        return tr("What the provider does then");
    default:
        return {};
    }
}

StoryRow AttemptModel::storyRow(int row) const
{
    const AttemptRow& attempt = m_rows[static_cast<std::size_t>(row)];
    StoryRow shown;
    shown.gutter = attempt.number;
    shown.aside = attempt.time;
    shown.isMarked = attempt.isSelected;
    shown.isFaint = attempt.sort != AttemptRow::Sort::Made;
    StoryText response = attempt.response;
    response.isStrong = attempt.sort == AttemptRow::Sort::Made;
    shown.head.push_back(response);
    if (!attempt.kind.text.isEmpty())
        shown.head.push_back(attempt.kind);
    shown.head.insert(shown.head.end(), attempt.remarks.begin(), attempt.remarks.end());
    if (!attempt.wait.text.isEmpty())
        shown.lines.push_back(attempt.wait);
    if (!attempt.reaction.isEmpty())
        shown.lines.push_back({ attempt.reaction });
    return shown;
}

} // namespace hookloupe

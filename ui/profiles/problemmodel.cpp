// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/problemmodel.h"

#include "theme/tones.h"
#include "widgets/plaintip.h"

#include <QApplication>

namespace hookloupe {

using namespace Qt::StringLiterals;

int ProblemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ProfileProblem& problem = m_problems.at(static_cast<std::size_t>(index.row()));
    const QString place = problem.pointer.isEmpty() ? tr("the file") : QString::fromUtf8(problem.pointer);
    switch (role) {
    case Qt::AccessibleTextRole:
        return tr("Line %1, %2: %3").arg(problem.line).arg(place, problem.detail);
    case Qt::ToolTipRole:
        return plainTip(problem.detail);
    case Qt::ForegroundRole:
        return index.column() == LineColumn ? QVariant(toneColor(Tone::Danger, QApplication::palette())) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    if (index.column() == LineColumn)
        return QString(u"\u2715 "_s + tr("line %1").arg(problem.line));
    return index.column() == PlaceColumn ? place : problem.detail;
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == LineColumn ? tr("Line") : section == PlaceColumn ? tr("Place") : tr("What is wrong");
}

void ProblemModel::setProblems(std::vector<ProfileProblem> problems)
{
    if (problems == m_problems)
        return;
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

} // namespace hookloupe

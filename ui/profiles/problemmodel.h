// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/trial/profiletrial.h"

#include <QAbstractTableModel>

namespace hookloupe {

/// What is wrong in the profile's text: line, JSON pointer and remedy.
class ProblemModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { LineColumn, PlaceColumn, DetailColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setProblems(std::vector<ProfileProblem> problems);
    const std::vector<ProfileProblem>& problems() const { return m_problems; }

private:
    std::vector<ProfileProblem> m_problems;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QAbstractTableModel>

#include <vector>

namespace hookloupe {

/// One value of a request, as a profile names it.
struct LocatorChoice {
    QByteArray locator; ///< "header:X-Signature"
    QByteArray value; ///< cut to what a list can show

    bool operator==(const LocatorChoice&) const = default;
};

/// All values of a request that a profile can name: headers, JSON values, query and form fields, and the whole ones.
/// At most MaxChoices; a body of more than MaxBodyBytes gives none.
std::vector<LocatorChoice> locatorChoices(const Request& request);
constexpr std::size_t MaxLocatorChoices = 2'000;
constexpr qint64 MaxChoiceBodyBytes = 1 << 20;

/// The header that most likely holds a signature; empty where none looks like it.
QByteArray likelySignatureHeader(const Request& request);

/// The values of a request to choose from, one a row.
class LocatorModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { LocatorColumn, ValueColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setChoices(std::vector<LocatorChoice> choices);

private:
    std::vector<LocatorChoice> m_choices;
};

} // namespace hookloupe

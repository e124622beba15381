// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QAbstractTableModel>

namespace hookloupe {

/// One header as it came.
struct HeaderRow {
    QByteArray name; ///< with its case
    QByteArray value;
    QByteArray folded = {}; ///< the value with its line ends, when it went over several lines
    int occurrence = 1; ///< of its name, from 1
    int occurrences = 1;
};

/// Headers in their order, with case and repeats as sent. Nothing hides: control and invisible characters show as
/// pictures. Data only.
class HeadersModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum Role {
        BytesRole = Qt::UserRole, ///< QByteArray of the cell, exactly as sent
        FoldedRole, ///< QByteArray, empty unless the header was folded
        RepeatRole, ///< QString: "1 of 2" when another header of the list has this name; empty otherwise
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<HeaderRow> rows);
    /// "Name" and "Value" unless told otherwise.
    void setTitles(const QString& name, const QString& value);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "Name: value" of all, one a line.
    QString allText() const;

private:
    std::vector<HeaderRow> m_rows;
    QString m_nameTitle = tr("Name");
    QString m_valueTitle = tr("Value");
};

/// The headers of a request.
std::vector<HeaderRow> headerRows(const RequestHead& head);
std::vector<HeaderRow> headerRows(const HeaderList& headers);
/// The trailers behind the last chunk (RFC 9112 section 7.1.2); empty without any.
std::vector<HeaderRow> trailerRows(const Request& request);

} // namespace hookloupe

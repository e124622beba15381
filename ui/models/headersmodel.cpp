// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/headersmodel.h"

#include "bytes/visibletext.h"

#include <QHash>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

void markRepeats(std::vector<HeaderRow>& rows)
{
    QHash<QByteArray, int> counts;
    for (const HeaderRow& row : rows)
        ++counts[row.name.toLower()];
    QHash<QByteArray, int> seen;
    for (HeaderRow& row : rows) {
        row.occurrence = ++seen[row.name.toLower()];
        row.occurrences = counts.value(row.name.toLower());
    }
}

/// What stands between the colon and the end of the last line, when that is more than one line.
QByteArray foldedValue(const RequestHead& head, qsizetype index)
{
    const QByteArrayView raw(head.raw());
    const QByteArrayView name = head.headerName(index);
    const qsizetype begin = name.data() - raw.data() + name.size();
    qsizetype end = begin;
    bool isFolded = false;
    while ((end = raw.indexOf('\n', end)) >= 0) {
        const bool goesOn = end + 1 < raw.size() && (raw[end + 1] == ' ' || raw[end + 1] == '\t');
        if (!goesOn)
            break;
        isFolded = true;
        ++end;
    }
    if (!isFolded)
        return {};
    const QByteArrayView value = raw.sliced(begin, (end < 0 ? raw.size() : end) - begin);
    const qsizetype colon = value.indexOf(':');
    return value.sliced(colon + 1).trimmed().toByteArray();
}

QString repeatText(const HeaderRow& row)
{
    if (row.occurrences < 2)
        return {};
    return HeadersModel::tr("%1 of %2").arg(row.occurrence).arg(row.occurrences);
}

QString cellText(const HeaderRow& row, int column)
{
    return visibleLine(QByteArrayView(column == HeadersModel::NameColumn ? row.name : row.value));
}

} // namespace

void HeadersModel::setRows(std::vector<HeaderRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void HeadersModel::setTitles(const QString& name, const QString& value)
{
    m_nameTitle = name;
    m_valueTitle = value;
    emit headerDataChanged(Qt::Horizontal, NameColumn, ValueColumn);
}

int HeadersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HeadersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HeadersModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HeaderRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::AccessibleTextRole:
        return row.occurrences > 1 && index.column() == NameColumn
            ? QString(cellText(row, NameColumn) + u", "_s + repeatText(row))
            : cellText(row, index.column());
    case BytesRole:
        return index.column() == NameColumn ? row.name : row.value;
    case FoldedRole:
        return row.folded;
    case RepeatRole:
        return index.column() == NameColumn ? repeatText(row) : QString();
    default:
        return {};
    }
}

QVariant HeadersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? m_nameTitle : section == ValueColumn ? m_valueTitle : QVariant();
}

QString HeadersModel::allText() const
{
    QString text;
    for (const HeaderRow& row : m_rows)
        text += QString::fromUtf8(row.name) + u": "_s + QString::fromUtf8(row.value) + u'\n';
    return text;
}

std::vector<HeaderRow> headerRows(const RequestHead& head)
{
    std::vector<HeaderRow> rows;
    rows.reserve(static_cast<std::size_t>(head.headerCount()));
    for (qsizetype i = 0; i < head.headerCount(); ++i) {
        const QByteArray folded
            = head.anomalies().contains(Anomaly::ObsoleteFold) ? foldedValue(head, i) : QByteArray();
        rows.push_back({ head.headerName(i).toByteArray(), head.headerValue(i), folded });
    }
    markRepeats(rows);
    return rows;
}

std::vector<HeaderRow> headerRows(const HeaderList& headers)
{
    std::vector<HeaderRow> rows;
    rows.reserve(headers.size());
    for (const auto& [name, value] : headers)
        rows.push_back({ name, value });
    markRepeats(rows);
    return rows;
}

std::vector<HeaderRow> trailerRows(const Request& request)
{
    QByteArray tail;
    request.chunkMarks.forEach([&tail, &request](qint64 offset, QByteArrayView bytes) {
        if (offset >= request.body.size())
            tail += bytes;
    });
    std::vector<HeaderRow> rows;
    bool isBehindSize = false;
    for (const QByteArray& line : tail.split('\n')) {
        const QByteArray text = line.trimmed();
        if (text.isEmpty())
            continue;
        // The first line is the size of the last chunk
        if (!std::exchange(isBehindSize, true))
            continue;
        const qsizetype colon = text.indexOf(':');
        rows.push_back(
            colon < 0 ? HeaderRow { text, {} } : HeaderRow { text.first(colon), text.sliced(colon + 1).trimmed() });
    }
    markRepeats(rows);
    return rows;
}

} // namespace hookloupe

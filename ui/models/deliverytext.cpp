// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverytext.h"

#include "messages/anomalysentences.h"
#include "messages/quantities.h"
#include "theme/statuslook.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace hookloupe::deliverytext {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(DeliveryTable)
};

QDateTime arrival(const DeliveryRow& row)
{
    return QDateTime::fromMSecsSinceEpoch(row.receivedAtUs / 1000);
}

QString answered(const DeliveryRow& row)
{
    const QString word = statusLook(responseState(row.status, row.fault)).word;
    if (!hasStatus(row.fault))
        return Texts::tr("not answered: %1").arg(QString::fromLatin1(faultName(row.fault)));
    return Texts::tr("answered %1 %2").arg(QString::number(row.status), word);
}

QString path(const DeliveryRows& rows, const DeliveryRow& row)
{
    if (row.target == 0)
        return Texts::tr("(no target)");
    return shownBytes(rows.text(row.target));
}

} // namespace

QString columnTitle(int column)
{
    switch (column) {
    case TimeColumn:
        return Texts::tr("Time");
    case MethodColumn:
        return Texts::tr("Method");
    case PathColumn:
        return Texts::tr("Path");
    case TypeColumn:
        return Texts::tr("Content type");
    case ResponseColumn:
        return Texts::tr("Response");
    case SizeColumn:
        return Texts::tr("Size");
    default:
        return {};
    }
}

QString columnHint(int column)
{
    switch (column) {
    case TimeColumn:
        return Texts::tr("When the last byte of the request arrived, in local time");
    case MethodColumn:
        return Texts::tr("The method of the request, as sent");
    case PathColumn:
        return Texts::tr("The request target with its query, as sent");
    case TypeColumn:
        return Texts::tr("The value of the Content-Type header");
    case ResponseColumn:
        return Texts::tr("What the delivery was answered with");
    case SizeColumn:
        return Texts::tr("Size of the body, before any decompression");
    default:
        return {};
    }
}

QString cell(const DeliveryRows& rows, const DeliveryRow& row, int column)
{
    switch (column) {
    case TimeColumn:
        return arrival(row).time().toString(u"HH:mm:ss.zzz"_s);
    case MethodColumn:
        return row.method == 0 ? u"\u2013"_s : shownBytes(rows.text(row.method));
    case PathColumn:
        return path(rows, row);
    case TypeColumn:
        return row.contentType == 0 ? u"\u2013"_s : shownBytes(rows.text(row.contentType));
    case ResponseColumn:
        return statusText(row.status, row.fault);
    case SizeColumn:
        return sizeText(row.bodyBytes());
    default:
        return {};
    }
}

QString toolTip(const DeliveryRows& rows, const DeliveryRow& row, int column)
{
    switch (column) {
    case TimeColumn:
        return QLocale().toString(arrival(row), QLocale::LongFormat);
    case PathColumn:
    case MethodColumn: {
        QStringList lines { path(rows, row) };
        for (const Anomaly anomaly : rows.anomalies(row).list())
            lines << anomalySentence(anomaly);
        return lines.join(u'\n');
    }
    case ResponseColumn: {
        const QString text = answered(row);
        return text.left(1).toUpper() + text.mid(1);
    }
    case SizeColumn:
        return Texts::tr("%Ln byte(s)", nullptr, static_cast<int>(std::min<qint64>(row.bodyBytes(), INT_MAX)));
    default:
        return cell(rows, row, column);
    }
}

QVariant value(const DeliveryRows& rows, const DeliveryRow& row, int column)
{
    switch (column) {
    case TimeColumn:
        return arrival(row);
    case ResponseColumn:
        return hasStatus(row.fault) ? QVariant(int(row.status)) : QVariant(QString::fromLatin1(faultName(row.fault)));
    case SizeColumn:
        return row.bodyBytes();
    default:
        return cell(rows, row, column);
    }
}

QString sentence(const DeliveryRows& rows, const DeliveryRow& row)
{
    QStringList parts { cell(rows, row, MethodColumn) + QChar(u' ') + path(rows, row), answered(row),
        sizeText(row.bodyBytes()), arrival(row).time().toString(u"HH:mm:ss"_s) };
    if (rows.anomalies(row).hasFault())
        parts.insert(1, Texts::tr("malformed or incomplete"));
    if (row.isPinned())
        parts << Texts::tr("pinned");
    return parts.join(u", "_s);
}

} // namespace hookloupe::deliverytext

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/deliverytext.h"

#include "messages/anomalysentences.h"
#include "messages/exactsize.h"
#include "messages/quantities.h"
#include "messages/reactionsentences.h"
#include "theme/attemptlook.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <optional>

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

SignatureState state(const DeliveryRow& row)
{
    return signatureState(row.verdict, row.freshness, row.isChallenge);
}

QString provider(const DeliveryRows& rows, const DeliveryRow& row, const ProviderNames& names)
{
    if (row.isAmbiguous)
        return Texts::tr("? several");
    if (row.provider == 0)
        return u"\u2013"_s;
    const QByteArrayView id = rows.text(row.provider);
    const QString name = names.value(QByteArray::fromRawData(id.data(), id.size()));
    return name.isEmpty() ? shownBytes(id) : name;
}

/// Nothing for what is no attempt of a message.
std::optional<AttemptSummary> attempt(const DeliveryRow& row)
{
    return row.isChallenge ? std::nullopt : row.attempt();
}

QString message(const DeliveryRow& row)
{
    const auto known = attempt(row);
    return known ? messageLook(known->kind, known->isStale).glyph + QChar(u' ') + messagePhrase(*known) : u"\u2013"_s;
}

QString reaction(const DeliveryRow& row)
{
    const auto known = attempt(row);
    return known ? statusLook(known->reaction).glyph + QChar(u' ') + reactionPhrase(*known) : u"\u2013"_s;
}

QString notTold(const DeliveryRow& row)
{
    return row.isChallenge ? Texts::tr("A challenge of the provider belongs to no message.")
                           : Texts::tr("Nothing is known of it yet.");
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
    case ProviderColumn:
        return Texts::tr("Provider");
    case EventColumn:
        return Texts::tr("Event");
    case SignatureColumn:
        return Texts::tr("Signature");
    case MessageColumn:
        return Texts::tr("Message");
    case ReactionColumn:
        return Texts::tr("Reaction");
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
    case ProviderColumn:
        return Texts::tr("Whose webhook it is, by its endpoint, by its marks, or as chosen");
    case EventColumn:
        return Texts::tr("The type of the event, as the provider names it");
    case SignatureColumn:
        return Texts::tr("Whether the delivery is authentic, and fresh at its arrival");
    case MessageColumn:
        return Texts::tr("What the delivery is within its message: first, retry, duplicate or replay, and whether a "
                         "newer event had come before; ? is probable");
    case ReactionColumn:
        return Texts::tr("What the provider does after the response; ? is assumed, everything else is documented");
    default:
        return {};
    }
}

QString cell(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names)
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
    case ProviderColumn:
        return provider(rows, row, names);
    case EventColumn:
        return row.eventType == 0 ? u"\u2013"_s : shownBytes(rows.text(row.eventType));
    case SignatureColumn:
        return signatureText(state(row));
    case MessageColumn:
        return message(row);
    case ReactionColumn:
        return reaction(row);
    default:
        return {};
    }
}

QString toolTip(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names)
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
        return exactSizeText(row.bodyBytes());
    case ProviderColumn:
        return row.isAmbiguous
            ? Texts::tr("The marks of several providers fit equally well. The Signature tab lets you choose.")
            : provider(rows, row, names);
    case SignatureColumn: {
        const QString phrase = signaturePhrase(state(row));
        return phrase.isEmpty() ? Texts::tr("Nothing is known about a signature.")
                                : phrase.left(1).toUpper() + phrase.mid(1);
    }
    case MessageColumn: {
        const auto known = attempt(row);
        return known ? messageExplanation(*known) : notTold(row);
    }
    case ReactionColumn: {
        const auto known = attempt(row);
        return known ? reactionExplanation(*known) : notTold(row);
    }
    default:
        return cell(rows, row, column, names);
    }
}

QVariant value(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names)
{
    switch (column) {
    case TimeColumn:
        return arrival(row);
    case ResponseColumn:
        return hasStatus(row.fault) ? QVariant(int(row.status)) : QVariant(QString::fromLatin1(faultName(row.fault)));
    case SizeColumn:
        return row.bodyBytes();
    case ProviderColumn:
        return QString::fromUtf8(rows.text(row.provider));
    case EventColumn:
        return row.eventType == 0 ? QString() : shownBytes(rows.text(row.eventType));
    case SignatureColumn:
        return row.isChallenge ? u"challenge"_s : QString::fromLatin1(verdictName(row.verdict));
    case MessageColumn: {
        const auto known = attempt(row);
        return known ? messagePhrase(*known) : QString();
    }
    case ReactionColumn: {
        const auto known = attempt(row);
        return known ? reactionPhrase(*known) : QString();
    }
    default:
        return cell(rows, row, column, names);
    }
}

QString sentence(const DeliveryRows& rows, const DeliveryRow& row, const ProviderNames& names)
{
    QStringList parts { cell(rows, row, MethodColumn) + QChar(u' ') + path(rows, row), answered(row),
        sizeText(row.bodyBytes()), arrival(row).time().toString(u"HH:mm:ss"_s) };
    const auto known = attempt(row);
    if (known && known->reaction != ReactionKind::Unknown)
        parts.insert(2, Texts::tr("reaction %1").arg(reactionPhrase(*known)));
    if (const QString phrase = signaturePhrase(state(row)); !phrase.isEmpty())
        parts.insert(1, phrase);
    if (known && (known->isStale || known->kind != MessageKind::First))
        parts.insert(1, messagePhrase(*known));
    if (row.eventType != 0)
        parts.insert(1, shownBytes(rows.text(row.eventType)));
    if (row.provider != 0 || row.isAmbiguous)
        parts.insert(1, row.isAmbiguous ? Texts::tr("several providers are possible") : provider(rows, row, names));
    if (rows.anomalies(row).hasFault())
        parts.insert(1, Texts::tr("malformed or incomplete"));
    if (row.isPinned)
        parts << Texts::tr("pinned");
    return parts.join(u", "_s);
}

} // namespace hookloupe::deliverytext

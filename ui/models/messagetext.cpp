// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagetext.h"

#include "messages/quantities.h"
#include "models/messagegroups.h"
#include "theme/statuslook.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace hookloupe::messagetext {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(MessageList)
};

QString answered(const DeliveryRow& row)
{
    if (!hasStatus(row.fault))
        return QString::fromLatin1(faultName(row.fault));
    return QString::number(row.status) + u' ' + statusLook(responseState(row.status, row.fault)).word;
}

QString moment(const DeliveryRow& row)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.receivedAtUs / 1000), QLocale::LongFormat);
}

QString span(const Message& message)
{
    return durationText(std::chrono::milliseconds((message.latest.receivedAtUs - message.first.receivedAtUs) / 1000));
}

} // namespace

bool Message::endedWorst() const
{
    return MessageGroups::badness(worst) <= MessageGroups::badness(latest);
}

QString count(const Message& message)
{
    return Texts::tr("%1 attempts").arg(countText(message.deliveries));
}

QString attempts(const Message& message)
{
    return Texts::tr("%1 attempts, %2").arg(countText(message.deliveries), span(message));
}

QString outcome(const Message& message)
{
    const QString last = statusText(message.latest.status, message.latest.fault);
    if (message.endedWorst())
        return last;
    return statusText(message.worst.status, message.worst.fault) + u" \u2192 "_s + last;
}

QString toolTip(const Message& message)
{
    QStringList lines { Texts::tr("%1 attempts in %2").arg(countText(message.deliveries), span(message)),
        Texts::tr("First: %1").arg(moment(message.first)), Texts::tr("Last: %1").arg(moment(message.latest)) };
    if (!message.endedWorst())
        lines << Texts::tr("Worst answer: %1").arg(answered(message.worst));
    lines << Texts::tr("Last answer: %1").arg(answered(message.latest));
    return lines.join(u'\n');
}

QString sentence(const QString& latest, const Message& message, bool isUnfolded)
{
    QStringList parts { Texts::tr("message of %1 attempts").arg(countText(message.deliveries)),
        Texts::tr("last answered %1").arg(answered(message.latest)) };
    if (!message.endedWorst())
        parts << Texts::tr("worst answered %1").arg(answered(message.worst));
    parts << (isUnfolded ? Texts::tr("unfolded") : Texts::tr("folded")) << latest;
    return parts.join(u", "_s);
}

QString attemptSentence(const QString& delivery, int number, int count, bool isHidden)
{
    const QString whole = Texts::tr("attempt %1 of %2, %3").arg(countText(number), countText(count), delivery);
    return isHidden ? Texts::tr("%1, does not match the filter").arg(whole) : whole;
}

} // namespace hookloupe::messagetext

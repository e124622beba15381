// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/responsetext.h"

#include "delivery/delivery.h"

#include <QCoreApplication>

namespace hookloupe {

using namespace Qt::StringLiterals;

QString responseTitle(const Response& response)
{
    if (hasStatus(response.fault)) {
        const QByteArrayView reason = response.reason.isEmpty() ? reasonPhrase(response.status) : response.reason;
        return QString::number(response.status) + u' ' + QString::fromUtf8(reason);
    }
    switch (response.fault) {
    case Fault::Timeout:
        return QCoreApplication::translate("ResponseText", "Time-out");
    case Fault::Reset:
        return QCoreApplication::translate("ResponseText", "Connection reset");
    case Fault::Close:
        return QCoreApplication::translate("ResponseText", "Connection closed");
    case Fault::Garbage:
        return QCoreApplication::translate("ResponseText", "Garbage");
    case Fault::Truncate:
    case Fault::None:
        break;
    }
    return {};
}

QString faultSentence(Fault fault)
{
    switch (fault) {
    case Fault::Timeout:
        return QCoreApplication::translate(
            "ResponseText", "Nothing was sent, and the connection was kept open until the client left.");
    case Fault::Reset:
        return QCoreApplication::translate(
            "ResponseText", "Nothing was sent; the connection was reset (RST), as when a server dies.");
    case Fault::Close:
        return QCoreApplication::translate("ResponseText", "Nothing was sent; the connection was closed (FIN).");
    case Fault::Truncate:
        return QCoreApplication::translate(
            "ResponseText", "Less of the body was sent than Content-Length promises; then the connection was closed.");
    case Fault::Garbage:
        return QCoreApplication::translate(
            "ResponseText", "Bytes that are no HTTP response were sent; then the connection was closed.");
    case Fault::None:
        break;
    }
    return {};
}

} // namespace hookloupe

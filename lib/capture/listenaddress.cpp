// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/listenaddress.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool isWildcard(const QHostAddress& address)
{
    return address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6);
}

} // namespace

QString ListenAddress::url() const
{
    QHostAddress shown = address;
    if (isWildcard(address))
        shown = QHostAddress(
            address == QHostAddress(QHostAddress::AnyIPv6) ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost);
    QString host = shown.toString();
    if (shown.protocol() == QAbstractSocket::IPv6Protocol)
        host = u'[' + host.replace(u"%"_s, u"%25"_s) + u']';
    return (announcesTls ? u"https://"_s : u"http://"_s) + host + u':' + QString::number(port) + u'/';
}

Result<ListenAddress, Error<ListenErrorCode>> parseListenAddress(QStringView text)
{
    const auto wrong = [&text] {
        return Unexpected(Error<ListenErrorCode> { ListenErrorCode::BadAddress,
            u"'"_s + text.left(80)
                + u"' is no address to listen on; write ADDR:PORT such as 127.0.0.1:8787, [::1]:0 or *:8787"_s });
    };
    const QStringView trimmed = text.trimmed();
    const qsizetype colon = trimmed.lastIndexOf(u':');
    QStringView host = colon < 0 ? QStringView() : trimmed.first(colon);
    const QStringView portText = colon < 0 ? trimmed : trimmed.sliced(colon + 1);

    bool isNumber = false;
    const ushort port = portText.toUShort(&isNumber);
    if (!isNumber || !portText.front().isDigit())
        return wrong();

    ListenAddress address;
    address.port = port;
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (isBracketed)
        host = host.sliced(1, host.size() - 2);
    if (colon < 0 || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return address;
    if (host == u"*") {
        address.address = QHostAddress(QHostAddress::Any);
        return address;
    }
    if (!address.address.setAddress(host.toString()))
        return wrong();
    const bool isV6 = address.address.protocol() == QAbstractSocket::IPv6Protocol;
    if (isV6 != isBracketed)
        return wrong();
    return address;
}

} // namespace hookloupe

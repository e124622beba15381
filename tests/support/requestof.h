// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/headerlist.h"
#include "http/request.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace hookloupe::test {

/// A request as the wire layer would have captured it.
/// \param target  the request target: "/hooks?x=1"
inline Request requestOf(
    const QByteArray& method, const QByteArray& target, const HeaderList& headers, const QByteArray& body)
{
    QByteArray head = method + ' ' + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers)
        head += name + ": " + value + "\r\n";
    Request request;
    request.head = RequestHead::parse(QByteArray(head + "\r\n"));
    request.body = Body(body);
    request.framing = BodyFraming::ContentLength;
    return request;
}

/// The target of an absolute URL: its path and query.
inline QByteArray targetOf(QByteArrayView url)
{
    const qsizetype path = url.indexOf('/', url.indexOf("://") + 3);
    return path < 0 ? QByteArray("/") : url.sliced(path).toByteArray();
}

} // namespace hookloupe::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wireresponse.h"

#include <QList>

namespace hookloupe {

QByteArray WireResponse::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

std::optional<WireResponse> parseWireResponse(const QByteArray& bytes, bool isHead, bool isEnded)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    const QList<QByteArray> lines = bytes.first(headEnd).split('\n');
    const QByteArray statusLine = lines.first().trimmed();
    const qsizetype firstSpace = statusLine.indexOf(' ');
    const qsizetype secondSpace = statusLine.indexOf(' ', firstSpace + 1);
    if (firstSpace < 0 || secondSpace < 0)
        return std::nullopt;
    WireResponse response;
    response.version = statusLine.first(firstSpace);
    response.status = statusLine.sliced(firstSpace + 1, secondSpace - firstSpace - 1).toInt();
    response.reason = statusLine.sliced(secondSpace + 1);
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0)
            return std::nullopt;
        response.headers.emplace_back(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    response.size = headEnd + 4;
    const bool hasNoBody = isHead || response.status / 100 == 1 || response.status == 204 || response.status == 304;
    if (hasNoBody)
        return response;
    const QByteArray length = response.header("Content-Length");
    const qsizetype available = bytes.size() - response.size;
    const qsizetype wanted = length.isEmpty() ? available : length.toLongLong();
    if (available < wanted || (length.isEmpty() && !isEnded))
        return std::nullopt;
    response.body = bytes.sliced(response.size, wanted);
    response.size += wanted;
    return response;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/urlvariants.h"

#include <QString>

#include <algorithm>

namespace hookloupe {

std::vector<QByteArray> urlVariants(const QByteArray& url)
{
    std::vector<QByteArray> variants { url };
    const qsizetype authority = url.indexOf("://");
    if (authority < 0)
        return variants;
    const qsizetype hostBegin = authority + 3;
    qsizetype hostEnd = hostBegin;
    while (hostEnd < url.size() && url[hostEnd] != '/' && url[hostEnd] != '?')
        ++hostEnd;
    // The port is what stands behind the last colon, unless that is within an IPv6 address in brackets.
    const QByteArray host = url.mid(hostBegin, hostEnd - hostBegin);
    const qsizetype colon = host.lastIndexOf(':');
    const QByteArray name = colon > host.lastIndexOf(']') ? host.left(colon) : host;
    const QByteArray rest = url.mid(hostEnd);
    const bool isPlain = url.startsWith("http:");
    const auto add = [&](bool plain, const QByteArray& hostAndPort) {
        const QByteArray variant = QByteArray(plain ? "http://" : "https://") + hostAndPort + rest;
        if (std::find(variants.begin(), variants.end(), variant) == variants.end())
            variants.push_back(variant);
    };
    for (const bool plain : { isPlain, !isPlain }) {
        add(plain, name);
        add(plain, name + QByteArray(plain ? ":80" : ":443"));
        add(plain, host);
    }
    return variants;
}

} // namespace hookloupe

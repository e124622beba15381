// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/confirmation.h"

#include <QList>
#include <QUrl>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// What different programs read differently, or what a person cannot see, does not belong in an address.
bool isPlain(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

QByteArray hostOf(const QByteArray& address)
{
    if (address.isEmpty() || address.size() > Confirmation::MaxUrlBytes || !isPlain(address))
        return {};
    const QUrl url(QString::fromLatin1(address), QUrl::StrictMode);
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (!url.isValid() || !isWeb || url.authority().contains(u'@'))
        return {};
    return url.host(QUrl::FullyEncoded).toLatin1();
}

} // namespace

std::optional<Confirmation> confirmationOf(const Challenge& challenge, const RequestValues& values)
{
    if (!challenge.outOfBand)
        return std::nullopt;
    const Challenge::OutOfBand& rule = *challenge.outOfBand;
    const QByteArray url = values.value(rule.url).value_or(QByteArray());
    const QByteArray host = hostOf(url);
    if (host.isEmpty())
        return std::nullopt;
    const bool isExpected = rule.hosts.empty()
        || std::any_of(
            rule.hosts.begin(), rule.hosts.end(), [&](const QByteArray& pattern) { return isHostOf(host, pattern); });
    return Confirmation { url, rule.method, isExpected, rule.isAlternative };
}

bool isHostOf(QByteArrayView host, QByteArrayView pattern)
{
    const QList<QByteArray> labels = host.toByteArray().toLower().split('.');
    const QList<QByteArray> wanted = pattern.toByteArray().toLower().split('.');
    qsizetype at = 0;
    qsizetype star = -1; // the last star that was met, and the label behind what it has taken so far
    qsizetype behind = 0;
    for (qsizetype i = 0; i < labels.size();) {
        if (at < wanted.size() && wanted[at] == "*") {
            star = at++;
            behind = ++i;
        } else if (at < wanted.size() && wanted[at] == labels[i]) {
            ++at;
            ++i;
        } else if (star >= 0) {
            at = star + 1;
            i = ++behind;
        } else {
            return false;
        }
    }
    return at == wanted.size();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointproposal.h"

#include "endpoint/pathpattern.h"
#include "profile/requestvalues.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LeastHexBytes = 16;
constexpr qsizetype LeastMixedBytes = 18;

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isHex(char byte)
{
    return isDigit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

bool isLetter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool isUuid(QByteArrayView step)
{
    if (step.size() != 36)
        return false;
    for (qsizetype i = 0; i < step.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? step[i] != '-' : !isHex(step[i]))
            return false;
    }
    return true;
}

/// Long text of letters with digits among them, as ULIDs, KSUIDs and tokens are.
bool isMixed(QByteArrayView step)
{
    const auto digits = std::count_if(step.begin(), step.end(), isDigit);
    return step.size() >= LeastMixedBytes && digits >= 2 && std::all_of(step.begin(), step.end(), [](char byte) {
        return isDigit(byte) || isLetter(byte) || byte == '-' || byte == '_';
    }) && std::any_of(step.begin(), step.end(), isLetter);
}

bool looksLikeId(QByteArrayView step)
{
    const bool isHexText = std::all_of(step.begin(), step.end(), isHex);
    const bool isNumber = !step.isEmpty() && std::all_of(step.begin(), step.end(), isDigit);
    return isNumber || isUuid(step) || (isHexText && step.size() >= LeastHexBytes) || isMixed(step);
}

bool isOurOwnHost(const QString& host)
{
    return host.isEmpty() || host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace

QByteArray proposedPath(QByteArrayView target)
{
    const QByteArray path = pathOfTarget(target).toByteArray();
    QByteArray pattern;
    int ids = 0;
    for (const QByteArray& step : path.split('/')) {
        if (step.isEmpty())
            continue;
        QByteArray proposed = '/' + step;
        if (looksLikeId(step))
            proposed = ++ids == 1 ? QByteArray("/{id}") : QByteArray("/{id" + QByteArray::number(ids) + '}');
        else if (!PathPattern::parse(proposed))
            proposed = "/*";
        // Too long or too deep: a pattern is the beginning of a path anyhow.
        const QByteArray longer = pattern + proposed;
        if (!PathPattern::parse(longer))
            break;
        pattern = longer;
    }
    const auto parsed = PathPattern::parse(pattern);
    return parsed && parsed->match(path) ? pattern : QByteArray("/");
}

Endpoint proposedEndpoint(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    Endpoint endpoint;
    endpoint.path = proposedPath(request.head.target());
    endpoint.method = request.head.method().toByteArray();
    endpoint.profile = delivery.facts.provider;
    const EndpointValues none;
    const QUrl url = QUrl::fromEncoded(RequestValues(request, none).url());
    if (url.isValid() && !isOurOwnHost(url.host()))
        endpoint.values.publicUrl
            = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo)
                  .toEncoded();
    return endpoint;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signing/outgoingplaces.h"

#include "signature/signing/jsonedit.h"

#include <QUrl>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

void setHeader(HeaderList& headers, const QByteArray& name, const QByteArray& value)
{
    for (auto& [known, text] : headers) {
        if (equalsIgnoringCase(known, name)) {
            text = value;
            return;
        }
    }
    headers.emplace_back(name, value);
}

/// A field of form text or a query, replaced or put at the end.
QByteArray withField(const QByteArray& fields, const QByteArray& name, const QByteArray& value)
{
    const QByteArray field = name.toPercentEncoding() + '=' + value.toPercentEncoding();
    QList<QByteArray> parts = fields.isEmpty() ? QList<QByteArray>() : fields.split('&');
    for (QByteArray& part : parts) {
        if (part.left(qMax(part.indexOf('='), qsizetype(0))) == name.toPercentEncoding()) {
            part = field;
            return parts.join('&');
        }
    }
    parts.append(field);
    return parts.join('&');
}

bool hasLineEnd(const HeaderList& headers)
{
    return std::any_of(headers.begin(), headers.end(), [](const auto& header) {
        return !isToken(header.first) || header.second.contains('\r') || header.second.contains('\n')
            || header.second.contains('\0');
    });
}

} // namespace

Result<Request, QString> requestOf(const OutgoingRequest& outgoing)
{
    const qsizetype scheme = outgoing.url.indexOf("://");
    if (scheme < 1 || outgoing.url.contains(' ') || outgoing.url.contains('\r') || outgoing.url.contains('\n'))
        return Unexpected(u"The URL to sign for is not absolute; write it with https:// and its host."_s);
    if (!isToken(outgoing.method) || hasLineEnd(outgoing.headers))
        return Unexpected(u"The method or a header holds bytes that HTTP does not allow there."_s);
    const qsizetype host = scheme + 3;
    qsizetype path = host;
    while (path < outgoing.url.size() && outgoing.url[path] != '/' && outgoing.url[path] != '?')
        ++path;
    QByteArray target = outgoing.url.mid(path, outgoing.url.indexOf('#', path) - path);
    if (!target.startsWith('/'))
        target.prepend('/');
    QByteArray head = outgoing.method + ' ' + target + " HTTP/1.1\r\n";
    head += "Host: " + outgoing.url.mid(host, path - host) + "\r\n";
    for (const auto& [name, value] : outgoing.headers)
        head += name + ": " + value + "\r\n";
    Request request;
    request.head = RequestHead::parse(head + "\r\n");
    request.body = Body(outgoing.body);
    request.framing = BodyFraming::ContentLength;
    if (outgoing.url.startsWith("https:"))
        request.tls.emplace();
    return request;
}

Result<Done, QString> putValue(
    OutgoingRequest& outgoing, const Locator& locator, const QByteArray& value, const QByteArray& item, bool isNumber)
{
    using Kind = Locator::Kind;
    switch (locator.kind) {
    case Kind::Header:
        setHeader(outgoing.headers, locator.name, value);
        return Done();
    case Kind::Form:
        outgoing.body = withField(outgoing.body, locator.name, value);
        return Done();
    case Kind::Query: {
        const qsizetype question = outgoing.url.indexOf('?');
        const QByteArray base = outgoing.url.left(question < 0 ? outgoing.url.size() : question);
        const QByteArray query = question < 0 ? QByteArray() : outgoing.url.mid(question + 1);
        outgoing.url = base + '?' + withField(query, locator.name, value);
        return Done();
    }
    case Kind::Json:
    case Kind::Item: {
        const QByteArray pointer = (locator.kind == Kind::Item ? item : QByteArray()) + locator.name;
        const std::optional<QByteArray> body
            = withJsonValue(outgoing.body, jsonPointerSteps(pointer), isNumber ? value : jsonString(value));
        if (!body)
            return Unexpected(u"The body is no JSON with a place for %1."_s.arg(QString::fromUtf8(pointer)));
        outgoing.body = *body;
        return Done();
    }
    case Kind::Body:
        outgoing.body = value;
        return Done();
    default:
        return Unexpected(u"Nothing can be written to %1."_s.arg(QString::fromUtf8(toText(locator))));
    }
}

} // namespace hookloupe

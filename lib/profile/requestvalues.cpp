// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/requestvalues.h"

#include "profile/formvalues.h"
#include "profile/jsonvalues.h"
#include "profile/profile.h"
#include "profile/templatefilter.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr std::size_t MaxFields = 10'000;
constexpr std::size_t MaxNamedHeaders = 100;

/// Where the path of an absolute URL begins; its size when it has none.
qsizetype pathBegin(QByteArrayView url)
{
    const qsizetype scheme = url.indexOf("://");
    const qsizetype authority = scheme < 0 ? 0 : scheme + 3;
    for (qsizetype i = authority; i < url.size(); ++i) {
        if (url[i] == '/' || url[i] == '?')
            return i;
    }
    return url.size();
}

/// What the endpoint's public URL and the target of a request make together.
QByteArray publicUrlOf(const QByteArray& publicUrl, QByteArrayView target)
{
    if (publicUrl.contains('?'))
        return publicUrl;
    const qsizetype question = target.indexOf('?');
    const QByteArrayView path = question < 0 ? target : target.first(question);
    const QByteArrayView query = question < 0 ? QByteArrayView() : target.sliced(question);
    const qsizetype begin = pathBegin(publicUrl);
    const QByteArrayView prefix = QByteArrayView(publicUrl).sliced(begin);
    const bool isWhole = !prefix.isEmpty() && (path == "/" || prefix.endsWith(path));
    if (isWhole)
        return publicUrl + query.toByteArray();
    return (publicUrl.endsWith('/') ? publicUrl.chopped(1) : publicUrl) + target.toByteArray();
}

QByteArray firstWord(const std::optional<QByteArray>& list)
{
    return list ? list->left(list->indexOf(',') < 0 ? list->size() : list->indexOf(',')).trimmed() : QByteArray();
}

/// The URL from what the request itself says: its Host, TLS, and what a tunnel or proxy added.
QByteArray ownUrlOf(const Request& request)
{
    const QByteArrayView target = request.head.target();
    if (target.contains("://") && !target.startsWith('/'))
        return target.toByteArray();
    QByteArray scheme = firstWord(request.head.header("X-Forwarded-Proto")).toLower();
    if (scheme != "http" && scheme != "https")
        scheme = request.tls ? "https" : "http";
    QByteArray host = firstWord(request.head.header("X-Forwarded-Host"));
    if (host.isEmpty())
        host = request.head.header("Host").value_or(QByteArray());
    return scheme + "://" + host + target.toByteArray();
}

QByteArrayView queryOf(QByteArrayView url)
{
    const qsizetype question = url.indexOf('?');
    return question < 0 ? QByteArrayView() : url.sliced(question + 1);
}

bool isForm(const Request& request)
{
    const std::optional<QByteArray> type = request.head.header("Content-Type");
    return !type || type->trimmed().isEmpty()
        || type->left(33).toLower().startsWith("application/x-www-form-urlencoded");
}

} // namespace

struct RequestValues::Private {
    Private(const Request& theRequest, const EndpointValues& theEndpoint)
        : request(theRequest)
        , endpoint(theEndpoint)
        , url(theEndpoint.publicUrl.isEmpty() ? ownUrlOf(theRequest)
                                              : publicUrlOf(theEndpoint.publicUrl, theRequest.head.target()))
    {
    }

    const QByteArray& bodyBytes();
    JsonValues& jsonValues();
    const FieldList& formFields();
    const FieldList& queryFields();
    std::optional<QByteArray> itemValue(const QByteArray& pointer);
    std::optional<QByteArray> namedHeaders(const QByteArray& listHeader) const;

    const Request& request;
    const EndpointValues& endpoint;
    QByteArray url;
    std::map<QByteArray, QByteArray> ownParams;
    FieldList signatureFields;
    QByteArray itemPointer;
    std::optional<QByteArray> body;
    std::unique_ptr<JsonValues> json;
    std::unique_ptr<JsonValues> item; ///< of the item that itemPointer names
    std::map<QByteArray, QByteArray> itemTexts; ///< by pointer, as items() found them
    std::optional<FieldList> form;
    std::optional<FieldList> query;
};

const QByteArray& RequestValues::Private::bodyBytes()
{
    if (!body)
        body = request.body.isInFile() ? request.body.read(0, request.body.size()) : request.body.bytes();
    return *body;
}

JsonValues& RequestValues::Private::jsonValues()
{
    if (!json)
        json = std::make_unique<JsonValues>(
            request.body.size() <= MaxParsedBytes ? QByteArrayView(bodyBytes()) : QByteArrayView());
    return *json;
}

const FieldList& RequestValues::Private::formFields()
{
    if (!form) {
        const bool isRead = request.body.size() <= MaxParsedBytes && isForm(request);
        form = isRead ? parseFields(bodyBytes(), MaxFields) : FieldList();
    }
    return *form;
}

const FieldList& RequestValues::Private::queryFields()
{
    if (!query)
        query = parseFields(queryOf(url), MaxFields);
    return *query;
}

std::optional<QByteArray> RequestValues::Private::itemValue(const QByteArray& pointer)
{
    if (itemPointer.isEmpty())
        return std::nullopt;
    if (!item) {
        const auto known = itemTexts.find(itemPointer);
        if (known == itemTexts.end())
            return jsonValues().value(QByteArray(itemPointer + pointer));
        item = std::make_unique<JsonValues>(known->second);
    }
    return item->value(pointer);
}

std::optional<QByteArray> RequestValues::Private::namedHeaders(const QByteArray& listHeader) const
{
    const std::optional<QByteArray> list = request.head.header(listHeader);
    if (!list)
        return std::nullopt;
    QByteArray text;
    std::size_t count = 0;
    const QList<QByteArray> names = list->split(',');
    for (const QByteArray& listed : names) {
        const QByteArray name = listed.trimmed().toLower();
        const std::optional<QByteArray> value = request.head.header(name);
        if (!value || ++count > MaxNamedHeaders)
            return std::nullopt;
        text += (text.isEmpty() ? "" : ";") + name + ':' + value->trimmed();
    }
    return text;
}

RequestValues::RequestValues(const Request& request, const EndpointValues& endpoint)
    : d(std::make_unique<Private>(request, endpoint))
{
}

RequestValues::~RequestValues() = default;

std::optional<QByteArray> RequestValues::value(const Locator& locator) const
{
    using Kind = Locator::Kind;
    switch (locator.kind) {
    case Kind::Body:
        return d->bodyBytes();
    case Kind::Method:
        return d->request.head.method().toByteArray();
    case Kind::Url:
        return d->url;
    case Kind::UrlWithoutQuery:
        return d->url.left(d->url.contains('?') ? d->url.indexOf('?') : d->url.size());
    case Kind::Path: {
        const QByteArray path = d->url.mid(pathBegin(d->url));
        return path.startsWith('/') ? path : QByteArray('/' + path);
    }
    case Kind::QuerySorted:
        return d->queryFields().empty() ? std::nullopt : std::optional(queryTextSorted(d->queryFields()));
    case Kind::FormSorted:
        return joinedSorted(d->formFields());
    case Kind::Header:
        return d->request.head.header(locator.name);
    case Kind::Query:
        return fieldValue(d->queryFields(), locator.name);
    case Kind::Form:
        return fieldValue(d->formFields(), locator.name);
    case Kind::Json:
        return d->jsonValues().value(locator.name);
    case Kind::Item:
        return d->itemValue(locator.name);
    case Kind::SignatureField:
        return fieldValue(d->signatureFields, locator.name);
    case Kind::NamedHeaders:
        return d->namedHeaders(locator.name);
    case Kind::Param: {
        if (const auto own = d->ownParams.find(locator.name); own != d->ownParams.end())
            return own->second;
        const auto param = d->endpoint.params.find(locator.name);
        return param == d->endpoint.params.end() ? std::nullopt : std::optional(param->second);
    }
    case Kind::Constant:
        return locator.name;
    }
    return std::nullopt;
}

void RequestValues::setSignatureFields(std::vector<std::pair<QByteArray, QByteArray>> fields)
{
    d->signatureFields = std::move(fields);
}

std::vector<QByteArray> RequestValues::items(const std::vector<QByteArray>& path, std::size_t limit) const
{
    std::vector<QByteArray> pointers;
    for (auto& [pointer, text] : d->jsonValues().items(path, limit)) {
        pointers.push_back(pointer);
        d->itemTexts.insert_or_assign(pointer, std::move(text));
    }
    return pointers;
}

void RequestValues::setItem(QByteArray pointer)
{
    d->itemPointer = std::move(pointer);
    d->item.reset();
}

QByteArray RequestValues::item() const
{
    return d->itemPointer;
}

void RequestValues::setUrl(QByteArray url)
{
    d->url = std::move(url);
    d->query.reset();
}

void RequestValues::setParam(const QByteArray& name, std::optional<QByteArray> value)
{
    if (value)
        d->ownParams.insert_or_assign(name, *std::move(value));
    else
        d->ownParams.erase(name);
}

const EndpointValues& RequestValues::endpoint() const
{
    return d->endpoint;
}

QByteArray RequestValues::url() const
{
    return d->url;
}

std::optional<QByteArray> RequestValues::text(const ContentTemplate& content, QByteArrayView secret) const
{
    QByteArray text;
    int droppedGroup = 0;
    int group = 0;
    qsizetype groupBegin = 0;
    for (const ContentTemplate::Part& part : content.parts()) {
        if (part.group != group) {
            group = part.group;
            groupBegin = text.size();
        }
        if (part.group > 0 && part.group == droppedGroup)
            continue;
        if (part.isText) {
            text += part.text;
            continue;
        }
        std::optional<QByteArray> found = value(part.locator);
        if (!found && part.group > 0 && !part.isOptional) {
            droppedGroup = part.group;
            text.truncate(groupBegin);
            continue;
        }
        if (!found && !part.isOptional)
            return std::nullopt;
        if (found)
            text += filtered(*std::move(found), part.filters, secret);
        if (text.size() > MaxTextBytes)
            return std::nullopt;
    }
    return text;
}

std::optional<std::vector<RequestValues::Piece>> RequestValues::pieces(
    const ContentTemplate& content, QByteArrayView secret) const
{
    std::vector<Piece> pieces;
    const std::vector<ContentTemplate::Part>& parts = content.parts();
    int droppedGroup = 0;
    qsizetype size = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const ContentTemplate::Part& part = parts[i];
        if (part.group > 0 && part.group == droppedGroup)
            continue;
        std::optional<QByteArray> found = part.isText ? part.text : value(part.locator);
        if (!found && part.group > 0 && !part.isOptional) {
            droppedGroup = part.group;
            while (!pieces.empty() && parts[pieces.back().part].group == part.group)
                pieces.pop_back();
            continue;
        }
        if (!found && !part.isOptional)
            return std::nullopt;
        if (!found)
            continue;
        QByteArray text = part.isText ? *std::move(found) : filtered(*std::move(found), part.filters, secret);
        size += text.size();
        if (size > MaxTextBytes)
            return std::nullopt;
        if (!text.isEmpty())
            pieces.push_back({ i, std::move(text) });
    }
    return pieces;
}

bool holds(const Condition& condition, const RequestValues& values, QByteArrayView method)
{
    const auto isThere = [&](const Locator& locator) { return values.value(locator).has_value(); };
    const auto& methods = condition.methods;
    if (!methods.empty() && std::find(methods.begin(), methods.end(), method) == methods.end())
        return false;
    // Equality first: most of these look at headers, which are cheap, and settle the matter.
    return std::all_of(condition.equal.begin(), condition.equal.end(),
               [&](const auto& wanted) { return values.value(wanted.first) == wanted.second; })
        && std::all_of(condition.present.begin(), condition.present.end(), isThere)
        && std::none_of(condition.absent.begin(), condition.absent.end(), isThere);
}

} // namespace hookloupe

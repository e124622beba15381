// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signing/requestsigner.h"

#include "signature/compactjws.h"
#include "signature/crypto/hash.h"
#include "signature/crypto/jwk.h"
#include "signature/crypto/publickey.h"
#include "signature/crypto/textcoding.h"
#include "signature/keymaterial.h"
#include "signature/signaturefields.h"
#include "signature/signing/jsonedit.h"
#include "signature/signing/outgoingplaces.h"
#include "signature/signingtime.h"

#include <QUuid>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxItems = 1000;

bool isBodyPlain(const ContentTemplate& detached)
{
    return std::all_of(
        detached.parts().begin(), detached.parts().end(), [](const auto& part) { return part.filters.empty(); });
}

} // namespace

RequestSigner::RequestSigner(const Scheme& scheme, OutgoingRequest request, const QByteArray& secret,
    const EndpointValues& endpoint, SystemTime at)
    : m_scheme(scheme)
    , m_outgoing(std::move(request))
    , m_secret(secret)
    , m_endpoint(endpoint)
    , m_at(at)
{
}

Result<OutgoingRequest, QString> RequestSigner::run()
{
    if (m_scheme.algorithm == SignatureAlgorithm::None)
        return Unexpected(u"The provider signs nothing, so there is nothing to sign with."_s);
    if (const Result<Request, QString> request = requestOf(m_outgoing); !request)
        return Unexpected(request.error());
    if (const Outcome met = meetCondition(); !met)
        return Unexpected(met.error());
    std::vector<QByteArray> items { QByteArray() };
    if (!m_scheme.foreach.empty()) {
        const Result<Request, QString> request = requestOf(m_outgoing);
        const EndpointValues endpoint = endpointNow();
        items = RequestValues(*request, endpoint).items(m_scheme.foreach, MaxItems);
        if (items.empty())
            return Unexpected(u"The body has none of the items that this scheme signs one by one."_s);
    }
    for (const QByteArray& item : items) {
        if (const Outcome done = signItem(item); !done)
            return Unexpected(done.error());
    }
    return m_outgoing;
}

RequestSigner::Outcome RequestSigner::signItem(const QByteArray& item)
{
    m_item = item;
    if (const Outcome filled = fillPlaces(); !filled)
        return filled;
    const Result<QByteArray, QString> signature = made();
    if (!signature)
        return Unexpected(signature.error());
    return place(*signature);
}

EndpointValues RequestSigner::endpointNow() const
{
    EndpointValues endpoint = m_endpoint;
    if (endpoint.publicUrl.isEmpty())
        endpoint.publicUrl = m_outgoing.url.left(m_outgoing.url.contains('#') ? m_outgoing.url.indexOf('#') : -1);
    return endpoint;
}

std::optional<QByteArray> RequestSigner::value(const Locator& locator)
{
    const Result<Request, QString> request = requestOf(m_outgoing);
    if (!request)
        return std::nullopt;
    const EndpointValues endpoint = endpointNow();
    RequestValues values(*request, endpoint);
    values.setSignatureFields(m_fields);
    values.setItem(m_item);
    if (m_scheme.algorithm == SignatureAlgorithm::Digest)
        values.setParam("secret", m_secret);
    return values.value(locator);
}

Result<std::optional<QByteArray>, QString> RequestSigner::text(const ContentTemplate& content)
{
    const Result<Request, QString> request = requestOf(m_outgoing);
    if (!request)
        return Unexpected(request.error());
    const EndpointValues endpoint = endpointNow();
    RequestValues values(*request, endpoint);
    values.setSignatureFields(m_fields);
    values.setItem(m_item);
    if (m_scheme.algorithm == SignatureAlgorithm::Digest)
        values.setParam("secret", m_secret);
    return values.text(content);
}

RequestSigner::Outcome RequestSigner::meetCondition()
{
    const auto& methods = m_scheme.when.methods;
    if (!methods.empty() && std::find(methods.begin(), methods.end(), m_outgoing.method) == methods.end())
        return Unexpected(u"This scheme signs %1 requests only."_s.arg(QString::fromLatin1(methods.front())));
    for (const auto& [locator, wanted] : m_scheme.when.equal) {
        if (value(locator) == wanted)
            continue;
        if (const Outcome put = putValue(m_outgoing, locator, wanted, m_item, false); !put)
            return put;
    }
    for (const Locator& locator : m_scheme.when.present) {
        if (locator == m_scheme.signature.from || locator.kind == Locator::Kind::SignatureField)
            continue;
        if (const Outcome filled = fillPlace(locator); !filled)
            return filled;
    }
    return Done();
}

RequestSigner::Outcome RequestSigner::fillPlaces()
{
    if (m_scheme.time) {
        if (const Outcome filled = fillPlace(m_scheme.time->from); !filled)
            return filled;
    }
    if (const Outcome filled = fill(m_scheme.content); !filled)
        return filled;
    for (const auto& [locator, content] : m_scheme.asserts) {
        if (locator.kind != Locator::Kind::Header || value(locator))
            continue;
        const Result<std::optional<QByteArray>, QString> wanted = text(content);
        if (wanted && *wanted) {
            if (const Outcome put = putValue(m_outgoing, locator, **wanted, m_item, false); !put)
                return put;
        }
    }
    return Done();
}

RequestSigner::Outcome RequestSigner::fill(const ContentTemplate& content)
{
    for (const ContentTemplate::Part& part : content.parts()) {
        if (part.isText || part.isOptional || part.group > 0)
            continue;
        if (const Outcome filled = fillPlace(part.locator); !filled)
            return filled;
    }
    return Done();
}

RequestSigner::Outcome RequestSigner::fillPlace(const Locator& locator)
{
    using Kind = Locator::Kind;
    if (value(locator))
        return Done();
    switch (locator.kind) {
    case Kind::SignatureField:
        m_fields.emplace_back(locator.name, generated(locator));
        return Done();
    case Kind::Param:
        return Unexpected(
            u"The scheme needs the endpoint's setting \"%1\"; give it a value."_s.arg(QString::fromUtf8(locator.name)));
    case Kind::NamedHeaders: {
        QByteArray names = locator.name;
        if (m_scheme.time && m_scheme.time->from.kind == Kind::Header)
            names += ',' + m_scheme.time->from.name;
        return putValue(m_outgoing, { Kind::Header, locator.name }, names, m_item, false);
    }
    default: {
        const bool isTime = m_scheme.time && m_scheme.time->from == locator;
        const bool isNumber
            = isTime ? m_scheme.time->unit != TimeRule::Unit::Rfc3339 : locator.name.toLower().endsWith("timestamp");
        return putValue(m_outgoing, locator, generated(locator), m_item, isNumber);
    }
    }
}

QByteArray RequestSigner::generated(const Locator& locator) const
{
    if (m_scheme.time && m_scheme.time->from == locator)
        return signingTimeText(m_at, m_scheme.time->unit);
    const QByteArray name = locator.name.toLower();
    if (locator.kind == Locator::Kind::SignatureField || name.contains("timestamp"))
        return signingTimeText(m_at, TimeRule::Unit::Seconds);
    if (name.endsWith("time"))
        return signingTimeText(m_at, TimeRule::Unit::Rfc3339);
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

Result<QByteArray, QString> RequestSigner::made()
{
    switch (m_scheme.algorithm) {
    case SignatureAlgorithm::Token:
        return QByteArray(m_scheme.signature.prefix + m_secret);
    case SignatureAlgorithm::Basic:
        return QByteArray(m_scheme.signature.prefix + m_secret.toBase64());
    case SignatureAlgorithm::Jws: {
        const Result<QByteArray, QString> token = madeToken();
        return token ? Result<QByteArray, QString>(m_scheme.signature.prefix + *token) : token;
    }
    default:
        break;
    }
    const Result<std::optional<QByteArray>, QString> content = text(m_scheme.content);
    if (!content)
        return Unexpected(content.error());
    if (!*content)
        return Unexpected(u"A value that is signed is not in the request."_s);
    const Result<QByteArray, QString> signature = madeOver(**content);
    if (!signature)
        return signature;
    return written(*signature);
}

Result<QByteArray, QString> RequestSigner::madeOver(const QByteArray& content)
{
    if (m_scheme.algorithm == SignatureAlgorithm::Digest)
        return digest(m_scheme.hash, content);
    if (m_scheme.algorithm == SignatureAlgorithm::Hmac) {
        const std::vector<KeyMaterial> materials = keyMaterials(m_scheme.key, m_secret);
        if (materials.empty())
            return Unexpected(u"The secret is not written as this scheme's keys are (hex or base64)."_s);
        return hmac(m_scheme.hash, materials.front().bytes, content);
    }
    const Result<PublicKey, QString> key = PublicKey::readPrivate(m_secret);
    if (!key)
        return Unexpected(key.error());
    return key->sign({ m_scheme.algorithm, m_scheme.hash, m_scheme.signature.ecdsaForm }, content);
}

QByteArray RequestSigner::written(const QByteArray& signature) const
{
    using Grammar = SignatureRule::Grammar;
    const SignatureRule& rule = m_scheme.signature;
    const QByteArray text = rule.prefix + encodedSignature(rule.encoding, signature);
    QByteArray whole;
    switch (rule.grammar) {
    case Grammar::KeyValue:
        for (const auto& [name, value] : m_fields)
            whole += name + rule.assign + value + rule.separator;
        return whole + rule.field + rule.assign + text;
    case Grammar::List:
        return rule.field + rule.assign + text;
    case Grammar::Positional:
        for (const QByteArray& name : rule.names) {
            const auto known = std::find_if(
                m_fields.begin(), m_fields.end(), [&](const auto& field) { return field.first == name; });
            whole += (known == m_fields.end() ? QByteArray() : known->second) + rule.separator;
        }
        return whole + text;
    case Grammar::Pairs: {
        const auto own = m_endpoint.params.find(rule.selectParam);
        return (own == m_endpoint.params.end() ? QByteArray("key") : own->second) + rule.assign + text;
    }
    case Grammar::Plain:
    case Grammar::Numbered:
        break;
    }
    return text;
}

RequestSigner::Outcome RequestSigner::place(const QByteArray& text)
{
    Locator place = m_scheme.signature.from;
    if (m_scheme.signature.grammar == SignatureRule::Grammar::Numbered)
        place.name += '1';
    const bool isInBody = place.kind != Locator::Kind::Header && place.kind != Locator::Kind::Query;
    if (isInBody && (m_scheme.content.coversBody() || m_scheme.detached.coversBody()))
        return Unexpected(u"The scheme puts the signature into the body that it signs; that cannot be made."_s);
    return putValue(m_outgoing, place, text, m_item, false);
}

Result<QByteArray, QString> RequestSigner::madeToken()
{
    const Result<Request, QString> request = requestOf(m_outgoing);
    if (!request)
        return Unexpected(request.error());
    const EndpointValues endpoint = endpointNow();
    const RequestValues values(*request, endpoint);
    const QByteArray algorithm = m_scheme.jwtAlgorithms.empty() ? QByteArray() : m_scheme.jwtAlgorithms.front();
    const std::optional<KeyUse> use = jwsKeyUse(algorithm);
    if (!use)
        return Unexpected(u"The scheme names no algorithm for its tokens."_s);
    const bool isDetached = !m_scheme.detached.isEmpty();
    const bool isPlain = isDetached && isBodyPlain(m_scheme.detached);
    const QByteArray header = "{\"alg\":\"" + algorithm
        + QByteArray(isPlain ? "\",\"b64\":false,\"crit\":[\"b64\"]}"
                : isDetached ? "\"}"
                             : "\",\"typ\":\"JWT\"}");
    QByteArray payload;
    if (isDetached) {
        const std::optional<QByteArray> detached = values.text(m_scheme.detached);
        if (!detached)
            return Unexpected(u"A value that is signed is not in the request."_s);
        payload = *detached;
    } else {
        const Result<QByteArray, QString> claims = tokenPayload(values);
        if (!claims)
            return claims;
        payload = toBase64Url(*claims);
    }
    const QByteArray input = toBase64Url(header) + '.' + payload;
    QByteArray signature;
    if (use->algorithm == SignatureAlgorithm::Hmac) {
        const std::vector<KeyMaterial> materials = keyMaterials(m_scheme.key, m_secret);
        if (materials.empty())
            return Unexpected(u"The secret is not written as this scheme's keys are (hex or base64)."_s);
        const KeyMaterial& key = materials.front();
        signature = hmac(
            use->hash, isSharedKey(key.encoding) ? key.bytes : symmetricJwk(key.bytes, {}).value_or(key.bytes), input);
    } else {
        const Result<PublicKey, QString> key = PublicKey::readPrivate(m_secret);
        if (!key)
            return Unexpected(key.error());
        const Result<QByteArray, QString> done = key->sign(*use, input);
        if (!done)
            return done;
        signature = *done;
    }
    return QByteArray(toBase64Url(header) + '.' + (isDetached ? QByteArray() : payload) + '.' + toBase64Url(signature));
}

Result<QByteArray, QString> RequestSigner::tokenPayload(const RequestValues& values)
{
    // A token that is the body carries what was the body.
    if (m_scheme.signature.from.kind == Locator::Kind::Body)
        return m_outgoing.body;
    QByteArray claims = "{\"iat\":" + signingTimeText(m_at, TimeRule::Unit::Seconds);
    for (const auto& [name, content] : m_scheme.claims) {
        const std::optional<QByteArray> wanted = values.text(content);
        if (!wanted)
            return Unexpected(u"The scheme's claim \"%1\" needs a setting of the endpoint; give it a value."_s.arg(
                QString::fromUtf8(name)));
        claims += ',' + jsonString(name) + ':' + jsonString(*wanted);
    }
    return QByteArray(claims + '}');
}

Result<OutgoingRequest, QString> signRequest(const Scheme& scheme, OutgoingRequest request, const QByteArray& secret,
    const EndpointValues& endpoint, SystemTime at)
{
    return RequestSigner(scheme, std::move(request), secret, endpoint, at).run();
}

} // namespace hookloupe

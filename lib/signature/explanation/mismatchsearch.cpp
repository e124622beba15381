// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/explanation/mismatchsearch.h"
#include "signature/bodycoverage.h"

#include "signature/crypto/hash.h"
#include "signature/explanation/bodyvariants.h"
#include "signature/explanation/secretvariants.h"
#include "signature/schemechecker.h"
#include "signature/signingtime.h"
#include "signature/urlvariants.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// The request with another value of one header.
Request withHeader(const Request& request, QByteArrayView name, const QByteArray& value)
{
    QByteArray head = request.head.method().toByteArray() + ' ' + request.head.target().toByteArray() + " HTTP/"
        + request.head.version().toByteArray() + "\r\n";
    for (const auto& [known, text] : request.head.headers())
        head += known + ": " + (equalsIgnoringCase(known, name) ? value : text) + "\r\n";
    Request changed = request;
    changed.head = RequestHead::parse(head + "\r\n");
    return changed;
}

/// The place of the signing time: as the scheme says, or a signed header whose name says so.
std::optional<Locator> timePlace(const Scheme& scheme)
{
    const auto& parts = scheme.content.parts();
    const auto isTime = [&](const ContentTemplate::Part& part) {
        if (part.isText)
            return false;
        return scheme.time ? part.locator == scheme.time->from
                           : part.locator.kind == Locator::Kind::Header && part.locator.name.toLower().contains("time");
    };
    const auto found = std::find_if(parts.begin(), parts.end(), isTime);
    return found == parts.end() ? std::nullopt : std::optional(found->locator);
}

} // namespace

MismatchSearch::MismatchSearch(
    const Scheme& scheme, const Request& request, const RequestValues& values, const Known& known, Budget& budget)
    : m_scheme(scheme)
    , m_request(request)
    , m_values(values)
    , m_known(known)
    , m_budget(budget)
{
}

bool MismatchSearch::run(QByteArrayView received)
{
    const auto& previous = m_known.previous;
    if (!previous.isEmpty() && isEqualInConstantTime(previous, received)) {
        m_cause = "previous-signature";
        return true;
    }
    if (isTry("wrong-secret-known", m_scheme, m_request, m_known.others) || isTrySecret() || isTrySignature(received)
        || isTryTime() || isTryUrl() || isTryBody())
        return true;
    if (m_request.isTruncated() && isBodySigned(m_scheme, m_values)) {
        m_cause = "body-truncated";
        return true;
    }
    return false;
}

bool MismatchSearch::isTry(const char* cause, const Scheme& scheme, const Request& request,
    const std::vector<NamedSecret>& secrets, const QByteArray& url)
{
    if (secrets.empty() || m_budget.isSpent())
        return false;
    RequestValues values(request, m_values.endpoint());
    values.setUrl(url.isEmpty() ? m_values.url() : url);
    SchemeChecker checker(scheme, request, values, secrets, [this](qint64 bytes) {
        --m_budget.trials;
        m_budget.bytes -= bytes;
        return m_budget.trials >= 0 && m_budget.bytes >= 0;
    });
    if (checker.check().verdict != Verdict::Valid)
        return false;
    m_cause = cause;
    m_secretName = checker.report().secretName;
    return true;
}

bool MismatchSearch::isTrySecret()
{
    const std::size_t count = std::min(m_known.secrets.size(), std::size_t(4));
    for (std::size_t i = 0; i < count; ++i) {
        const NamedSecret& secret = m_known.secrets.at(i);
        for (const SecretVariant& variant : secretVariants(m_scheme.key, secret.value)) {
            Scheme scheme = m_scheme;
            scheme.key = variant.rule;
            if (isTry(variant.cause, scheme, m_request, { { secret.name, variant.value } }))
                return true;
        }
    }
    return false;
}

bool MismatchSearch::isTrySignature(QByteArrayView received)
{
    if (m_scheme.algorithm == SignatureAlgorithm::Jws || m_scheme.algorithm == SignatureAlgorithm::Basic)
        return false;
    return isTryTags(received) || (m_scheme.algorithm != SignatureAlgorithm::Token && (isTryEncoding() || isTryHash()));
}

bool MismatchSearch::isTryEncoding()
{
    using Encoding = SignatureRule::Encoding;
    Scheme scheme = m_scheme;
    for (const Encoding encoding : { Encoding::AnyHex, Encoding::Base64, Encoding::Base64Url, Encoding::HexInBase64 }) {
        scheme.signature.encoding = encoding;
        if (encoding != m_scheme.signature.encoding && isTry("signature-encoding", scheme, m_request, m_known.secrets))
            return true;
    }
    if (m_scheme.algorithm != SignatureAlgorithm::Ecdsa)
        return false;
    scheme = m_scheme;
    const bool isRaw = m_scheme.signature.ecdsaForm == SignatureRule::EcdsaForm::Raw;
    scheme.signature.ecdsaForm = isRaw ? SignatureRule::EcdsaForm::Der : SignatureRule::EcdsaForm::Raw;
    return isTry("signature-encoding", scheme, m_request, m_known.secrets);
}

bool MismatchSearch::isTryTags(QByteArrayView received)
{
    using Grammar = SignatureRule::Grammar;
    const SignatureRule& rule = m_scheme.signature;
    Scheme scheme = m_scheme;
    if (rule.grammar == Grammar::KeyValue || rule.grammar == Grammar::List) {
        // As many names as one header may reasonably have.
        const QList<QByteArray> entries = received.first(qMin(received.size(), qsizetype(4096)))
                                              .toByteArray()
                                              .split(rule.separator.isEmpty() ? ',' : rule.separator.front());
        for (const QByteArray& entry : entries.first(qMin(entries.size(), qsizetype(8)))) {
            const qsizetype assign = entry.indexOf(rule.assign);
            scheme.signature.field = entry.left(qMax(assign, qsizetype(0))).trimmed();
            if (assign > 0 && scheme.signature.field != rule.field
                && isTry("scheme-version", scheme, m_request, m_known.secrets))
                return true;
        }
        scheme.signature = rule;
        scheme.signature.grammar = Grammar::Plain;
        return isTry("signature-prefix", scheme, m_request, m_known.secrets);
    }
    if (rule.grammar != Grammar::Plain)
        return false;
    if (!rule.prefix.isEmpty()) {
        scheme.signature.prefix.clear();
        if (isTry("signature-prefix", scheme, m_request, m_known.secrets))
            return true;
    }
    const qsizetype end = received.first(qMin(received.size(), qsizetype(24))).indexOf('=');
    scheme.signature.prefix = received.first(qMax(end, qsizetype(0)) + (end < 0 ? 0 : 1)).toByteArray();
    return end > 0 && end + 1 < received.size() && scheme.signature.prefix != rule.prefix
        && isTry(rule.prefix.isEmpty() ? "signature-prefix" : "scheme-version", scheme, m_request, m_known.secrets);
}

bool MismatchSearch::isTryHash()
{
    if (m_scheme.hash == HashAlgorithm::None)
        return false;
    Scheme scheme = m_scheme;
    for (const HashAlgorithm hash : { HashAlgorithm::Md5, HashAlgorithm::Sha1, HashAlgorithm::Sha256,
             HashAlgorithm::Sha384, HashAlgorithm::Sha512 }) {
        scheme.hash = hash;
        if (hash != m_scheme.hash && isTry("hash-other", scheme, m_request, m_known.secrets))
            return true;
    }
    return false;
}

bool MismatchSearch::isTryTime()
{
    const std::optional<Locator> place = timePlace(m_scheme);
    const std::optional<QByteArray> old = place ? m_values.value(*place) : std::nullopt;
    if (!old || old->isEmpty())
        return false;
    if (const auto time = parseSigningTime(*old, TimeRule::Unit::Seconds)) {
        for (const TimeRule::Unit unit : { TimeRule::Unit::Seconds, TimeRule::Unit::Milliseconds }) {
            if (isTryTimeText("timestamp-unit", *place, *old, signingTimeText(*time, unit)))
                return true;
        }
    } else if (const auto date = parseSigningTime(*old, TimeRule::Unit::Rfc3339)) {
        for (const TimeRule::Unit unit : { TimeRule::Unit::Seconds, TimeRule::Unit::Milliseconds }) {
            if (isTryTimeText("timestamp-unit", *place, *old, signingTimeText(*date, unit)))
                return true;
        }
    }
    int tried = 0;
    for (const auto& [name, text] : m_request.head.headers()) {
        const bool isTime
            = parseSigningTime(text, TimeRule::Unit::Seconds) || parseSigningTime(text, TimeRule::Unit::Rfc3339);
        if (isTime && ++tried <= 16 && isTryTimeText("timestamp-other", *place, *old, text))
            return true;
    }
    return false;
}

bool MismatchSearch::isTryTimeText(
    const char* cause, const Locator& place, const QByteArray& old, const QByteArray& text)
{
    if (text == old)
        return false;
    if (place.kind == Locator::Kind::Header)
        return isTry(cause, m_scheme, withHeader(m_request, place.name, text), m_known.secrets);
    const Locator& from = m_scheme.signature.from;
    if (place.kind != Locator::Kind::SignatureField || from.kind != Locator::Kind::Header)
        return false;
    const std::optional<QByteArray> header = m_values.value(from);
    const qsizetype at = header ? header->indexOf(old) : -1;
    return at >= 0
        && isTry(cause, m_scheme, withHeader(m_request, from.name, QByteArray(*header).replace(at, old.size(), text)),
            m_known.secrets);
}

bool MismatchSearch::usesUrl() const
{
    const auto& parts = m_scheme.content.parts();
    return std::any_of(parts.begin(), parts.end(), [](const ContentTemplate::Part& part) {
        using Kind = Locator::Kind;
        const Kind kind = part.locator.kind;
        return !part.isText
            && (kind == Kind::Url || kind == Kind::UrlWithoutQuery || kind == Kind::Path || kind == Kind::QuerySorted);
    });
}

bool MismatchSearch::isTryUrl()
{
    if (!usesUrl())
        return false;
    const EndpointValues none;
    for (const QByteArray& base : { m_values.url(), RequestValues(m_request, none).url() }) {
        for (const QByteArray& url : urlVariants(base)) {
            const qsizetype question = url.indexOf('?');
            const QByteArray path = url.left(question < 0 ? url.size() : question);
            const QByteArray query = question < 0 ? QByteArray() : url.mid(question);
            const QByteArray toggled = path.endsWith('/') ? path.chopped(1) : QByteArray(path + '/');
            for (const QByteArray& variant : { url, QByteArray(toggled + query), path, toggled }) {
                if (variant != m_values.url() && isTry("url-variant", m_scheme, m_request, m_known.secrets, variant))
                    return true;
            }
        }
    }
    return false;
}

bool MismatchSearch::isTryBody()
{
    const qint64 size = m_request.body.size();
    if (size == 0 || size > MaxBodyBytes || !isBodySigned(m_scheme, m_values))
        return false;
    const QByteArray body = m_request.body.read(0, size);
    Request request = m_request;
    const bool isStopped = forEachBodyVariant(m_request, body, [&](const char* cause, const QByteArray& variant) {
        request.body = Body(variant);
        return isTry(cause, m_scheme, request, m_known.secrets) || m_budget.isSpent();
    });
    return isStopped && !m_cause.isEmpty();
}

} // namespace hookloupe

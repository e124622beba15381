// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/jsonvalues.h"
#include "signature/compactjws.h"
#include "signature/crypto/hash.h"
#include "signature/crypto/jwk.h"
#include "signature/keymaterial.h"
#include "signature/schemechecker.h"
#include "signature/signingtime.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

Verdict SchemeChecker::checkJws(const std::vector<SignatureFields>& lists)
{
    const Result<CompactJws, QString> jws = parseCompactJws(lists.front().signatures.front());
    if (!jws) {
        add("signature-decodes", false, jws.error());
        return Verdict::Malformed;
    }
    add("signature-decodes", true, u"The token has its three parts."_s);
    const auto& allowed = m_scheme.jwtAlgorithms;
    if (std::find(allowed.begin(), allowed.end(), jws->algorithm) == allowed.end() || !jwsKeyUse(jws->algorithm)) {
        add("algorithm-allowed", false, u"The token names an algorithm that the provider does not sign with."_s);
        return Verdict::Malformed;
    }
    add("algorithm-allowed", true, u"The token's algorithm is one that the provider signs with."_s);
    QByteArray payload = jws->payloadPart;
    m_claims = jws->payload;
    if (!m_scheme.detached.isEmpty()) {
        const std::optional<QByteArray> detached = m_values.text(m_scheme.detached);
        if (!jws->isDetached() || !detached) {
            add("content-complete", false, u"The token should leave its payload out, but carries one."_s);
            return Verdict::Malformed;
        }
        payload = *detached;
        m_claims.clear();
    }
    const QByteArray input = jws->protectedPart + '.' + payload;
    keepContent(input);
    const Verdict verdict = checkJwsSecrets(*jws, input);
    return verdict == Verdict::Valid ? checkClaims(*jws) : verdict;
}

Verdict SchemeChecker::checkJwsSecrets(const CompactJws& jws, const QByteArray& input)
{
    if (m_secrets.empty()) {
        skip("digest-equal", u"No secret is known, so nothing could be compared."_s);
        return Verdict::NoSecret;
    }
    const std::size_t count = std::min(m_secrets.size(), MaxSecrets);
    for (std::size_t i = 0; i < count && !m_isStopped; ++i) {
        if (matchesJws(m_secrets.at(i), jws, input)) {
            noteMatch(m_secrets.at(i), nullptr);
            add("digest-equal", true, u"The signature holds."_s);
            return Verdict::Valid;
        }
    }
    if (m_isStopped)
        return Verdict::Unknown;
    if (!m_isKeyUsable)
        add("key-decodes", false,
            m_keyTrouble.isEmpty() ? u"No secret is a key that this scheme can use."_s : m_keyTrouble);
    else
        add("digest-equal", false, u"The signature does not hold with any known secret."_s);
    return Verdict::Mismatch;
}

bool SchemeChecker::matchesJws(const NamedSecret& secret, const CompactJws& jws, const QByteArray& input)
{
    const KeyUse use = *jwsKeyUse(jws.algorithm);
    m_isStopped = m_meter && !m_meter(input.size());
    if (m_isStopped)
        return false;
    for (const KeyMaterial& material : keyMaterials(m_scheme.key, secret.value)) {
        if (use.algorithm == SignatureAlgorithm::Hmac) {
            // A public key never serves as a shared secret: the classic confusion of algorithms.
            const std::optional<QByteArray> key = isSharedKey(material.encoding) ? std::optional(material.bytes)
                : material.encoding == KeyRule::Encoding::Jwk ? symmetricJwk(material.bytes, jws.keyId)
                                                              : std::nullopt;
            m_isKeyUsable = m_isKeyUsable || key;
            m_isCompared = m_isCompared || key;
            if (key && isEqualInConstantTime(hmac(use.hash, *key, input), jws.signature))
                return true;
            continue;
        }
        const KeyRule::Encoding encoding = isSharedKey(material.encoding) ? KeyRule::Encoding::Pem : material.encoding;
        const Result<PublicKey, QString> key = PublicKey::read(encoding, material.bytes, jws.keyId);
        if (!key) {
            m_keyTrouble = key.error();
            continue;
        }
        m_isKeyUsable = true;
        m_isCompared = true;
        if (key->verify(use, input, jws.signature))
            return true;
    }
    return false;
}

Verdict SchemeChecker::checkClaims(const CompactJws& /*jws*/)
{
    JsonValues claims(m_claims);
    for (const auto& [name, content] : m_scheme.claims) {
        const std::optional<QByteArray> found = claims.value(jsonPointerStep(name));
        const std::optional<QByteArray> wanted = m_values.text(content);
        const bool isEqual = found && wanted && isEqualInConstantTime(*found, *wanted);
        const QString claim = QString::fromUtf8(name);
        add("claims", isEqual,
            isEqual ? u"The claim \"%1\" is as it should be."_s.arg(claim)
                    : u"The claim \"%1\" is not as it should be, though the token itself is genuine."_s.arg(claim));
        if (!isEqual)
            return Verdict::Mismatch;
    }
    return Verdict::Valid;
}

void SchemeChecker::judgeFreshness(SystemTime arrivedAt)
{
    if (m_scheme.algorithm == SignatureAlgorithm::Jws && !m_claims.isEmpty()) {
        JsonValues claims(m_claims);
        if (const auto issued = parseSigningTime(claims.value("/iat").value_or(QByteArray()), TimeRule::Unit::Seconds))
            judgeTime(*issued, m_scheme.issuedAtTolerance, arrivedAt);
        const auto expires = parseSigningTime(claims.value("/exp").value_or(QByteArray()), TimeRule::Unit::Seconds);
        const auto begins = parseSigningTime(claims.value("/nbf").value_or(QByteArray()), TimeRule::Unit::Seconds);
        if (expires || begins) {
            const bool isInTime = (!expires || arrivedAt < *expires) && (!begins || arrivedAt >= *begins);
            const bool isFresh = isInTime && m_report.freshness != Freshness::Stale;
            m_report.freshness = isFresh ? Freshness::Fresh : Freshness::Stale;
            add("fresh", isInTime,
                isInTime ? u"The token was within its own time limits at arrival."_s
                         : u"The token was outside of its own time limits (exp, nbf) at arrival."_s);
        }
    }
    if (!m_scheme.time)
        return;
    std::optional<SystemTime> signedAt;
    const std::optional<QByteArray> text = m_values.value(m_scheme.time->from);
    if (text)
        signedAt = parseSigningTime(*text, m_scheme.time->unit);
    if (!signedAt) {
        add("fresh", false,
            text ? u"The signing time in %1 is no time."_s.arg(QString::fromUtf8(toText(m_scheme.time->from)))
                 : u"The signing time in %1 is missing."_s.arg(QString::fromUtf8(toText(m_scheme.time->from))));
        return;
    }
    judgeTime(*signedAt, m_scheme.time->tolerance, arrivedAt);
}

void SchemeChecker::judgeTime(SystemTime signedAt, std::chrono::seconds tolerance, SystemTime arrivedAt)
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const milliseconds age = duration_cast<milliseconds>(arrivedAt - signedAt);
    m_report.age = age;
    const QString seconds = QString::number(static_cast<double>(std::abs(age.count())) / 1000.0, 'f', 1);
    const QString told = age.count() < 0 ? u"Signed %1 s after its arrival by our clock"_s.arg(seconds)
                                         : u"Signed %1 s before its arrival"_s.arg(seconds);
    if (tolerance.count() == 0) {
        skip("fresh", told + u"; the provider sets no limit."_s);
        return;
    }
    const bool isFresh = age <= tolerance && age >= -tolerance;
    m_report.freshness = isFresh ? Freshness::Fresh : Freshness::Stale;
    add("fresh", isFresh, told + u"; the limit is %1 s."_s.arg(tolerance.count()));
}

} // namespace hookloupe

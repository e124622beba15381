// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/compactjws.h"

#include "profile/jsonvalues.h"
#include "signature/crypto/textcoding.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct KnownAlgorithm {
    const char* name;
    KeyUse use;
};

constexpr auto Raw = SignatureRule::EcdsaForm::Raw;
constexpr auto Der = SignatureRule::EcdsaForm::Der;

constexpr KnownAlgorithm Algorithms[] {
    { "HS256", { SignatureAlgorithm::Hmac, HashAlgorithm::Sha256, Der } },
    { "HS384", { SignatureAlgorithm::Hmac, HashAlgorithm::Sha384, Der } },
    { "HS512", { SignatureAlgorithm::Hmac, HashAlgorithm::Sha512, Der } },
    { "RS256", { SignatureAlgorithm::RsaPkcs1, HashAlgorithm::Sha256, Der } },
    { "RS384", { SignatureAlgorithm::RsaPkcs1, HashAlgorithm::Sha384, Der } },
    { "RS512", { SignatureAlgorithm::RsaPkcs1, HashAlgorithm::Sha512, Der } },
    { "PS256", { SignatureAlgorithm::RsaPss, HashAlgorithm::Sha256, Der } },
    { "PS384", { SignatureAlgorithm::RsaPss, HashAlgorithm::Sha384, Der } },
    { "PS512", { SignatureAlgorithm::RsaPss, HashAlgorithm::Sha512, Der } },
    { "ES256", { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha256, Raw } },
    { "ES384", { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha384, Raw } },
    { "ES512", { SignatureAlgorithm::Ecdsa, HashAlgorithm::Sha512, Raw } },
    { "EdDSA", { SignatureAlgorithm::Ed25519, HashAlgorithm::None, Der } },
};

std::optional<QByteArray> part(QByteArrayView text)
{
    // A JOSE part has no padding at all.
    if (text.endsWith('='))
        return std::nullopt;
    return bytesFromBase64(text, Base64Alphabet::UrlSafe, Base64Strictness::Canonical);
}

/// Reads the header; \return the reason why it is not acceptable, empty when it is
QString readHeader(const QByteArray& json, CompactJws& jws)
{
    JsonValues header(json);
    const std::optional<QByteArray> algorithm = header.value("/alg");
    if (!json.trimmed().startsWith('{') || !algorithm)
        return u"The header of the token is no JSON object with \"alg\"."_s;
    jws.algorithm = *algorithm;
    jws.keyId = header.value("/kid").value_or(QByteArray());
    const bool isPlain = header.value("/b64") == "false";
    if (const std::optional<QByteArray> critical = header.value("/crit")) {
        QByteArray list = critical->simplified();
        list.replace(' ', "");
        if (list != "[\"b64\"]")
            return u"The token has critical header members (\"crit\") that are not supported."_s;
        jws.isPayloadPlain = isPlain;
    } else if (isPlain) {
        return u"The token says \"b64\": false without naming it in \"crit\" (RFC 7797 section 6)."_s;
    }
    return {};
}

} // namespace

std::optional<KeyUse> jwsKeyUse(QByteArrayView algorithm)
{
    for (const KnownAlgorithm& known : Algorithms) {
        if (algorithm == known.name)
            return known.use;
    }
    return std::nullopt;
}

Result<CompactJws, QString> parseCompactJws(QByteArrayView token)
{
    if (token.size() > CompactJws::MaxTokenBytes)
        return Unexpected(u"The token is longer than 1 MiB."_s);
    const qsizetype first = token.indexOf('.');
    const qsizetype last = token.lastIndexOf('.');
    if (first < 0 || first == last)
        return Unexpected(u"The text is no token: it has not three parts with dots between them."_s);
    const std::optional<QByteArray> header = part(token.first(first));
    const std::optional<QByteArray> signature = part(token.sliced(last + 1));
    if (!header || !signature)
        return Unexpected(u"The header or the signature of the token is not base64url."_s);
    CompactJws jws;
    jws.protectedPart = token.first(first).toByteArray();
    jws.payloadPart = token.sliced(first + 1, last - first - 1).toByteArray();
    jws.signature = *signature;
    if (const QString reason = readHeader(*header, jws); !reason.isEmpty())
        return Unexpected(reason);
    if (jws.isPayloadPlain) {
        jws.payload = jws.payloadPart;
        return jws;
    }
    const std::optional<QByteArray> payload = part(jws.payloadPart);
    if (!payload)
        return Unexpected(u"The payload of the token is not base64url."_s);
    jws.payload = *payload;
    return jws;
}

} // namespace hookloupe

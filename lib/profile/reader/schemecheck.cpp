// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/schemecheck.h"

#include <QRegularExpression>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Algorithm = SignatureAlgorithm;
using Grammar = SignatureRule::Grammar;

constexpr const char* JwtAlgorithms[]
    = { "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA" };

/// One key of a scheme or signature, and whether the rest wants it.
struct KeyNeed {
    const char* key;
    bool isNeeded;
    bool isAllowed;
    const char* remedy;
};

void checkNeeds(const JsonNode& node, ProfileErrors& errors, std::initializer_list<KeyNeed> needs, const char* with)
{
    for (const KeyNeed& need : needs) {
        const JsonNode* const there = node.find(need.key);
        if (need.isNeeded && !there)
            errors.add(node, u"has no \"%1\"; %2."_s.arg(QLatin1StringView(need.key), QLatin1StringView(need.remedy)));
        else if (!need.isAllowed && there)
            errors.add(*there, u"has no meaning with this %1; remove it."_s.arg(QLatin1StringView(with)));
    }
}

bool isOneOf(Algorithm algorithm, std::initializer_list<Algorithm> list)
{
    return std::find(list.begin(), list.end(), algorithm) != list.end();
}

bool uses(const ContentTemplate& content, Locator::Kind kind)
{
    return std::any_of(content.parts().begin(), content.parts().end(),
        [&](const ContentTemplate::Part& part) { return !part.isText && part.locator.kind == kind; });
}

bool isKeyAllowed(const Scheme& scheme, KeyRule::Encoding encoding)
{
    using Encoding = KeyRule::Encoding;
    const bool isText = encoding == Encoding::Utf8 || encoding == Encoding::Hex || encoding == Encoding::Base64;
    const bool isPublic = encoding == Encoding::Pem || encoding == Encoding::SpkiBase64 || encoding == Encoding::Jwk;
    switch (scheme.algorithm) {
    case Algorithm::Hmac:
        return isText;
    case Algorithm::Digest:
    case Algorithm::Token:
    case Algorithm::Basic:
        return encoding == Encoding::Utf8;
    case Algorithm::RsaPkcs1:
    case Algorithm::RsaPss:
    case Algorithm::Ecdsa:
        return isPublic;
    case Algorithm::Ed25519:
        return isPublic || encoding == Encoding::Ed25519Hex || encoding == Encoding::Ed25519Base64;
    case Algorithm::Jws:
        return isText || isPublic;
    case Algorithm::None:
        return false;
    }
    return false;
}

void checkKey(const Scheme& scheme, const JsonNode& node, ProfileErrors& errors)
{
    const JsonNode* const key = node.find("key");
    if (scheme.algorithm == Algorithm::None)
        return;
    if (!isKeyAllowed(scheme, scheme.key.encoding)
        || (scheme.key.fallback && !isKeyAllowed(scheme, *scheme.key.fallback)))
        errors.add(key ? *key : node,
            u"the encoding of the key does not fit the algorithm: hmac takes utf8, hex or base64, public keys are pem, spki-base64, jwk or (ed25519) ed25519-hex and ed25519-base64."_s);
}

void checkJwtAlgorithms(const Scheme& scheme, const JsonNode& node, ProfileErrors& errors)
{
    bool isSymmetric = false;
    bool isPublic = false;
    for (const QByteArray& name : scheme.jwtAlgorithms) {
        if (std::none_of(
                std::begin(JwtAlgorithms), std::end(JwtAlgorithms), [&](const char* known) { return name == known; }))
            errors.add(*node.find("jwt_algorithms"),
                u"\"%1\" is not supported; write HS256, RS256, PS256, ES256, EdDSA or one of their longer forms."_s.arg(
                    QString::fromUtf8(name)));
        (name.startsWith("HS") ? isSymmetric : isPublic) = true;
    }
    // With both, a public key could be taken for a shared secret.
    if (isSymmetric && isPublic)
        errors.add(*node.find("jwt_algorithms"),
            u"mixes HS… with public-key algorithms; make two schemes of it, so that no public key serves as a secret."_s);
}

void checkTemplates(const Scheme& scheme, const JsonNode& node, ProfileErrors& errors)
{
    const auto check = [&](const ContentTemplate& content, const char* key) {
        if (content.needsSecret())
            errors.add(*node.find(key), u"filters that are keyed with the secret serve challenges only."_s);
        if (uses(content, Locator::Kind::Item) && scheme.foreach.empty())
            errors.add(*node.find(key), u"uses item: but the scheme has no \"foreach\"."_s);
        const bool hasFields
            = scheme.signature.grammar == Grammar::KeyValue || scheme.signature.grammar == Grammar::Positional;
        if (uses(content, Locator::Kind::SignatureField) && !hasFields)
            errors.add(
                *node.find(key), u"uses sig: but the signature's grammar is neither key-value nor positional."_s);
    };
    if (node.find("content"))
        check(scheme.content, "content");
    if (node.find("detached"))
        check(scheme.detached, "detached");
    const bool namesFields = uses(scheme.content, Locator::Kind::Json) || uses(scheme.content, Locator::Kind::Item)
        || uses(scheme.content, Locator::Kind::Form);
    if (scheme.signsFields && (!namesFields || scheme.content.coversBody()))
        errors.add(*node.find("signs_fields"),
            u"is for a content that names values of the body (json:, item:, form:), and not the body itself; remove it."_s);
    if (scheme.algorithm == Algorithm::Digest && node.find("content")) {
        const auto& parts = scheme.content.parts();
        const Locator secret { Locator::Kind::Param, "secret" };
        if (std::none_of(
                parts.begin(), parts.end(), [&](const auto& part) { return !part.isText && part.locator == secret; }))
            errors.add(*node.find("content"), u"a digest without {param:secret} proves nothing; put it in."_s);
    }
}

} // namespace

void checkSignature(const SignatureRule& rule, const JsonNode& node, ProfileErrors& errors)
{
    const bool isFields = rule.grammar == Grammar::KeyValue;
    const bool isList = rule.grammar == Grammar::List;
    const bool isPositional = rule.grammar == Grammar::Positional;
    const bool isPairs = rule.grammar == Grammar::Pairs;
    checkNeeds(node, errors,
        {
            { "field", isFields || isList, isFields || isList, "name the entries that are signatures: \"v1\"" },
            { "separator", isFields || isList || isPositional || isPairs,
                rule.grammar != Grammar::Plain && rule.grammar != Grammar::Numbered,
                "write what stands between entries: \",\"" },
            { "assign", isFields || isList || isPairs, isFields || isList || isPairs,
                "write what stands between a name and its value: \"=\"" },
            { "outer_separator", false, isFields, "" },
            { "names", isPositional, isPositional, "name the leading fields in order" },
            { "select_param", false, isPairs, "" },
        },
        "grammar");
    if (rule.grammar == Grammar::Numbered && rule.from.kind != Locator::Kind::Header)
        errors.add(node, u"the grammar numbered needs from \"header:BEGINNING-OF-THE-NAME\"."_s);
}

void checkScheme(const Scheme& scheme, const JsonNode& node, ProfileErrors& errors)
{
    static const QRegularExpression idPattern(u"^[a-z0-9][a-z0-9.-]{0,62}$"_s);
    if (const JsonNode* const id = node.find("id"); id && !idPattern.match(QString::fromUtf8(scheme.id)).hasMatch())
        errors.add(*id, u"must be lower-case letters, digits, dots and hyphens."_s);
    const bool isHashed = isOneOf(scheme.algorithm,
        { Algorithm::Hmac, Algorithm::Digest, Algorithm::RsaPkcs1, Algorithm::RsaPss, Algorithm::Ecdsa });
    const bool hasContent = isHashed || scheme.algorithm == Algorithm::Ed25519;
    const bool isJws = scheme.algorithm == Algorithm::Jws;
    const bool isNone = scheme.algorithm == Algorithm::None;
    checkNeeds(node, errors,
        {
            { "hash", isHashed, isHashed, "name it: \"sha256\"" },
            { "content", hasContent, hasContent, "say what is signed: \"{body}\"" },
            { "jwt_algorithms", isJws, isJws, "list the only ones to be accepted: [\"RS256\"]" },
            { "claims", false, isJws, "" },
            { "detached", false, isJws, "" },
            { "issued_at_tolerance_s", false, isJws, "" },
            { "key", false, !isNone, "" },
            { "signature", false, !isNone, "" },
            { "time", false, !isNone, "" },
            { "foreach", false, !isNone, "" },
            { "assert", false, !isNone, "" },
        },
        "algorithm");
    if (scheme.algorithm == Algorithm::Ecdsa || scheme.algorithm == Algorithm::RsaPss) {
        if (scheme.hash == HashAlgorithm::Md5)
            errors.add(*node.find("hash"), u"md5 is not used with this algorithm; name the right hash."_s);
    }
    if (const JsonNode* const signature = node.find("signature");
        signature && signature->find("form") && scheme.algorithm != Algorithm::Ecdsa)
        errors.add(*signature->find("form"), u"has meaning with ecdsa only; remove it."_s);
    checkKey(scheme, node, errors);
    if (node.find("jwt_algorithms"))
        checkJwtAlgorithms(scheme, node, errors);
    checkTemplates(scheme, node, errors);
}

} // namespace hookloupe

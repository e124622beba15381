// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/schemereader.h"

#include "profile/reader/conditionreader.h"
#include "profile/reader/schemecheck.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds MaxTolerance { 366 * 86'400 };

constexpr KnownWord<SignatureAlgorithm> Algorithms[] {
    { "hmac", SignatureAlgorithm::Hmac },
    { "digest", SignatureAlgorithm::Digest },
    { "token", SignatureAlgorithm::Token },
    { "basic", SignatureAlgorithm::Basic },
    { "rsa-pkcs1", SignatureAlgorithm::RsaPkcs1 },
    { "rsa-pss", SignatureAlgorithm::RsaPss },
    { "ecdsa", SignatureAlgorithm::Ecdsa },
    { "ed25519", SignatureAlgorithm::Ed25519 },
    { "jws", SignatureAlgorithm::Jws },
    { "none", SignatureAlgorithm::None },
};

constexpr KnownWord<HashAlgorithm> Hashes[] {
    { "md5", HashAlgorithm::Md5 },
    { "sha1", HashAlgorithm::Sha1 },
    { "sha256", HashAlgorithm::Sha256 },
    { "sha384", HashAlgorithm::Sha384 },
    { "sha512", HashAlgorithm::Sha512 },
};

constexpr KnownWord<KeyRule::Encoding> KeyEncodings[] {
    { "utf8", KeyRule::Encoding::Utf8 },
    { "hex", KeyRule::Encoding::Hex },
    { "base64", KeyRule::Encoding::Base64 },
    { "pem", KeyRule::Encoding::Pem },
    { "spki-base64", KeyRule::Encoding::SpkiBase64 },
    { "ed25519-hex", KeyRule::Encoding::Ed25519Hex },
    { "ed25519-base64", KeyRule::Encoding::Ed25519Base64 },
    { "jwk", KeyRule::Encoding::Jwk },
};

constexpr KnownWord<SignatureRule::Grammar> Grammars[] {
    { "plain", SignatureRule::Grammar::Plain },
    { "key-value", SignatureRule::Grammar::KeyValue },
    { "list", SignatureRule::Grammar::List },
    { "positional", SignatureRule::Grammar::Positional },
    { "numbered", SignatureRule::Grammar::Numbered },
    { "pairs", SignatureRule::Grammar::Pairs },
};

constexpr KnownWord<SignatureRule::Encoding> SignatureEncodings[] {
    { "hex", SignatureRule::Encoding::Hex },
    { "upper-hex", SignatureRule::Encoding::UpperHex },
    { "any-hex", SignatureRule::Encoding::AnyHex },
    { "base64", SignatureRule::Encoding::Base64 },
    { "base64url", SignatureRule::Encoding::Base64Url },
    { "hex-in-base64", SignatureRule::Encoding::HexInBase64 },
    { "text", SignatureRule::Encoding::Text },
};

constexpr KnownWord<SignatureRule::EcdsaForm> EcdsaForms[] {
    { "der", SignatureRule::EcdsaForm::Der },
    { "raw", SignatureRule::EcdsaForm::Raw },
};

constexpr KnownWord<TimeRule::Unit> Units[] {
    { "s", TimeRule::Unit::Seconds },
    { "ms", TimeRule::Unit::Milliseconds },
    { "rfc3339", TimeRule::Unit::Rfc3339 },
};

constexpr KnownWord<bool> Normalizations[] { { "nfkd", true } };
constexpr KnownWord<bool> Derivations[] { { "sha1", true } };

KeyRule readKey(const JsonNode& node, ProfileErrors& errors)
{
    KeyRule key;
    ObjectReader reader(node, errors, "a key");
    key.encoding = reader.word("encoding", KeyEncodings).value_or(KeyRule::Encoding::Utf8);
    key.fallback = reader.word("fallback", KeyEncodings);
    key.strip = reader.strings("strip");
    key.isNfkdNormalized = reader.word("normalize", Normalizations).value_or(false);
    key.isSha1Derived = reader.word("derive", Derivations).value_or(false);
    key.select = reader.locator("select");
    key.fetch = QString::fromUtf8(reader.string("fetch").value_or(QByteArray()));
    reader.finish();
    return key;
}

SignatureRule readSignature(const JsonNode& node, ProfileErrors& errors, bool isText)
{
    SignatureRule rule;
    ObjectReader reader(node, errors, "a signature");
    if (reader.require("from", "write where the signature stands: \"header:X-Signature\""))
        rule.from = reader.locator("from").value_or(Locator());
    rule.grammar = reader.word("grammar", Grammars).value_or(SignatureRule::Grammar::Plain);
    rule.prefix = reader.string("prefix").value_or(QByteArray());
    rule.field = reader.string("field").value_or(QByteArray());
    rule.separator = reader.string("separator").value_or(QByteArray());
    rule.assign = reader.string("assign").value_or(QByteArray());
    rule.outerSeparator = reader.string("outer_separator").value_or(QByteArray());
    rule.names = reader.strings("names");
    rule.selectParam = reader.string("select_param").value_or(QByteArray());
    rule.encoding = SignatureRule::Encoding::Text;
    if (isText ? reader.take("encoding") != nullptr
               : reader.require("encoding", "write how its bytes are written: \"hex\", \"base64\"") != nullptr)
        rule.encoding = reader.word("encoding", SignatureEncodings).value_or(SignatureRule::Encoding::Text);
    rule.ecdsaForm = reader.word("form", EcdsaForms).value_or(SignatureRule::EcdsaForm::Der);
    reader.finish();
    checkSignature(rule, node, errors);
    return rule;
}

std::optional<TimeRule> readTime(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a time");
    TimeRule time;
    if (reader.require("from", "write where the signing time stands"))
        time.from = reader.locator("from").value_or(Locator());
    if (reader.require("unit", "write \"s\", \"ms\" or \"rfc3339\""))
        time.unit = reader.word("unit", Units).value_or(TimeRule::Unit::Seconds);
    if (reader.require("tolerance_s", "write how old a delivery may be, 0 when the provider sets nothing"))
        time.tolerance = reader.seconds("tolerance_s", MaxTolerance);
    reader.finish();
    return time;
}

void readClaims(ObjectReader& reader, Scheme& scheme)
{
    const JsonNode* const claims = reader.takeObject("claims");
    if (!claims)
        return;
    for (const auto& [name, value] : claims->members) {
        if (!value.is(JsonNode::Kind::String)) {
            reader.errors().add(value, u"must be a template."_s);
            continue;
        }
        if (const std::optional<ContentTemplate> content = readTemplate(value, value.text, reader.errors()))
            scheme.claims.emplace_back(name, *content);
    }
}

} // namespace

Scheme readScheme(const JsonNode& node, ProfileErrors& errors)
{
    Scheme scheme;
    ObjectReader reader(node, errors, "a scheme");
    scheme.id = reader.requiredString("id", "name it: \"hmac-sha256\"").value_or(QByteArray());
    scheme.isUndocumented = reader.flag("undocumented");
    if (const JsonNode* const when = reader.take("when"))
        scheme.when = readCondition(*when, errors);
    const bool hasAlgorithm = reader.require("algorithm", "name it; it is never taken from the request") != nullptr;
    scheme.algorithm
        = hasAlgorithm ? reader.word("algorithm", Algorithms).value_or(SignatureAlgorithm::None) : scheme.algorithm;
    scheme.hash = reader.word("hash", Hashes).value_or(HashAlgorithm::None);
    if (const JsonNode* const key = reader.take("key"))
        scheme.key = readKey(*key, errors);
    const bool isText = scheme.algorithm == SignatureAlgorithm::Token || scheme.algorithm == SignatureAlgorithm::Basic
        || scheme.algorithm == SignatureAlgorithm::Jws;
    if (scheme.algorithm == SignatureAlgorithm::None)
        reader.take("signature");
    else if (const JsonNode* const signature
        = reader.require("signature", "say where the signature stands: {\"from\": \"header:X-Signature\", …}"))
        scheme.signature = readSignature(*signature, errors, isText);
    scheme.content = reader.content("content").value_or(ContentTemplate());
    if (const JsonNode* const time = reader.take("time"))
        scheme.time = readTime(*time, errors);
    if (const JsonNode* const asserts = reader.takeObject("assert"))
        scheme.asserts = readAssertions(*asserts, errors);
    scheme.foreach = reader.itemPath("foreach");
    scheme.jwtAlgorithms = reader.strings("jwt_algorithms");
    readClaims(reader, scheme);
    scheme.detached = reader.content("detached").value_or(ContentTemplate());
    scheme.issuedAtTolerance = reader.seconds("issued_at_tolerance_s", MaxTolerance);
    scheme.hasUrlVariants = reader.flag("url_variants");
    scheme.signsFields = reader.flag("signs_fields");
    reader.finish();
    if (reader.isObject() && hasAlgorithm)
        checkScheme(scheme, node, errors);
    return scheme;
}

} // namespace hookloupe

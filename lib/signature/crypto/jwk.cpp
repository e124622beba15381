// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/jwk.h"

#include "profile/jsonvalues.h"
#include "signature/crypto/textcoding.h"

#include <openssl/core_names.h>

#include <optional>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxKeys = 100;

std::optional<QByteArray> member(JsonValues& key, QByteArrayView pointer)
{
    const std::optional<QByteArray> text = key.value(pointer);
    return text ? bytesFromBase64(*text, Base64Alphabet::Any, Base64Strictness::Lenient) : std::nullopt;
}

const unsigned char* bytesOf(const QByteArray& bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.constData());
}

std::shared_ptr<EVP_PKEY> keyFromParams(const char* family, const ParamsPtr& params)
{
    EVP_PKEY* key = nullptr;
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, family, nullptr));
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

std::shared_ptr<EVP_PKEY> rsaKey(JsonValues& key)
{
    const std::optional<QByteArray> modulus = member(key, "/n");
    const std::optional<QByteArray> exponent = member(key, "/e");
    if (!modulus || !exponent || modulus->size() > 2048 || exponent->size() > 8)
        return nullptr;
    const BignumPtr n(BN_bin2bn(bytesOf(*modulus), static_cast<int>(modulus->size()), nullptr));
    const BignumPtr e(BN_bin2bn(bytesOf(*exponent), static_cast<int>(exponent->size()), nullptr));
    const ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return nullptr;
    return keyFromParams("RSA", ParamsPtr(OSSL_PARAM_BLD_to_param(builder.get())));
}

std::shared_ptr<EVP_PKEY> curveKey(JsonValues& key)
{
    const QByteArray curve = key.value("/crv").value_or(QByteArray());
    const bool isP256 = curve == "P-256";
    const bool isP384 = curve == "P-384";
    const qsizetype size = isP256 ? 32 : isP384 ? 48 : 66;
    const std::optional<QByteArray> x = member(key, "/x");
    const std::optional<QByteArray> y = member(key, "/y");
    if (!(isP256 || isP384 || curve == "P-521") || !x || !y || x->size() > size || y->size() > size)
        return nullptr;
    const QByteArray point = '\x04' + x->rightJustified(size, '\0') + y->rightJustified(size, '\0');
    const ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!builder
        || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.constData(), 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(
               builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), static_cast<std::size_t>(point.size()))
            != 1)
        return nullptr;
    return keyFromParams("EC", ParamsPtr(OSSL_PARAM_BLD_to_param(builder.get())));
}

std::shared_ptr<EVP_PKEY> edwardsKey(JsonValues& key)
{
    const std::optional<QByteArray> x = member(key, "/x");
    if (key.value("/crv") != "Ed25519" || !x || x->size() != 32)
        return nullptr;
    return std::shared_ptr<EVP_PKEY>(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytesOf(*x), 32), EVP_PKEY_free);
}

/// The key itself: the text, or the one of that id in its set; empty when the set has none.
QByteArray chosenKey(QByteArrayView json, QByteArrayView keyId)
{
    JsonValues set(json);
    if (!set.value("/keys"))
        return json.toByteArray();
    for (const auto& [pointer, text] : set.items({ "keys", "*" }, MaxKeys)) {
        if (keyId.isEmpty() || JsonValues(text).value("/kid") == keyId)
            return text;
    }
    return {};
}

} // namespace

Result<std::shared_ptr<EVP_PKEY>, QString> readJwk(QByteArrayView json, QByteArrayView keyId)
{
    const QByteArray text = chosenKey(json, keyId);
    if (text.isEmpty())
        return Unexpected(u"The key set has no key of the id that the signature names."_s);
    JsonValues key(text);
    const QByteArray kind = key.value("/kty").value_or(QByteArray());
    std::shared_ptr<EVP_PKEY> made;
    if (kind == "RSA")
        made = rsaKey(key);
    else if (kind == "EC")
        made = curveKey(key);
    else if (kind == "OKP")
        made = edwardsKey(key);
    else
        return Unexpected(u"The secret is no JWK with a \"kty\" of RSA, EC or OKP."_s);
    if (!made)
        return Unexpected(u"The JWK lacks a member of its kind, or one is not valid."_s);
    return made;
}

std::optional<QByteArray> symmetricJwk(QByteArrayView json, QByteArrayView keyId)
{
    const QByteArray text = chosenKey(json, keyId);
    JsonValues key(text);
    return key.value("/kty") == "oct" ? member(key, "/k") : std::nullopt;
}

} // namespace hookloupe

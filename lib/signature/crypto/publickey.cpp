// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/publickey.h"

#include "signature/crypto/jwk.h"
#include "signature/crypto/opensslptr.h"
#include "signature/crypto/textcoding.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

struct PublicKey::Handle {
    std::shared_ptr<EVP_PKEY> key;
};

namespace {

using SharedPkey = std::shared_ptr<EVP_PKEY>;

SharedPkey shared(EVP_PKEY* key)
{
    // What a reader that did not fit has put into the error queue concerns nobody.
    ERR_clear_error();
    return key ? SharedPkey(key, EVP_PKEY_free) : SharedPkey();
}

const unsigned char* bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

BioPtr bioOf(QByteArrayView text)
{
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Answers every question for a pass phrase with none, so that nobody is asked at the terminal.
int refusePassPhrase(char* /*buffer*/, int /*size*/, int /*isWriting*/, void* /*data*/)
{
    return -1;
}

SharedPkey privateFromPem(QByteArrayView text)
{
    const BioPtr bio = bioOf(text);
    return bio ? shared(PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassPhrase, nullptr)) : SharedPkey();
}

SharedPkey publicFromPem(QByteArrayView text)
{
    if (text.contains("BEGIN CERTIFICATE")) {
        const BioPtr bio = bioOf(text);
        const X509Ptr certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, refusePassPhrase, nullptr) : nullptr);
        return certificate ? shared(X509_get_pubkey(certificate.get())) : shared(nullptr);
    }
    if (text.contains("PRIVATE KEY"))
        return privateFromPem(text);
    const BioPtr bio = bioOf(text);
    return bio ? shared(PEM_read_bio_PUBKEY(bio.get(), nullptr, refusePassPhrase, nullptr)) : SharedPkey();
}

SharedPkey publicFromDer(const QByteArray& der)
{
    const unsigned char* begin = bytesOf(der);
    if (EVP_PKEY* const key = d2i_PUBKEY(nullptr, &begin, static_cast<long>(der.size())))
        return shared(key);
    begin = bytesOf(der);
    const X509Ptr certificate(d2i_X509(nullptr, &begin, static_cast<long>(der.size())));
    return certificate ? shared(X509_get_pubkey(certificate.get())) : shared(nullptr);
}

SharedPkey edwardsFromBytes(const std::optional<QByteArray>& bytes)
{
    if (!bytes || bytes->size() != 32)
        return {};
    return shared(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytesOf(*bytes), 32));
}

std::optional<QByteArray> decodedKey(KeyRule::Encoding encoding, QByteArrayView text)
{
    if (encoding == KeyRule::Encoding::Ed25519Hex)
        return bytesFromHex(text, HexCase::Any);
    QByteArray joined = text.toByteArray().simplified();
    joined.replace(' ', "");
    return bytesFromBase64(joined, Base64Alphabet::Any, Base64Strictness::Lenient);
}

/// The two numbers of an ECDSA signature one behind the other, as SEQUENCE (RFC 3279 section 2.2.3); empty if odd.
QByteArray derFromRaw(QByteArrayView raw)
{
    if (raw.isEmpty() || raw.size() % 2 != 0 || raw.size() > 132)
        return {};
    const int half = static_cast<int>(raw.size() / 2);
    BignumPtr r(BN_bin2bn(bytesOf(raw), half, nullptr));
    BignumPtr s(BN_bin2bn(bytesOf(raw) + half, half, nullptr));
    const EcdsaSigPtr signature(ECDSA_SIG_new());
    if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    std::ignore = r.release();
    std::ignore = s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    const QByteArray text(reinterpret_cast<const char*>(der), size > 0 ? size : 0);
    OPENSSL_free(der);
    return text;
}

QByteArray rawFromDer(const QByteArray& der, int half)
{
    const unsigned char* begin = bytesOf(der);
    const EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
    QByteArray raw(2 * half, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(raw.data());
    const bool isMade = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, half) == half
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, half) == half;
    return isMade ? raw : QByteArray();
}

bool setPadding(EVP_PKEY_CTX* context, const KeyUse& use, bool isSigning)
{
    if (use.algorithm != SignatureAlgorithm::RsaPss)
        return true;
    const int salt = isSigning ? RSA_PSS_SALTLEN_DIGEST : RSA_PSS_SALTLEN_AUTO;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
}

} // namespace

Result<PublicKey, QString> PublicKey::read(KeyRule::Encoding encoding, QByteArrayView text, QByteArrayView keyId)
{
    using Encoding = KeyRule::Encoding;
    const QByteArrayView trimmed = text.trimmed();
    if (trimmed.size() > MaxTextBytes)
        return Unexpected(u"The key is longer than 64 KiB."_s);
    SharedPkey key;
    if (trimmed.startsWith("-----BEGIN ")) {
        key = publicFromPem(trimmed);
    } else if (encoding == Encoding::Jwk) {
        Result<SharedPkey, QString> made = readJwk(trimmed, keyId);
        ERR_clear_error();
        if (!made)
            return Unexpected(made.error());
        key = *made;
    } else {
        const std::optional<QByteArray> bytes = decodedKey(encoding, trimmed);
        const bool isEdwards = encoding == Encoding::Ed25519Hex || encoding == Encoding::Ed25519Base64;
        key = isEdwards ? edwardsFromBytes(bytes) : SharedPkey();
        if (!key && bytes && encoding != Encoding::Pem)
            key = publicFromDer(*bytes);
    }
    if (!key)
        return Unexpected(u"The secret is no public key or certificate in the form that this scheme takes."_s);
    return PublicKey(std::make_shared<const Handle>(Handle { std::move(key) }));
}

Result<PublicKey, QString> PublicKey::readPrivate(QByteArrayView pem)
{
    if (pem.size() > MaxTextBytes)
        return Unexpected(u"The key is longer than 64 KiB."_s);
    SharedPkey key = privateFromPem(pem.trimmed());
    if (!key)
        return Unexpected(u"The secret is no private key in PEM; this scheme signs with one."_s);
    return PublicKey(std::make_shared<const Handle>(Handle { std::move(key) }));
}

QString PublicKey::family() const
{
    return QString::fromLatin1(EVP_PKEY_get0_type_name(m_handle->key.get()));
}

bool PublicKey::fits(const KeyUse& use) const
{
    const EVP_PKEY* const key = m_handle->key.get();
    switch (use.algorithm) {
    case SignatureAlgorithm::RsaPkcs1:
        return EVP_PKEY_is_a(key, "RSA") == 1;
    case SignatureAlgorithm::RsaPss:
        return EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1;
    case SignatureAlgorithm::Ecdsa:
        return EVP_PKEY_is_a(key, "EC") == 1;
    case SignatureAlgorithm::Ed25519:
        return EVP_PKEY_is_a(key, "ED25519") == 1;
    default:
        return false;
    }
}

bool PublicKey::verify(const KeyUse& use, QByteArrayView content, QByteArrayView signature) const
{
    const bool isEdwards = use.algorithm == SignatureAlgorithm::Ed25519;
    const EVP_MD* const hash = isEdwards ? nullptr : fetchedHash(use.hash);
    if (!fits(use) || (!isEdwards && !hash))
        return false;
    const bool isRaw = use.algorithm == SignatureAlgorithm::Ecdsa && use.ecdsaForm == SignatureRule::EcdsaForm::Raw;
    const int half = (EVP_PKEY_get_bits(m_handle->key.get()) + 7) / 8;
    if (isRaw && signature.size() != 2 * half)
        return false;
    const QByteArray der = isRaw ? derFromRaw(signature) : QByteArray();
    const QByteArrayView bytes = isRaw ? QByteArrayView(der) : signature;
    thread_local const MdContextPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* keyContext = nullptr;
    const bool isValid = context && EVP_MD_CTX_reset(context.get()) == 1
        && EVP_DigestVerifyInit(context.get(), &keyContext, hash, nullptr, m_handle->key.get()) == 1
        && setPadding(keyContext, use, false)
        && EVP_DigestVerify(context.get(), bytesOf(bytes), static_cast<std::size_t>(bytes.size()), bytesOf(content),
               static_cast<std::size_t>(content.size()))
            == 1;
    ERR_clear_error();
    return isValid;
}

Result<QByteArray, QString> PublicKey::sign(const KeyUse& use, QByteArrayView content) const
{
    const bool isEdwards = use.algorithm == SignatureAlgorithm::Ed25519;
    const EVP_MD* const hash = isEdwards ? nullptr : fetchedHash(use.hash);
    if (!fits(use) || (!isEdwards && !hash))
        return Unexpected(u"The private key is of the kind %1, which this scheme does not sign with."_s.arg(family()));
    const MdContextPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* keyContext = nullptr;
    std::size_t size = 0;
    const auto length = static_cast<std::size_t>(content.size());
    bool isMade = context && EVP_DigestSignInit(context.get(), &keyContext, hash, nullptr, m_handle->key.get()) == 1
        && setPadding(keyContext, use, true)
        && EVP_DigestSign(context.get(), nullptr, &size, bytesOf(content), length) == 1;
    QByteArray signature(static_cast<qsizetype>(size), '\0');
    isMade = isMade
        && EVP_DigestSign(
               context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytesOf(content), length)
            == 1;
    ERR_clear_error();
    if (!isMade)
        return Unexpected(u"OpenSSL could not sign with this key; it may be too short for the hash."_s);
    signature.truncate(static_cast<qsizetype>(size));
    if (use.algorithm == SignatureAlgorithm::Ecdsa && use.ecdsaForm == SignatureRule::EcdsaForm::Raw)
        signature = rawFromDer(signature, (EVP_PKEY_get_bits(m_handle->key.get()) + 7) / 8);
    return signature;
}

} // namespace hookloupe

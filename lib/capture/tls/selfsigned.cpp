// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/tls/selfsigned.h"

#include <QHostAddress>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace hookloupe {

namespace {

template<auto Free>
struct Freer {
    template<typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

bool isPlainDnsName(const QString& name)
{
    if (name.isEmpty() || name.size() > 253)
        return false;
    for (const QChar letter : name) {
        const char16_t unit = letter.unicode();
        const bool isAllowed = (unit >= u'a' && unit <= u'z') || (unit >= u'A' && unit <= u'Z')
            || (unit >= u'0' && unit <= u'9') || unit == u'-' || unit == u'.' || unit == u'*' || unit == u'_';
        if (!isAllowed)
            return false;
    }
    return true;
}

/// The value of the subjectAltName extension; empty when a name is neither a DNS name nor an address.
QByteArray alternativeNames(const QStringList& names)
{
    QByteArray list;
    for (const QString& name : names) {
        const bool isAddress = !QHostAddress(name).isNull();
        if (!isAddress && !isPlainDnsName(name))
            return {};
        if (!list.isEmpty())
            list += ',';
        list += isAddress ? "IP:" : "DNS:";
        list += name.toLatin1();
    }
    return list;
}

bool addExtension(X509* certificate, int nid, const QByteArray& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
    const bool isAdded = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return isAdded;
}

bool setSerial(X509* certificate)
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] &= 0x7f;
    BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
    const bool isSet = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return isSet;
}

QByteArray contents(BIO* bio)
{
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return QByteArray(bytes, size);
}

bool fill(X509* certificate, EVP_PKEY* key, const QStringList& names, SystemTime validFrom, int days)
{
    const QByteArray alternatives = alternativeNames(names);
    if (alternatives.isEmpty() || X509_set_version(certificate, 2) != 1 || !setSerial(certificate))
        return false;
    const std::time_t from = std::chrono::system_clock::to_time_t(validFrom - std::chrono::hours(24));
    ASN1_TIME_set(X509_getm_notBefore(certificate), from);
    ASN1_TIME_adj(X509_getm_notAfter(certificate), from, days, 0);
    X509_NAME* subject = X509_get_subject_name(certificate);
    static const unsigned char CommonName[] = "Hookloupe on this machine";
    if (X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, CommonName, -1, -1, 0) != 1)
        return false;
    X509_set_issuer_name(certificate, subject);
    return X509_set_pubkey(certificate, key) == 1 && addExtension(certificate, NID_subject_alt_name, alternatives)
        && addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE")
        && addExtension(certificate, NID_key_usage, "critical,digitalSignature,keyCertSign")
        && addExtension(certificate, NID_ext_key_usage, "serverAuth")
        && addExtension(certificate, NID_subject_key_identifier, "hash")
        && X509_sign(certificate, key, EVP_sha256()) > 0;
}

} // namespace

std::optional<CertificatePair> makeSelfSigned(const QStringList& names, SystemTime validFrom, int days)
{
    // What the macro EVP_EC_gen does, without its cast from const, at which clang warns.
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate || !fill(certificate.get(), key.get(), names, validFrom, days))
        return std::nullopt;
    const Bio certificateText(BIO_new(BIO_s_mem()));
    const Bio keyText(BIO_new(BIO_s_mem()));
    if (!certificateText || !keyText || PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1
        || PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return std::nullopt;
    return CertificatePair { contents(certificateText.get()), contents(keyText.get()) };
}

} // namespace hookloupe

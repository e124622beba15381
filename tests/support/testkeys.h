// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace hookloupe::test {

/// Takes what a memory BIO holds, and the BIO with it.
inline QByteArray takeBio(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    const QByteArray text(data, size);
    BIO_free(bio);
    return text;
}

/// A private key in PEM, made for this run of a test: no key lies in the repository.
inline QByteArray madePem(EVP_PKEY* key)
{
    BIO* const bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    EVP_PKEY_free(key);
    return takeBio(bio);
}

inline QByteArray rsaPem()
{
    static const QByteArray Pem = madePem(EVP_RSA_gen(2048));
    return Pem;
}

inline QByteArray curvePem()
{
    static const QByteArray Pem = madePem(EVP_EC_gen("P-256"));
    return Pem;
}

inline QByteArray curve384Pem()
{
    static const QByteArray Pem = madePem(EVP_EC_gen("P-384"));
    return Pem;
}

inline QByteArray edwardsPem()
{
    static const QByteArray Pem = madePem(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    return Pem;
}

/// The public key that belongs to a private one, in PEM.
inline QByteArray publicPem(const QByteArray& privatePem)
{
    BIO* const in = BIO_new_mem_buf(privatePem.constData(), static_cast<int>(privatePem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    BIO* const out = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(out, key);
    EVP_PKEY_free(key);
    return takeBio(out);
}

} // namespace hookloupe::test

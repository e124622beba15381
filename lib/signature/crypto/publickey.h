// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

namespace hookloupe {

/// How a key pair is used: RsaPkcs1, RsaPss, Ecdsa or Ed25519, with a hash (None for Ed25519).
struct KeyUse {
    SignatureAlgorithm algorithm = SignatureAlgorithm::None;
    HashAlgorithm hash = HashAlgorithm::None;
    SignatureRule::EcdsaForm ecdsaForm = SignatureRule::EcdsaForm::Der;
};

/// A key of a key pair: RSA, elliptic curve or Ed25519. A value; copies share the key. Thread-safe.
class PublicKey {
public:
    static constexpr qsizetype MaxTextBytes = 64 << 10;

    /// Reads a key that verifies. PEM (public key, X.509 certificate, or a private key, which has the public one in it)
    /// is taken whatever \p encoding says.
    /// \param keyId  which key of a JWK set (RFC 7517 section 5); empty: the first one
    /// \return the reason, without a word of the key, where it is none
    static Result<PublicKey, QString> read(KeyRule::Encoding encoding, QByteArrayView text, QByteArrayView keyId = {});
    /// Reads a key that signs: a private key in PEM (PKCS#8, PKCS#1 or SEC 1), not encrypted.
    static Result<PublicKey, QString> readPrivate(QByteArrayView pem);

    /// \return false as well when the kind of key does not fit the use
    bool verify(const KeyUse& use, QByteArrayView content, QByteArrayView signature) const;
    /// \return the reason where it cannot
    Result<QByteArray, QString> sign(const KeyUse& use, QByteArrayView content) const;
    /// "RSA", "EC", "ED25519", as OpenSSL names it.
    QString family() const;

private:
    struct Handle;
    explicit PublicKey(std::shared_ptr<const Handle> handle)
        : m_handle(std::move(handle))
    {
    }
    bool fits(const KeyUse& use) const;

    std::shared_ptr<const Handle> m_handle;
};

} // namespace hookloupe

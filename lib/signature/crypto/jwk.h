// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "signature/crypto/opensslptr.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace hookloupe {

/// Reads a JWK or one key of a JWK set (RFC 7517; kinds RSA, EC and OKP with Ed25519).
/// \param keyId  which key of a set; empty: the first one
Result<std::shared_ptr<EVP_PKEY>, QString> readJwk(QByteArrayView json, QByteArrayView keyId);

/// The bytes of a symmetric JWK (`kty` "oct"); nothing when it is none.
std::optional<QByteArray> symmetricJwk(QByteArrayView json, QByteArrayView keyId);

} // namespace hookloupe

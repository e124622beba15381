// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

namespace hookloupe {

/// Length of a digest in bytes; 0 for HashAlgorithm::None.
qsizetype digestSize(HashAlgorithm hash);

/// The HMAC (RFC 2104) of \p data; empty where OpenSSL refuses the hash (MD5 in FIPS mode). Thread-safe: the algorithm
/// is fetched once, each thread keeps its contexts.
QByteArray hmac(HashAlgorithm hash, QByteArrayView key, QByteArrayView data);

/// The plain digest of \p data; empty where OpenSSL refuses the hash.
QByteArray digest(HashAlgorithm hash, QByteArrayView data);

/// Equality in a time that depends on the length alone. Texts of different length are unequal at once.
bool isEqualInConstantTime(QByteArrayView left, QByteArrayView right);

} // namespace hookloupe

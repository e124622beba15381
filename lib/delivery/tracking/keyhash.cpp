// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/keyhash.h"

#include <QtEndian>

// The newer interface allocates twice for each hash, which costs more than hashing a short text.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <array>

namespace hookloupe {

namespace {

constexpr qsizetype HashBytes = 8;

} // namespace

KeyHash keyHash(std::initializer_list<QByteArrayView> parts)
{
    SHA256_CTX context;
    SHA256_Init(&context);
    for (const QByteArrayView part : parts) {
        std::array<unsigned char, sizeof(quint64)> length {};
        qToBigEndian(static_cast<quint64>(part.size()), length.data());
        SHA256_Update(&context, length.data(), length.size());
        SHA256_Update(&context, part.data(), static_cast<std::size_t>(part.size()));
    }
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash {};
    SHA256_Final(hash.data(), &context);
    return { qFromBigEndian<quint64>(hash.data()) };
}

QByteArray toBytes(const KeyHash& hash)
{
    QByteArray bytes(HashBytes, Qt::Uninitialized);
    qToBigEndian(hash.value, bytes.data());
    return bytes;
}

KeyHash keyHashFromBytes(QByteArrayView bytes)
{
    return bytes.size() < HashBytes ? KeyHash {} : KeyHash { qFromBigEndian<quint64>(bytes.data()) };
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/keyhash.h"

#include "signature/crypto/hash.h"

#include <QtEndian>

namespace hookloupe {

namespace {

constexpr qsizetype HashBytes = 8;

void appendLength(QByteArray& text, qsizetype length)
{
    char bytes[sizeof(quint32)];
    qToBigEndian(static_cast<quint32>(length), bytes);
    text.append(bytes, sizeof bytes);
}

} // namespace

KeyHash keyHash(std::initializer_list<QByteArrayView> parts)
{
    qsizetype size = 0;
    for (const QByteArrayView part : parts)
        size += part.size() + qsizetype(sizeof(quint32));
    QByteArray text;
    text.reserve(size);
    for (const QByteArrayView part : parts) {
        appendLength(text, part.size());
        text.append(part.data(), part.size());
    }
    const QByteArray hash = digest(HashAlgorithm::Sha256, text);
    return hash.size() < HashBytes ? KeyHash {} : keyHashFromBytes(QByteArrayView(hash).first(HashBytes));
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

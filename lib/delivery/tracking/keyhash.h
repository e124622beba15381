// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <compare>
#include <functional>
#include <initializer_list>

namespace hookloupe {

/// 128 bits that stand for a text: equal texts have equal hashes, and others practically never do.
struct KeyHash {
    quint64 high = 0;
    quint64 low = 0;

    auto operator<=>(const KeyHash&) const = default;
};

/// The first half of the SHA-256 over all parts; each goes in behind its length, so that none runs into the next.
KeyHash keyHash(std::initializer_list<QByteArrayView> parts);

/// 16 bytes, most significant first; what keyHash() takes as a part and what is stored.
QByteArray toBytes(const KeyHash& hash);
/// \param bytes  16 bytes
KeyHash keyHashFromBytes(QByteArrayView bytes);

} // namespace hookloupe

template<>
struct std::hash<hookloupe::KeyHash> {
    std::size_t operator()(const hookloupe::KeyHash& key) const noexcept { return static_cast<std::size_t>(key.low); }
};

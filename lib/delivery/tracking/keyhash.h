// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <compare>
#include <functional>
#include <initializer_list>

namespace hookloupe {

/// 64 bits that stand for a text: equal texts have equal hashes, and others practically never do.
///
/// By chance: among ten million different texts of a session, any two share one with a likelihood of 3 in a million.
/// By intent: whoever knows the text of a key may send that text itself, and who does not know it cannot aim at its
/// hash, which nobody is told; to find another text for a given hash takes 2^64 attempts. A sender can find two texts
/// of its own with one hash (2^32 attempts) and have them taken for one message, as it may by naming both alike.
/// Provider, endpoint and subscription are part of what is hashed, so that it meets nobody else.
struct KeyHash {
    quint64 value = 0;

    auto operator<=>(const KeyHash&) const = default;
};

/// The first 64 bits of the SHA-256 over all parts; each goes in behind its length, so that none runs into the next.
KeyHash keyHash(std::initializer_list<QByteArrayView> parts);

/// 8 bytes, most significant first; what keyHash() takes as a part and what is stored.
QByteArray toBytes(const KeyHash& hash);
/// \param bytes  8 bytes
KeyHash keyHashFromBytes(QByteArrayView bytes);

} // namespace hookloupe

template<>
struct std::hash<hookloupe::KeyHash> {
    std::size_t operator()(const hookloupe::KeyHash& key) const noexcept { return static_cast<std::size_t>(key.value); }
};

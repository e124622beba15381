// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace hookloupe {

enum class HexCase : quint8 { Lower, Upper, Any };
enum class Base64Alphabet : quint8 { Standard, UrlSafe, Any };
enum class Base64Strictness : quint8 {
    Canonical, ///< padding right or absent, unused bits zero: one text for one value, so that no bit can be changed
    Lenient, ///< padding wrong or absent, unused bits ignored: for keys as people paste them
};

/// Bytes of a hexadecimal text; nothing unless it is one throughout, in that case, with an even number of digits.
std::optional<QByteArray> bytesFromHex(QByteArrayView text, HexCase hexCase);

/// Bytes of a base64 text (RFC 4648 sections 4 and 5); nothing where a byte is not of the alphabet.
std::optional<QByteArray> bytesFromBase64(QByteArrayView text, Base64Alphabet alphabet, Base64Strictness strictness);

/// base64url without padding, as JOSE writes it (RFC 7515 section 2).
QByteArray toBase64Url(QByteArrayView bytes);

} // namespace hookloupe

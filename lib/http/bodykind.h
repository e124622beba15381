// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace hookloupe {

/// What a body is for someone who looks at it.
enum class BodyKind : quint8 { Empty, Json, Xml, Form, Multipart, Text, Binary };

/// The kind of a body with what is needed to show it.
struct BodyType {
    BodyKind kind = BodyKind::Empty;
    QByteArray charset; ///< lower case; "utf-8" where nothing else is said or seen; empty for Empty and Binary
    QByteArray boundary; ///< of Multipart

    bool operator==(const BodyType&) const = default;
};

/// How many bytes of a body the sniff wants to see.
inline constexpr qint64 SniffedBytes = 4096;

/// Tells the kind from the Content-Type and the first bytes. The bytes win where they plainly say otherwise: JSON sent
/// as text or as a form, anything textual that holds NUL or other control bytes.
///
/// Text that is no UTF-8 although nothing says so gets the charset "iso-8859-1", in which every byte is a character.
/// \param contentType  value of the header, empty without one (RFC 9110 section 8.3)
/// \param start  the first SniffedBytes of the body after content decoding, or all of a smaller one
/// \param size   of the whole body
BodyType bodyTypeOf(QByteArrayView contentType, QByteArrayView start, qint64 size);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace hookloupe {

/// How a serialiser puts white space between the tokens of JSON.
struct JsonSpacing {
    QByteArray indent; ///< per level; null: everything in one line
    QByteArray colon = ":";
    QByteArray comma = ","; ///< in one line only

    /// Those of the usual serialisers: compact, spaced in one line, indented by 2, by 4, by tabs, and " : ".
    static const std::vector<JsonSpacing>& known();
};

/// The same tokens with other white space between them. Not checked for validity; linear, without recursion.
QByteArray respacedJson(QByteArrayView json, const JsonSpacing& spacing);

/// The spacing that gives this very text; compact where none does.
JsonSpacing spacingOf(QByteArrayView json);

/// The text in compact form, with the members of each object sorted by name; unchanged below 64 levels.
QByteArray sortedJson(QByteArrayView compactJson);

/// The members of a compact object, each as "name":value; empty for what is no object.
std::vector<QByteArray> jsonMembers(QByteArrayView compactJson);
QByteArray joinedMembers(const std::vector<QByteArray>& members);

/// Spellings of characters within JSON text that serialisers differ in.
enum class JsonEscapes : quint8 {
    DecodeUnicode, ///< \u00e9 becomes é
    EncodeUnicode, ///< é becomes \u00e9
    EncodeUnicodeUpper, ///< é becomes \u00E9
    DecodeSlash, ///< \/ becomes /
    EncodeSlash,
    DecodeHtml, ///< \u003c \u003e \u0026 \u0027 become < > & '
    EncodeHtml, ///< < > & become \u003c \u003e \u0026
};
QByteArray reescapedJson(QByteArrayView json, JsonEscapes escapes);

/// What closes the strings, arrays and objects that a cut off text leaves open; empty for a whole one.
QByteArray missingClosers(QByteArrayView json);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace hookloupe {

/// Puts a value into a JSON text and leaves every other byte as it is. Members that are missing on the way are added
/// behind the last one of their object.
/// \param steps  of a JSON pointer, unescaped; at least one
/// \param value  JSON: a quoted string, a number, …
/// \return nothing where the text is no JSON that has such a place
std::optional<QByteArray> withJsonValue(
    const QByteArray& json, const std::vector<QByteArray>& steps, const QByteArray& value);

/// Where a value ends that begins at \p begin: strings, numbers, words, and objects and arrays by their brackets. Does
/// not recurse. \return -1 where it does not end
qsizetype jsonValueEnd(QByteArrayView json, qsizetype begin);

/// The next position that is not JSON white space.
qsizetype skipJsonBlanks(QByteArrayView json, qsizetype from);

/// A JSON string of these bytes, which should be UTF-8; quotes, backslashes and control characters are escaped.
QByteArray jsonString(QByteArrayView text);

} // namespace hookloupe

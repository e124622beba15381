// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// Fields of a form or query in their order, with repeats: name, value.
using FieldList = std::vector<std::pair<QByteArray, QByteArray>>;

/// Reads application/x-www-form-urlencoded text (WHATWG URL section 5.1): `&` between fields, `+` is a blank, `%XX` is
/// a byte; a `%` without two hex digits behind it stays. Empty parts are dropped. \param limit  at most this many
/// fields
FieldList parseFields(QByteArrayView text, std::size_t limit);

/// The value of the first field of that name.
std::optional<QByteArray> fieldValue(const FieldList& fields, QByteArrayView name);

/// Names and values one behind the other, sorted by name and then by value; the same value of the same name once.
QByteArray joinedSorted(const FieldList& fields);

/// "name=value" joined by `&`, unescaped, sorted by name and then by value.
QByteArray queryTextSorted(const FieldList& fields);

/// \param only  when given, only these bytes are unescaped
QByteArray percentDecoded(QByteArrayView text, std::optional<QByteArrayView> only = {});

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "http/headerlist.h"
#include "http/request.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace hookloupe {

/// How values that are no numbers stand in a session file. Every decode is total: any bytes give a value or none.

/// A base-128 number, low digits first.
/// \param number  less than 2^35
void appendNumber(QByteArray& out, quint64 number);
/// \return the place behind the number that stands at \p at, or -1 where there is none
qsizetype readNumber(QByteArrayView in, qsizetype at, quint64& number);

/// A list of byte strings as one: each with its length before it, as appendNumber() writes it.
QByteArray encodeStrings(const std::vector<QByteArray>& strings);
/// \return none when the bytes are not such a list
std::optional<std::vector<QByteArray>> decodeStrings(QByteArrayView bytes);

/// Names and values in turn, as encodeStrings(); empty for no headers.
QByteArray encodeHeaders(const HeaderList& headers);
HeaderList decodeHeaders(QByteArrayView bytes);

/// Empty for a plain connection.
QByteArray encodeTls(const std::optional<TlsFacts>& facts);
std::optional<TlsFacts> decodeTls(QByteArrayView bytes);

/// Microseconds since 1970; a stored moment before the year 1 or after 9999 becomes the nearest one within.
qint64 encodeTime(SystemTime time);
SystemTime decodeTime(qint64 microseconds);

} // namespace hookloupe

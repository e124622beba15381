// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstddef>

namespace hookloupe::test {

/// All bytes of a literal, NULs included.
template<std::size_t Size>
QByteArray bytesOf(const char (&literal)[Size])
{
    return QByteArray(literal, static_cast<qsizetype>(Size - 1));
}

} // namespace hookloupe::test

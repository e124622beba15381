// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

/// "0 bytes", "1 byte", "1,234 bytes".
QString byteCountText(qint64 bytes);

/// As above, and from 1 KiB on the rounded size before it: "1.2 KiB (1,234 bytes)".
QString exactSizeText(qint64 bytes);

} // namespace hookloupe

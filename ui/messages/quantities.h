// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <chrono>

namespace hookloupe {

/// "702 B", "1.2 KiB", "256 MiB".
QString sizeText(qint64 bytes);
/// "250 ms", "2 s", "1.5 s", "10 min".
QString durationText(std::chrono::milliseconds duration);
/// "1,024" in the way of the user's language.
QString countText(qint64 count);
/// Bytes of a request as text: UTF-8 where they are, Latin-1 otherwise; control characters become their pictures.
QString shownBytes(QByteArrayView bytes);

} // namespace hookloupe

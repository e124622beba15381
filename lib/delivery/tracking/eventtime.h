// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"

#include <QByteArrayView>

#include <optional>

namespace hookloupe {

/// The moment that a provider's text tells.
struct EventTime {
    SystemTime at {};
    bool isZoneAssumed = false; ///< the text has no zone, so UTC is taken

    bool operator==(const EventTime&) const = default;
};

/// Reads an event's time, leniently. Numbers since 1970 by their size: seconds below 1e11, milliseconds below 1e14,
/// microseconds below 1e17, otherwise nanoseconds; with a fraction or an exponent, too. RFC 3339 with any fraction, a
/// blank or small `t` for the `T`, a zone with or without colon, `UTC` or none; a
/// day alone. RFC 5322 and HTTP dates. Years 1970 to
/// 9999. What is finer than a microsecond is cut off.
/// \return nothing where the text names no moment ("22:88:12"); it is for the caller to keep the text
std::optional<EventTime> parseEventTime(QByteArrayView text);

} // namespace hookloupe

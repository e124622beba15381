// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace hookloupe {

/// Reads the time of a signature. Numbers above 10^11 are taken for milliseconds and those below for seconds, whatever
/// the unit says: providers mix them, and no other reading makes sense in this century. RFC 3339 with any number of
/// fractional digits; a missing zone is UTC.
/// \return nothing for what is no time between 1970 and 9999
std::optional<SystemTime> parseSigningTime(QByteArrayView text, TimeRule::Unit unit);

/// The other direction: how the unit writes a time.
QByteArray signingTimeText(SystemTime time, TimeRule::Unit unit);

} // namespace hookloupe

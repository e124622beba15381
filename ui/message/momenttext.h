// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"

#include <QString>

namespace hookloupe {

/// Local time of the day with milliseconds; with the date where it is another day than \p day.
QString momentText(SystemTime time, SystemTime day);
/// Local time to the second, or with another day's date to the minute.
QString shortMomentText(SystemTime time, SystemTime day);

} // namespace hookloupe

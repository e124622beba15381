// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/anomaly.h"

#include <QString>

namespace hookloupe {

/// What is unusual or wrong, in one sentence for the user.
QString anomalySentence(Anomaly anomaly);

} // namespace hookloupe

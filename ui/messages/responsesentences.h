// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "response/responsesequence.h"

#include <QString>

namespace hookloupe {

/// What a response means for the requests to come: "Every request is answered 503 Service Unavailable until you change
/// it."
QString meaningOf(const ResponseSequence& sequence);
/// "503 Service Unavailable", "timeout".
QString nameOf(const ResponsePlan& plan);
/// True when everything that the sequence answers is a 2xx.
bool acceptsEverything(const ResponseSequence& sequence);

} // namespace hookloupe

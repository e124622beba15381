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
/// "503", "timeout".
QString shortNameOf(const ResponsePlan& plan);
/// What follows from one response among several: "503 → Basiq: sends again in 5 s, …".
QString sentenceFor(const ResponsePlan& plan, const QString& sequel);
/// True when everything that the sequence answers is a 2xx.
bool acceptsEverything(const ResponseSequence& sequence);

} // namespace hookloupe

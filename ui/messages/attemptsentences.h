// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/schedulecheck.h"
#include "delivery/reaction/subscriptiontracker.h"

#include <QString>

#include <chrono>

namespace hookloupe {

/// "documented" or "assumed".
QString basisWord(bool isAssumed);

/// A duration as spanWords() has it, without its sign.
QString lengthWords(std::chrono::milliseconds duration);

/// How an attempt fits the schedule: "after 61 s instead of 60 s, on time", "after 45 s instead of 60 s (assumed), 15 s
/// early"; of the first attempt nothing can be told.
QString scheduleSentence(const ScheduleCheck& check);

/// Everything that would stop the subscription: "2 more failures pause this subscription; a message that uses up its
/// attempts pauses this subscription (assumed)". Empty where nothing would.
QString stopSentence(const StopForecast& forecast);

} // namespace hookloupe

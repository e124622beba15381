// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"
#include "delivery/reaction/subscriptiontracker.h"

#include <QString>

#include <chrono>

namespace hookloupe {

struct AttemptSummary;

/// What the provider does after a response, as one sentence with what it rests on: "Machnet: sends again at a fixed
/// interval until a 2xx (assumed: 60 min)". Says the same as reactionText().
/// \param provider  its name, fit to be shown; empty: "the sender"
QString reactionSentence(const Reaction& reaction, const QString& provider);
/// The same where it is plain whom it tells of: "Sends again at a fixed interval until a 2xx (assumed: 60 min)".
QString reactionSentence(const Reaction& reaction);
/// The same for a cell: "retry after 5 min", "acknowledged", "lost", "paused", "not known"; what is assumed ends with a
/// question mark. A wait counts from the response, whenever that was: it is no count-down.
QString reactionPhrase(const AttemptSummary& attempt);
/// The whole words of a cell's phrase, for a tool tip: "The delivery comes again 5 min after the response (assumed)."
QString reactionExplanation(const AttemptSummary& attempt);

/// What a delivery is within its message: "first", "retry 3", "duplicate", "stale, retry 2"; a question mark where it
/// is only probable.
QString messagePhrase(const AttemptSummary& attempt);
/// The same in whole sentences, for a tool tip.
QString messageExplanation(const AttemptSummary& attempt);

/// What would stop a subscription: "2 more failures pause this subscription (assumed)". Empty where nothing counts.
QString forecastSentence(const StopForecast& forecast);

/// A text of a profile with nothing in it that does not show, or that turns the rest of a line around.
QString visibleWords(const QString& text);

/// A duration in at most two units: "1.5 s", "60 min", "2 h", "27 h 35 min", "3 days".
QString spanWords(std::chrono::milliseconds span);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"

#include <QByteArray>

namespace hookloupe {

/// The place of a delivery within its message, for people: one fact a line, as toFactsText() has them.
/// Plain ASCII, safe for any terminal.
QByteArray toAttemptText(const AttemptFacts& facts);

/// The story of a message, for people: a line for the whole, and one for each attempt. Empty for an empty story.
/// \code
/// message #1  Basiq  3 attempts in 5 min 5 s: acknowledged
///   #1  2026-01-02T03:04:05.678Z  attempt 1  first  503  Basiq: sends again in 5 s, attempt 2 of 8 (documented)
///   #2  2026-01-02T03:04:10.700Z  attempt 2  retry  503  after 5.02 s, on time (5 s)  Basiq: sends again in 5 min, ...
/// \endcode
///
/// Plain ASCII, safe for any terminal.
/// \param now  tells whether the next attempt is overdue
QByteArray toMessageText(const MessageStory& story, SystemTime now);

} // namespace hookloupe

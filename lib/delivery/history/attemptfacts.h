// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"
#include "delivery/reaction/schedulecheck.h"
#include "delivery/tracking/messagefacts.h"

#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace hookloupe {

/// What is known of a delivery as an attempt of its message, and what its provider does after the response.
struct AttemptFacts {
    MessageFacts message;
    Reaction reaction;
    ScheduleCheck schedule; ///< how it fits what was expected after the attempt before; NotKnown for the first
    bool isEvent = true; ///< false for a challenge, which is no message: it is the first and only of its own
    QString provider; ///< its name; empty: not known
};

using AttemptFactsPtr = std::shared_ptr<const AttemptFacts>;

/// What a row of the table needs of it.
struct AttemptSummary {
    DeliveryId message; ///< the first delivery of the message
    int attempt = 1; ///< 1 and up
    MessageKind kind = MessageKind::First;
    bool isProbable = false; ///< it joined by a soft key
    bool isStale = false; ///< a newer event of the same resource had come before
    ReactionKind reaction = ReactionKind::Unknown;
    bool isAssumed = false; ///< some of the reaction is
    /// With ReactionKind::Retry: from the failure to the next attempt; nothing where nobody says.
    std::optional<std::chrono::milliseconds> wait;

    bool operator==(const AttemptSummary&) const = default;
};

AttemptSummary summaryOf(const AttemptFacts& facts);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "http/response.h"
#include "profile/deliveryrules.h"

#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// What led to a meaning or a reaction; the window and the command line make sentences of it.
enum class ReactionReason : quint8 {
    NoRules, ///< nobody says what the provider does
    Listed, ///< the profile names this answer
    Other, ///< the profile says the same of all other answers
    NotListed, ///< the profile says nothing of this answer
    HasRetries, ///< it only tells that there are retries, so an answer that does not acknowledge gets them
    LikeServerError, ///< nothing is said of time-outs and broken connections, so they count as a server's error
    TooLate, ///< the answer comes after the provider's time-out
    TimeoutNotKnown, ///< the answer takes long, and nobody says how long the provider waits
    Interim, ///< a 1xx status is followed by a final 200, which counts
    RedirectFollowed, ///< what comes then is decided elsewhere
    AckBodyMissing, ///< the status acknowledges, the body does not hold what it must
    HeaderStopsRetries, ///< a header of our answer
    RetryAfterHeeded,
    AttemptsUsedUp,
    WindowOver, ///< the time in which attempts are made
    EventExpires, ///< before the next attempt
    FailureLimit, ///< this failure stops the subscription
    ToldToStop, ///< this answer ends the subscription
    SubscriptionStopped, ///< it was paused or disabled before
};

/// What one response means to a provider, without regard to what came before.
struct ResponseMeaning {
    AttemptEnd end;
    Outcome outcome = Outcome::Unknown;
    bool isAssumed = false; ///< no document states it
    /// From the request's arrival until the provider knows; nothing where it waits for a time that nobody states.
    std::optional<std::chrono::milliseconds> knownAfter;
    std::vector<ReactionReason> reasons;
    QString note; ///< of the profile, for a person

    bool has(ReactionReason reason) const;
};

/// Total: every response and fault means something, at worst Outcome::Unknown. A delay of the provider's time-out and
/// longer counts as a time-out; a torn answer as a broken connection.
/// \param rules  null: not known
ResponseMeaning meaningOf(const DeliveryRules* rules, const Response& response);

/// What a MessageTracker should know of it: where a person can have a failed delivery sent again, it may come again.
Outcome trackedOutcome(const DeliveryRules* rules, const Response& response);

/// The moment of a Retry-After header (RFC 9110 section 10.2.3), at most 366 days after \p now.
std::optional<std::chrono::milliseconds> retryAfter(const Response& response, SystemTime now);

} // namespace hookloupe

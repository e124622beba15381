// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "delivery/reaction/responsemeaning.h"
#include "delivery/reaction/subscriptiontracker.h"
#include "http/response.h"
#include "profile/deliveryrules.h"

#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// What the provider does after a response. Stored: append, never reorder.
enum class ReactionKind : quint8 { Unknown, Acknowledged, Retry, Failed, Paused, Disabled };

/// "unknown", "acknowledged", "retry", "failed", "paused", "disabled".
QByteArrayView reactionName(ReactionKind kind);

/// When the next attempt comes.
struct NextAttempt {
    SystemTime earliest {};
    SystemTime latest {};
    bool isAssumed = false;

    bool isExact() const { return earliest == latest; }
    bool operator==(const NextAttempt&) const = default;
};

/// What came before the response that is judged.
struct AttemptContext {
    SystemTime arrivedAt {}; ///< of the request that is answered
    int attempt = 1; ///< of its message, 1 and up
    /// Earlier attempts of the message that a rule of their own governs: they use none of the general rule's attempts.
    int apartAttempts = 0;
    std::optional<SystemTime> firstAt; ///< when the first attempt came; nothing: this is it
    SubscriptionState subscription;
};

/// What the provider does after one response, and what that rests on.
struct Reaction {
    enum class Loss : quint8 {
        Nothing,
        Message, ///< this one does not come again
        LaterEvents, ///< nor do those that happen until the subscription goes on
    };

    ReactionKind kind = ReactionKind::Unknown;
    bool isAssumed = false; ///< some of it: no document states it
    Loss loss = Loss::Nothing;
    int attempt = 1; ///< the one that was answered
    std::optional<int> attempts; ///< how many there are; nothing where no number ends them
    std::optional<int> attemptsLeft; ///< after this one; nothing where no number ends them
    bool isEndless = false; ///< attempts go on until one succeeds
    std::optional<NextAttempt> next; ///< Retry: nothing where nobody says when
    std::optional<std::chrono::milliseconds> wait; ///< Retry: as the schedule has it, counted from the failure
    bool isWaitAssumed = false;
    std::optional<std::chrono::milliseconds> window; ///< Retry: how long attempts go on
    std::optional<std::chrono::milliseconds> timeout; ///< with a time-out: how long the provider waits
    std::optional<StopForecast> forecast; ///< what would stop the subscription after this response
    AttemptReport report; ///< for the subscription's tracker
    ResponseMeaning meaning;
    std::vector<ReactionReason> reasons; ///< those of the meaning, and what was added
    int redirects = 0; ///< how many it follows; with RedirectFollowed
    QString resume; ///< how a person gets a stopped subscription back
    QString note; ///< of the profile: of the answer, or of the retries

    bool has(ReactionReason reason) const;
};

/// Total: every response and fault has a reaction. Pure; times are those of the context.
/// \param rules  null: not known
Reaction reactionTo(const DeliveryRules* rules, const Response& response, const AttemptContext& context);

} // namespace hookloupe

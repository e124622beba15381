// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/history/attemptfacts.h"
#include "delivery/reaction/subscriptiontracker.h"
#include "http/response.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// One delivery in the story of its message.
struct StoryAttempt {
    DeliveryId id;
    SystemTime arrivedAt {};
    int status = 0; ///< of the response; 0 when a fault sent none
    Fault fault = Fault::None;
    std::chrono::milliseconds delay { 0 }; ///< of the response
    AttemptFacts facts;
};

/// An attempt that the provider is expected to make if each further one ends as the last did.
struct ExpectedAttempt {
    int attempt = 2;
    SystemTime earliest {};
    SystemTime latest {};
    bool isAssumed = false;
};

/// An event of the resource, for telling the order of the events from that of their arrival.
struct ResourceEvent {
    DeliveryId id;
    DeliveryId message;
    SystemTime arrivedAt {};
    SystemTime eventTime {};
    bool isStale = false;
    bool isNewest = false; ///< the one to keep
};

/// Everything that is told of one message: its attempts, what is to come, and its place among the events of the
/// resource. A value.
struct MessageStory {
    static constexpr std::size_t MaxAttempts = 200;
    static constexpr std::size_t MaxExpected = 24;
    static constexpr std::size_t MaxEvents = 25;

    DeliveryId selected; ///< the one that was asked for
    QByteArray provider; ///< id of the profile; empty: not known
    std::vector<StoryAttempt> attempts; ///< by arrival; the newest MaxAttempts, and the first one always
    std::size_t attemptCount = 0; ///< those that are not in the list counted as well
    std::vector<ExpectedAttempt> expected; ///< in order; empty where none is, or nobody says when
    std::vector<ResourceEvent> events; ///< by arrival, around the selected one; empty without resource or time
    std::optional<ClockSkew> skew;
    SubscriptionState subscription; ///< as it is now
    std::optional<StopForecast> forecast; ///< what would stop the subscription

    bool isEmpty() const { return attempts.empty(); }
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/reaction/subscriptiontracker.h"
#include "delivery/tracking/messagekeys.h"
#include "http/response.h"

#include <QByteArray>

#include <cstddef>

namespace hookloupe {

/// A delivery as far as it matters to the history of a session.
struct DeliveryArrival {
    DeliveryId id; ///< not 0
    SystemTime arrivedAt {}; ///< of the last byte of the request
    QByteArray provider; ///< id of the profile; empty: not known
    bool isEvent = true; ///< false for a challenge: it is an attempt of nothing
    MessageKeys keys;
};

/// One that is stored, with its response.
struct StoredArrival {
    DeliveryArrival arrival;
    ResponsePtr response; ///< not null
};

/// Where a delivery stands before its response is decided.
struct MessageAdmission {
    DeliveryId message; ///< the first delivery of the message
    std::size_t earlier = 0; ///< deliveries of the message that came before
};

/// A person's word on a subscription: from then on this is its state.
struct SubscriptionCorrection {
    KeyHash subscription;
    SystemTime at {};
    SubscriptionState::Status status = SubscriptionState::Status::Active;
    int failures = 0; ///< in a row, 0 and up

    bool operator==(const SubscriptionCorrection&) const = default;
};

} // namespace hookloupe

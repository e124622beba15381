// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/history/deliveryarrival.h"
#include "http/response.h"

#include <QByteArray>

namespace hookloupe {

/// What a session keeps of a delivery for telling the messages.
struct TrackedRow {
    DeliveryId id;
    SystemTime receivedAt {};
    QByteArray provider; ///< id of the profile; empty: not known
    bool isChallenge = false;
    ResponsePtr response; ///< not null
    QByteArray keys; ///< as they were stored; empty: never worked out
};

} // namespace hookloupe

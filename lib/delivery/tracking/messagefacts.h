// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"

#include <QByteArrayView>

#include <chrono>
#include <optional>

namespace hookloupe {

/// What a delivery is within its message. Stored: append, never reorder.
enum class MessageKind : quint8 {
    First,
    Retry, ///< the same message again after a response that asks for it
    Duplicate, ///< the same message again after an acknowledging one, or the same event in another message
    Replay, ///< the same signed bytes or token again outside the provider's rules
};

/// "first", "retry", "duplicate", "replay".
QByteArrayView kindName(MessageKind kind);

/// Where an event stands beside the newest one of its resource that came earlier.
struct EventOrder {
    DeliveryId newest; ///< the newest event that came earlier, among equals the first
    std::chrono::microseconds eventGap { 0 }; ///< this event's own time less that one's; negative: stale
    std::chrono::microseconds arrivalGap { 0 }; ///< from that one's arrival to this one's

    bool operator==(const EventOrder&) const = default;
};

/// What is known of a delivery beside the others.
struct MessageFacts {
    DeliveryId message; ///< its first delivery, which gives the message its number
    int attempt = 1; ///< 1 and up; higher than what was seen where the provider counts and some are missing
    MessageKind kind = MessageKind::First;
    /// It begins a message of its own, but the event was in another message before: the latest delivery that brought
    /// it.
    std::optional<DeliveryId> sameEvent;
    bool isProbable = false; ///< it joined by a soft key
    bool wasAcknowledged = false; ///< an earlier delivery of the message was
    std::optional<SystemTime> eventTime; ///< what counts for the order: of an event that is signed anew, its first time
    std::optional<EventOrder> order; ///< nothing without an earlier event of its resource

    /// A newer event of the same resource had come before.
    bool isStale() const { return order && order->eventGap.count() < 0; }
    bool operator==(const MessageFacts&) const = default;
};

/// How a sender's clock stands beside ours.
struct ClockSkew {
    std::chrono::microseconds lag { 0 }; ///< from its time stamp to the arrival; negative: its clock is ahead
    int samples = 0;

    static constexpr int MinSamples = 3;
};

} // namespace hookloupe

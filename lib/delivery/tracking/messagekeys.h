// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/endpointid.h"
#include "base/systemtime.h"
#include "delivery/tracking/keyhash.h"
#include "http/request.h"
#include "profile/deliveryrules.h"
#include "profile/eventfacts.h"
#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// By what a delivery is told to belong to a message and to a resource: hashes of the texts, no text.
///
/// Provider, endpoint and the profile's `apart` are part of every hash, so equal keys always mean the same provider,
/// endpoint and subscription.
struct MessageKeys {
    struct Key {
        KeyHash hash;
        bool isBody = false; ///< of the body's bytes
        bool isToken = false; ///< a signature uses it once
        bool isAttemptId = false; ///< all attempts of a message share it, and no other delivery has it

        bool operator==(const Key&) const = default;
    };
    /// When the soft key joins.
    enum class SoftJoin : quint8 {
        AfterFailure, ///< where the delivery before asked for another attempt
        Always,
    };

    static constexpr std::size_t MaxKeys = 8;

    KeyHash sender; ///< provider and endpoint: whose clock it is; of 32 bits, since those are few and not the sender's
    KeyHash subscription; ///< the same with `apart`; without, it is the sender's
    std::vector<Key> keys; ///< in the profile's order; at most MaxKeys
    std::optional<KeyHash> soft;
    SoftJoin softJoin = SoftJoin::AfterFailure;
    std::chrono::seconds softWindow { 0 }; ///< 0 to MaxSoftWindow
    /// Body, signature and signing time, where each attempt is signed anew: equal ones are the same bytes again.
    std::optional<KeyHash> signedBytes;
    std::optional<KeyHash> order; ///< events with the same one supersede one another
    std::optional<SystemTime> eventTime; ///< of the event; nothing where absent or not readable
    bool isSigningTime = false; ///< it is the time of the attempt, which a retry changes
    std::optional<SystemTime> sentAt; ///< the signing time
    int claimedAttempt = 0; ///< as the provider numbers it where it marks retries, the first is 1; 0: it does not say

    static constexpr int MaxClaim = 0xffff; ///< of claimedAttempt
    static constexpr std::chrono::seconds MaxSoftWindow { 366 * 86'400 };

    bool operator==(const MessageKeys&) const = default;
};

/// The keys of one request. Pure and bounded: of a batch at most 1,000 events are looked at one by one, of a body in a
/// file its size and its first and last 64 KiB.
/// \param profile  null: not known who sent it; an identical request within a day counts as probably the same message
/// \param values   of the request
/// \param event    as eventFacts() gave it
MessageKeys messageKeys(const Profile* profile, const Request& request, RequestValues& values, EndpointId endpoint,
    const EventFacts& event);

/// What has to be kept of a delivery so that everything about messages can be worked out anew.
struct TrackedDelivery {
    DeliveryId id; ///< not 0
    SystemTime arrivedAt {}; ///< of the last byte of the request
    MessageKeys keys;
    Outcome outcome = Outcome::Unknown; ///< what our response means; see trackedOutcome()

    bool operator==(const TrackedDelivery&) const = default;
};

/// Keys as they are stored in a session: 15 bytes of an unknown sender, some 30 to 70 of a known one.
QByteArray toBytes(const MessageKeys& keys);
/// \return nothing for bytes that toBytes() did not make
std::optional<MessageKeys> messageKeysFromBytes(QByteArrayView bytes);

} // namespace hookloupe

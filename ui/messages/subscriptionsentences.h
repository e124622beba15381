// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "delivery/reaction/subscriptiontracker.h"
#include "profile/deliveryrules.h"

#include <QString>

#include <optional>

namespace hookloupe {

/// What a person should know of a subscription now.
struct SubscriptionNotice {
    enum class Kind : quint8 {
        Contradicted, ///< what was taken for its rule does not hold
        NearStop,
        Stopped,
    };

    Kind kind = Kind::Stopped;
    QString text;

    bool operator==(const SubscriptionNotice&) const = default;
};

/// \param rule      of the provider's profile; null: none is known
/// \param provider  its name, fit to be shown; empty: "the sender"
/// \param now       for telling times of today shortly, and whether a stop is near
/// \return nothing while all is well: most of the time
std::optional<SubscriptionNotice> subscriptionNotice(
    const SubscriptionState& state, const DisableRule* rule, const QString& provider, SystemTime now);

/// "active", "paused", "disabled", "removed".
QString statusWord(SubscriptionState::Status status);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "delivery/history/deliveryarrival.h"
#include "session/sessionerror.h"
#include "session/sqlite.h"

#include <optional>
#include <vector>

namespace hookloupe {

/// More are not kept: the oldest go.
constexpr int MaxCorrections = 1000;

/// What could be read of the corrections of a session.
struct StoredCorrections {
    std::vector<SubscriptionCorrection> corrections; ///< in the order in which they were said
    std::optional<SessionError> error; ///< why it may not be all
};

/// Keeps one more. Within the caller's transaction.
Result<Done, SessionError> writeCorrection(Database& database, const SubscriptionCorrection& correction);
/// Total: what cannot be a correction is left out, impossible values become the nearest possible ones.
StoredCorrections readCorrections(Database& database);

} // namespace hookloupe

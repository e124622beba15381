// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "session/sessionerror.h"
#include "session/sqlite.h"

#include <optional>
#include <vector>

namespace hookloupe {

/// The endpoints of a session: each a row with its place among the others and its definition (endpointdefinition.h).

struct StoredEndpoints {
    std::vector<Endpoint> endpoints; ///< in their order
    /// What could not be read; none when all is well.
    std::optional<SessionError> error;
};

/// Reads them from a session of FactsVersion or newer. Total: what is damaged is left out.
StoredEndpoints readEndpoints(Database& database);

/// Replaces them all, within the transaction of the caller, who rolls back on failure.
/// \retval Failed  also when an endpoint is over a limit
Result<Done, SessionError> writeEndpoints(Database& database, const std::vector<Endpoint>& endpoints);

/// The smallest id that no endpoint of the session ever had; from a session of FactsVersion or newer.
Result<EndpointId, SessionError> freeEndpointId(Database& database);

} // namespace hookloupe

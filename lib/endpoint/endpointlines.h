// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// Endpoints as text, one a line with its id before it, to remember them outside of a session. It names where secrets
/// are kept, never their values.
QByteArray endpointLines(const std::vector<Endpoint>& endpoints);

/// Reads what endpointLines() wrote. Total: what is none of it is left out, and so is the second one of an id and what
/// is beyond EndpointLimits::MaxEndpoints.
std::vector<Endpoint> endpointsFromLines(const QByteArray& lines);

} // namespace hookloupe

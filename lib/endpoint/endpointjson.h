// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// Endpoints as JSON, to remember them outside of a session. It names where secrets are kept, never their values.
QByteArray toJson(const std::vector<Endpoint>& endpoints);

/// Reads what toJson() wrote. Total: what is none of it is left out, at most 1,000 endpoints are read.
std::vector<Endpoint> endpointsFromJson(const QByteArray& json);

} // namespace hookloupe

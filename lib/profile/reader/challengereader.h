// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Reads one entry of "challenges": when it applies and what is answered.
Challenge readChallenge(const JsonNode& node, ProfileErrors& errors);

/// Checks one entry of "samples": an event as the provider would send it.
void checkSample(const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

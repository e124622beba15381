// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Checks one entry of "challenges": when it applies and what is answered.
void checkChallenge(const JsonNode& node, ProfileErrors& errors);

/// Checks one entry of "samples": an event as the provider would send it.
void checkSample(const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

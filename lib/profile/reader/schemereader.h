// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Reads one entry of "schemes" and checks that its parts fit each other.
Scheme readScheme(const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

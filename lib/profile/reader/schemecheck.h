// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Says which parts of a signature rule are missing for its grammar, or have no meaning in it.
void checkSignature(const SignatureRule& rule, const JsonNode& node, ProfileErrors& errors);

/// Says which parts of a scheme are missing for its algorithm, or have no meaning with it.
void checkScheme(const Scheme& scheme, const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

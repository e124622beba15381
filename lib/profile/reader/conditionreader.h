// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Reads `{"method": …, "has": […], "not": […], "equals": {LOCATOR: TEXT}}`.
Condition readCondition(const JsonNode& node, ProfileErrors& errors);

/// Reads an object whose keys are locators and whose values are templates.
std::vector<std::pair<Locator, ContentTemplate>> readAssertions(const JsonNode& node, ProfileErrors& errors);

/// Reads an event type, id, time or resource: a locator, a template (where a `{` stands in it), or an array of these.
std::vector<ContentTemplate> readFact(ObjectReader& reader, const char* key);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/reader/objectreader.h"

namespace hookloupe {

/// Checks "delivery": what the provider does after each answer, its retries and when it gives up.
void checkDelivery(const JsonNode& node, ProfileErrors& errors);

/// Checks "messages": how deliveries are told to be attempts of one message.
void checkMessages(const JsonNode& node, ProfileErrors& errors);

/// Checks "management": the provider's own interface for subscriptions, as text.
void checkManagement(const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

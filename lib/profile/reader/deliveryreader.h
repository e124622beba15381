// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/deliveryrules.h"
#include "profile/reader/objectreader.h"

#include <QStringList>

#include <optional>

namespace hookloupe {

/// The places of a profile that its "assumed" names: these and everything below them.
class AssumedPlaces {
public:
    explicit AssumedPlaces(QStringList pointers);

    bool cover(const JsonNode& place) const;

private:
    QStringList m_pointers;
};

/// Reads "delivery": what the provider does after each answer, its retries and when it gives up.
DeliveryRules readDelivery(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors);

/// Reads "messages": how deliveries are told to be attempts of one message.
MessageRules readMessages(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors);

/// Checks "management": the provider's own interface for subscriptions, as text.
void checkManagement(const JsonNode& node, ProfileErrors& errors);

} // namespace hookloupe

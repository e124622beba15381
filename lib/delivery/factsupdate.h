// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "delivery/deliveryfacts.h"

namespace hookloupe {

/// What is known of a delivery from now on, in place of what was known before.
struct FactsUpdate {
    DeliveryId id;
    DeliveryFacts facts;
    QByteArray keys {}; ///< toBytes() of its MessageKeys

    bool operator==(const FactsUpdate&) const = default;
};

} // namespace hookloupe

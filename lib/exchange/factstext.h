// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/deliveryfacts.h"

#include <QByteArray>

namespace hookloupe {

/// What is known of a delivery, for people: one fact a line, with its name before it; empty when nothing is known.
/// \code
/// provider    machnet (recognised by its marks)
/// event type  transaction_processed
/// signature   valid, body covered, scheme hmac-sha256
/// \endcode
///
/// Plain ASCII, safe for any terminal; a value beyond 512 bytes is cut.
QByteArray toFactsText(const DeliveryFacts& facts);

} // namespace hookloupe

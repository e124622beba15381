// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "endpoint/inspectionrules.h"
#include "widgets/factsheet.h"

#include <vector>

namespace hookloupe {

/// What the Overview tells about a delivery, in its order.
/// \param rules  name the providers and the endpoint
std::vector<FactSection> overviewSections(const Delivery& delivery, const InspectionRules& rules);

/// One line about what was answered: "200 OK", "time-out, nothing was sent", "not answered yet".
/// \param response  null while there is none
Fact responseFact(const Response* response);

/// Date, time with milliseconds and offset, by the local clock.
QString localTimeText(SystemTime time);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "delivery/history/deliveryhistory.h"
#include "endpoint/inspectionrules.h"
#include "session/sessionreader.h"

#include <functional>

namespace hookloupe {

/// Which deliveries of a session are read.
struct HistoryRange {
    DeliveryId after {}; ///< only greater ids
    DeliveryId through {}; ///< and no greater ones than this
    quint64 generation = 0; ///< of the history
};

/// Reads what a session keeps of its messages into a history, in the order of the ids. Where the session keeps nothing
/// of a delivery, it is worked out from the request, which takes longer.
/// \param isWanted  asked now and then; false ends the reading
/// \return the last delivery that was read; reader.error() tells why it may not be the last there is
DeliveryId readHistory(SessionReader& reader, const InspectionRules& rules, DeliveryHistory& history,
    const HistoryRange& range, const std::function<bool()>& isWanted);

/// All of a session with the corrections, for whoever has no more to come.
void readWholeHistory(SessionReader& reader, const InspectionRules& rules, DeliveryHistory& history);

} // namespace hookloupe

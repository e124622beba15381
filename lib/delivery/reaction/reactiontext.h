// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"

#include <QString>

#include <chrono>

namespace hookloupe {

/// One English sentence for the command line and exports: "Machnet: sends again at a fixed interval until a 2xx
/// (assumed: 60 min)". The window makes its own from the parts.
/// \param provider  its name; empty: "the sender"
QString reactionText(const Reaction& reaction, const QString& provider);

/// A duration in at most two units: "1.5 s", "60 min", "2 h", "27 h 35 min", "3 days".
QString spanText(std::chrono::milliseconds duration);

} // namespace hookloupe

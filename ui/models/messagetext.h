// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <QString>

namespace hookloupe::messagetext {

/// A message of several deliveries, as far as its line tells of it.
struct Message {
    const DeliveryRow& first;
    const DeliveryRow& latest;
    const DeliveryRow& worst; ///< the latest of those answered worst
    qsizetype deliveries = 1;

    /// No delivery was answered worse than the latest.
    bool endedWorst() const;
};

/// "3 attempts".
QString count(const Message& message);
/// "3 attempts, 2 min".
QString attempts(const Message& message);
/// "▲ 503 → ✓ 200".
QString outcome(const Message& message);
/// Several lines: how many, from when to when, the worst and the last outcome in words.
QString toolTip(const Message& message);
/// For a screen reader. \param latest  the sentence of its latest delivery
QString sentence(const QString& latest, const Message& message, bool isUnfolded);
/// \param delivery  its sentence
/// \param number  1 and up
QString attemptSentence(const QString& delivery, int number, int count, bool isHidden);

} // namespace hookloupe::messagetext

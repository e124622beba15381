// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"
#include "message/storylook.h"

#include <QString>

#include <chrono>
#include <vector>

namespace hookloupe {

/// One thing that the story of a message tells in its order: an attempt, those that are left out, or an attempt that
/// is expected. In words, for the list and for the time line.
struct AttemptRow {
    enum class Sort : quint8 { Made, LeftOut, Expected };

    Sort sort = Sort::Made;
    DeliveryId id; ///< of Made
    QString number; ///< "1", "2\u2013181"
    QString time; ///< arrival, or when it is expected
    StoryText kind; ///< "retry", with its mark
    StoryText response; ///< "✕ 409 refused"; of Expected "expected"
    StoryText wait; ///< what was waited, and how that fits the schedule; empty for the first
    QString reaction; ///< what the provider does then
    std::vector<StoryText> remarks; ///< stale, probable
    bool isSelected = false; ///< the delivery that is shown

    // For the time line alone
    QString mark; ///< in the mark: "✕ 409", "14:37"
    QString caption; ///< above it: "↻ 2"
    QString tick; ///< on the link before: "+5 s"
    std::optional<Tone> tickTone = std::nullopt; ///< of a wait that does not fit
    Tone tone = Tone::Neutral;
    bool isAssumed = false; ///< when it is expected is
    bool isRound = false; ///< it was accepted
    std::size_t count = 1; ///< attempts that it stands for
    SystemTime at {};
    std::chrono::milliseconds waitBefore { 0 };

    /// For a screen reader: "Attempt 2, retry, 503 failed, 14:02:16, after 5 s, on time, sends again in 5 min".
    QString sentence() const;
};

/// \param story  may be empty
std::vector<AttemptRow> attemptRows(const MessageStory& story);

/// A wait in one unit and two figures or so, for a tick: "+5 s", "+61 s", "+10 h", "+3 d".
QString tickText(std::chrono::milliseconds wait);

} // namespace hookloupe

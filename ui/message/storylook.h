// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/schedulecheck.h"
#include "theme/attemptlook.h"

#include <QString>

#include <optional>

namespace hookloupe {

/// A text with the colour that underlines it; the text alone says everything.
struct StoryText {
    QString text;
    std::optional<Tone> tone = std::nullopt; ///< nothing: the palette's text
    bool isStrong = false;

    bool operator==(const StoryText&) const = default;
};

/// Of NotKnown: no glyph, and no word.
StatusLook statusLook(ScheduleCheck::Result result);
/// The newest event of its resource.
StatusLook newestLook();

/// True while nothing has been decided for the attempt.
bool isPending(int status, Fault fault);
/// What answered an attempt: its look, or that nothing did yet.
StatusLook answerLook(int status, Fault fault);
/// "✓ 200", "◷ timeout"; "…" while nothing did.
QString answerText(int status, Fault fault);
/// "✓ 200 accepted", "◷ timeout": in words what answered an attempt.
QString responseWords(int status, Fault fault);
/// Glyph and word, or the word alone.
QString lookText(const StatusLook& look);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/trial/profiletrial.h"
#include "widgets/factsheet.h"

#include <QString>

#include <vector>

namespace hookloupe {

/// A trial in words: what came of it, the likeliest reason, and everything that was found.
struct TrialWords {
    QChar glyph;
    Tone tone = Tone::Neutral;
    QString headline; ///< without a full stop
    QString sentence; ///< may be empty
    std::vector<FactSection> sections;
};

/// \param hasSecret  a secret was there to try with
TrialWords wordsOf(const TrialResult& result, bool hasSecret);

} // namespace hookloupe

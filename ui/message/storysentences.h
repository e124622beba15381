// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"
#include "theme/statuslook.h"

#include <QString>

#include <optional>
#include <vector>

namespace hookloupe {

/// A sentence of the Message panel with its mark.
struct StorySentence {
    QChar glyph = {}; ///< null: none
    QString text;
    Tone tone = Tone::Neutral;

    /// Glyph and text.
    QString line() const;
    bool operator==(const StorySentence&) const = default;
};

/// What is to be said above everything else, the gravest first: of the delivery what makes it odd, then the state of
/// its message.
/// \param story  empty: it is not known yet
std::vector<StorySentence> headlines(const MessageStory& story);

/// When the next attempt comes, or by how much it is overdue. \return nothing where none is expected
std::optional<StorySentence> nextAttemptSentence(const MessageStory& story, SystemTime now);

/// The subscription as the provider most likely sees it, and what would change that; empty without a provider.
std::vector<StorySentence> subscriptionSentences(const MessageStory& story);

/// How the order of the events is to that of their arrival; nothing without events.
std::optional<StorySentence> orderSentence(const MessageStory& story);
/// "The provider's clock is about 10 min ahead"; nothing where it goes as ours, or too little is known.
std::optional<StorySentence> skewSentence(const MessageStory& story);

/// The attempt that was asked for; null when it is not in the list.
const StoryAttempt* selectedAttempt(const MessageStory& story);

} // namespace hookloupe

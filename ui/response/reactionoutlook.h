// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"
#include "response/responsesequence.h"

#include <QString>

#include <functional>
#include <optional>

namespace hookloupe {

/// What the provider of the delivery at hand does after the response that is given next.
struct ReactionOutlook {
    QString provider; ///< its name, fit to be shown; empty: "the sender"
    std::function<Reaction(const Response&)> reactionTo; ///< null: no provider is known
    qint64 earlier = 0; ///< steps of a sequence that its message has had

    bool isKnown() const { return reactionTo != nullptr; }
    /// The reaction to what the sequence answers next; nothing where no provider is known.
    std::optional<Reaction> reactionToNext(const ResponseSequence& sequence) const;
    /// The same as a sentence; of a sequence it says which step it is about: "503 → Basiq: sends again in 5 s, …".
    QString sentence(const ResponseSequence& sequence) const;
};

} // namespace hookloupe

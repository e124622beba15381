// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/reactionoutlook.h"

#include "messages/reactionsentences.h"
#include "messages/responsesentences.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

std::optional<Reaction> ReactionOutlook::reactionToNext(const ResponseSequence& sequence) const
{
    return isKnown() ? std::optional(reactionTo(sequence.planFor(earlier))) : std::nullopt;
}

QString ReactionOutlook::sentence(const ResponseSequence& sequence) const
{
    const std::optional<Reaction> reaction = reactionToNext(sequence);
    if (!reaction)
        return {};
    const QString text = reactionSentence(*reaction, provider);
    return sequence.isSinglePlan() ? text : sentenceFor(sequence.planFor(earlier), text);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/attemptfacts.h"

namespace hookloupe {

AttemptSummary summaryOf(const AttemptFacts& facts)
{
    AttemptSummary summary;
    summary.message = facts.message.message;
    summary.attempt = facts.message.attempt;
    summary.kind = facts.message.kind;
    summary.isProbable = facts.message.isProbable;
    summary.isStale = facts.message.isStale();
    summary.reaction = facts.reaction.kind;
    summary.isAssumed = facts.reaction.isAssumed || (facts.reaction.wait.has_value() && facts.reaction.isWaitAssumed);
    if (facts.reaction.kind == ReactionKind::Retry)
        summary.wait = facts.reaction.wait;
    return summary;
}

} // namespace hookloupe

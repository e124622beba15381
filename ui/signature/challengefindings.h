// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "endpoint/inspectionrules.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace hookloupe {

/// What became of a challenge, with the secrets and settings of now.
struct ChallengeFindings {
    ChallengeOutcome outcome = ChallengeOutcome::Incomplete;
    bool isLeftAlone = false; ///< the endpoint's switch for challenges is off
    bool isAnswered = false; ///< what it was answered is what the outcome asks for
    bool isSignatureWrong = false; ///< not confirmed because of its signature, not of a value that it carries
    QByteArray setting; ///< the setting that is missing, or that the request's value differs from; may be empty
};

/// \param endpoint  the one that took the delivery
/// \param verdict   on the signature of the delivery, with the same rules
/// \return nothing for what is no challenge, or none that the profile knows
std::optional<ChallengeFindings> challengeFindingsOf(
    const InspectionRules& rules, const Delivery& delivery, const Endpoint& endpoint, Verdict verdict);

/// What became of it, in words. Neither a secret nor a value of the request or the endpoint is in it.
QString challengeSentence(const ChallengeFindings& found);

} // namespace hookloupe

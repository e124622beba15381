// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/challengefindings.h"

#include "bytes/visibletext.h"

#include <QCoreApplication>

#include <algorithm>

namespace hookloupe {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Challenge)
};

/// The setting that a value of the request has to equal; empty where it is none.
QByteArray comparedSetting(const Challenge& challenge)
{
    for (const auto& [locator, content] : challenge.verify) {
        for (const ContentTemplate::Part& part : content.parts()) {
            if (!part.isText && part.locator.kind == Locator::Kind::Param)
                return part.locator.name;
        }
    }
    return {};
}

QString reasonOf(const ChallengeFindings& found)
{
    if (found.isSignatureWrong)
        return Words::tr("its signature does not hold");
    if (found.setting.isEmpty())
        return Words::tr("what it carries is not what the provider sends");
    return Words::tr("the token that it carries differs from the endpoint's setting \u201C%1\u201D")
        .arg(visibleLine(QByteArrayView(found.setting)));
}

} // namespace

std::optional<ChallengeFindings> challengeFindingsOf(
    const InspectionRules& rules, const Delivery& delivery, const Endpoint& endpoint, Verdict verdict)
{
    const ProfilePtr profile = rules.catalog().find(delivery.facts.provider);
    const auto reply = rules.challengeReply(*delivery.request, delivery.facts);
    if (!profile || !reply)
        return std::nullopt;
    ChallengeFindings found;
    found.outcome = reply->outcome;
    found.isLeftAlone = !endpoint.answersChallenges;
    found.setting = reply->setting;
    found.isAnswered = reply->response && delivery.response && delivery.response->fault == Fault::None
        && reply->response->status == delivery.response->status && reply->response->body == delivery.response->body;
    const bool isDenied = found.outcome == ChallengeOutcome::Refused || found.outcome == ChallengeOutcome::NotConfirmed;
    const auto challenge = std::find_if(profile->challenges.begin(), profile->challenges.end(),
        [&delivery](const Challenge& known) { return known.name == delivery.facts.challenge; });
    if (!isDenied || challenge == profile->challenges.end())
        return found;
    found.isSignatureWrong = challenge->isSigned && verdict != Verdict::Valid;
    if (!found.isSignatureWrong)
        found.setting = comparedSetting(*challenge);
    return found;
}

QString challengeSentence(const ChallengeFindings& found)
{
    if (found.isLeftAlone)
        return Words::tr(
            "The endpoint leaves challenges alone, so it is answered like an event. The switch for that is "
            "in the endpoint.");
    switch (found.outcome) {
    case ChallengeOutcome::Confirmed:
        return found.isAnswered ? Words::tr("It was answered as the provider wants.")
                                : Words::tr("Now it would be answered as the provider wants; what it was answered "
                                            "stands in the Response tab.");
    case ChallengeOutcome::Refused:
        return found.isAnswered ? Words::tr("It was refused: %1.").arg(reasonOf(found))
                                : Words::tr("Now it would be refused: %1. What it was answered stands in the Response "
                                            "tab.")
                                      .arg(reasonOf(found));
    case ChallengeOutcome::NotConfirmed:
        return Words::tr("It is not confirmed, but answered like an event: %1.").arg(reasonOf(found));
    case ChallengeOutcome::NeedsSecret:
        return Words::tr("The answer is made with a secret, and none is known that could serve. Add it, then let the "
                         "provider ask again.");
    case ChallengeOutcome::NeedsSetting:
        return Words::tr("The answer needs the endpoint's setting \u201C%1\u201D, which is empty. Set it, then let the "
                         "provider ask again.")
            .arg(visibleLine(QByteArrayView(found.setting)));
    case ChallengeOutcome::Incomplete:
        return Words::tr("It cannot be answered: the request lacks a value that the answer needs, has one that is no "
                         "token and so is not signed, or the answer would be too long.");
    }
    return {};
}

} // namespace hookloupe

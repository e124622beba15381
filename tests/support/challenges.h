// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/challengeanswer.h"
#include "support/requestof.h"
#include "support/signaturevectors.h"

#include <QByteArray>
#include <QMetaType>

#include <map>
#include <vector>

namespace hookloupe::test {

/// A challenge as a provider sends it, and what the endpoint that gets it knows.
struct SentChallenge {
    const char* method = "POST";
    QByteArray target = "/hook";
    HeaderList headers {};
    QByteArray body {};
    QByteArray secret {};
    std::map<QByteArray, QByteArray> params {};

    Request request() const { return requestOf(method, target, headers, body); }
    std::vector<NamedSecret> secrets() const
    {
        return secret.isEmpty() ? std::vector<NamedSecret>() : oneSecret(secret);
    }
};

inline ChallengeReply replyTo(const Profile& profile, const SentChallenge& sent)
{
    const Request request = sent.request();
    const EndpointValues endpoint { {}, sent.params };
    RequestValues values(request, endpoint);
    const Challenge* const challenge = challengeOf(profile, request, values);
    if (!challenge)
        qFatal("the request is no challenge");
    return answerChallenge(profile, *challenge, request, values, sent.secrets(), atSecond(1'760'000'001));
}

inline bool isChallenge(const Profile& profile, const SentChallenge& sent)
{
    const Request request = sent.request();
    const EndpointValues endpoint;
    return challengeOf(profile, request, RequestValues(request, endpoint)) != nullptr;
}

} // namespace hookloupe::test

Q_DECLARE_METATYPE(hookloupe::HeaderList)
Q_DECLARE_METATYPE(hookloupe::ChallengeOutcome)
Q_DECLARE_METATYPE(hookloupe::test::SentChallenge)

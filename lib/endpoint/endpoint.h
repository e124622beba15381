// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/endpointid.h"
#include "profile/requestvalues.h"
#include "response/responsesequence.h"
#include "signature/secrets/secretsource.h"
#include "signature/verifier.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace hookloupe {

/// One secret of an endpoint, without its value: what a session keeps of it.
struct SecretEntry {
    QString name; ///< unique within the endpoint; as a person knows it: "live", "before the rotation"
    QByteArray profile; ///< the provider that it is for; empty: any
    SecretSource source;

    bool operator==(const SecretEntry&) const = default;
};

/// A place that deliveries are sent to: which requests it takes, who sends them, and what it answers.
struct Endpoint {
    EndpointId id;
    QString name; ///< may be empty
    QByteArray path = "/"; ///< a PathPattern
    QByteArray method; ///< as in the request, upper case; empty: any
    QByteArray profile; ///< id; empty: by the marks of each request
    EndpointValues values; ///< public URL, and what the profile's `param:` locators need
    std::vector<SecretEntry> secrets;
    bool answersChallenges = true;
    std::optional<ResponseSequence> response; ///< nothing: the response of the whole session

    bool operator==(const Endpoint&) const = default;
};

/// A secret's value beside its entry.
struct ActiveSecret {
    QByteArray profile; ///< empty: any
    NamedSecret secret;
};

/// An endpoint with the secrets that could be had.
struct ActiveEndpoint {
    Endpoint endpoint;
    std::vector<ActiveSecret> secrets;
};

} // namespace hookloupe

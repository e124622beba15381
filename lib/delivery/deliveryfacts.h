// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/endpointid.h"
#include "profile/eventfacts.h"
#include "signature/verdict.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// How it is known which provider a delivery is from. Stored: append, never reorder.
enum class ProviderOrigin : quint8 {
    None, ///< it is not known
    Recognised, ///< by its marks
    Ambiguous, ///< the marks of several profiles fit equally well
    Endpoint, ///< the endpoint names the profile
    Chosen, ///< a person chose it for this delivery
};

/// What is kept about the signature of a delivery; the whole report is worked out anew when it is looked at.
struct SignatureFacts {
    Verdict verdict = Verdict::Unknown;
    Freshness freshness = Freshness::NotChecked;
    bool isBodyCovered = false;
    QByteArray scheme; ///< id of the scheme that decided; empty without one
    QByteArray reason; ///< cause code of the manual; empty where none is known, or not yet searched for

    bool operator==(const SignatureFacts&) const = default;
};

SignatureFacts factsOf(const SignatureReport& report);

/// What the profiles, the endpoints and their secrets say about one captured request.
struct DeliveryFacts {
    EndpointId endpoint;
    QByteArray provider; ///< id of the profile; empty with None and Ambiguous
    ProviderOrigin origin = ProviderOrigin::None;
    std::vector<QByteArray> candidates; ///< Ambiguous: the ids of the profiles, sorted; at most MaxCandidates
    EventFacts event;
    SignatureFacts signature;
    QByteArray challenge; ///< the name of the provider's challenge that the request is; empty for an event

    static constexpr std::size_t MaxCandidates = 16;

    bool operator==(const DeliveryFacts&) const = default;
};

} // namespace hookloupe

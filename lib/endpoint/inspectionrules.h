// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/deliveryfacts.h"
#include "delivery/tracking/messagekeys.h"
#include "endpoint/challengeanswer.h"
#include "endpoint/confirmation.h"
#include "endpoint/endpoint.h"
#include "http/request.h"
#include "http/response.h"
#include "profile/profilecatalog.h"
#include "profile/recognizer.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// What was found out about one request, and what is to be answered because of it.
struct Inspection {
    DeliveryFacts facts;
    MessageKeys keys; ///< by which it is told to belong to a message
    /// The answer to the provider's challenge; null where it is none, or the endpoint leaves challenges alone.
    ResponsePtr challengeAnswer;
};

/// All profiles, endpoints and secrets in force, and what they say about a request.
///
/// Immutable, so it is shared between threads and a change makes a new one. Pure: no clock, no network, no file but
/// that of a large body. Secrets are in it: it is never printed or stored.
class InspectionRules {
public:
    /// Larger bodies are not looked at while the sender waits: hashing them with every secret would hold up every other
    /// sender.
    static constexpr qint64 MaxBodyAtArrival = 256 << 10;

    /// Knows no provider.
    InspectionRules();
    /// \param catalog    not null
    /// \param endpoints  in any order; the one with id 0, if any, is the default one, whatever its path and method.
    ///                   Those whose pattern is broken take nothing.
    InspectionRules(std::shared_ptr<const ProfileCatalog> catalog, std::vector<ActiveEndpoint> endpoints);
    ~InspectionRules();
    Q_DISABLE_COPY_MOVE(InspectionRules)

    const ProfileCatalog& catalog() const { return *m_catalog; }
    /// As given; the default one is always among them.
    const std::vector<ActiveEndpoint>& endpoints() const { return m_endpoints; }
    /// The endpoint that takes the request: the one with the most specific path, among these one that names the method
    /// before one that takes any, among equals the first; never null.
    const ActiveEndpoint* endpointFor(const Request& request) const;

    /// What is said of a request. The cause of a mismatch is not searched for: that may take long.
    ///
    /// The marks of several profiles may fit equally well; where the signature holds with a secret for exactly one of
    /// them, that one it is. A signature that does not hold over a body of which bytes are missing has the cause
    /// "body-truncated"; one that does hold has it as well, so that it is not taken for more than it says.
    /// \param chosen  the profile that a person chose for it; empty: none
    Inspection inspect(const Request& request, const QByteArray& chosen = {}) const;
    /// The same while the sender waits: of a request that isLeftForLater() only the endpoint is told, the keys of a
    /// body of that size and beginning, and the provider where the endpoint names it.
    Inspection inspectAtArrival(const Request& request) const;
    /// By what a request belongs to its message, where the session does not keep it.
    MessageKeys keysOf(const Request& request, const DeliveryFacts& facts) const;
    /// True when inspectAtArrival() leaves the body alone, so that inspect() is due once the request is answered.
    static bool isLeftForLater(const Request& request) { return request.body.size() > MaxBodyAtArrival; }

    /// The whole report, with the cause searched for. Bounded, but it may take some 100 ms: not for the capture thread.
    /// \param facts   of the request, as inspect() gave them
    /// \param before  the attempt before, whose signature it may have; null: it is the first, or nobody knows
    SignatureReport report(const Request& request, const DeliveryFacts& facts, const Request* before = nullptr) const;

    /// What the provider waits for outside of its request, when it is such a challenge.
    std::optional<Confirmation> confirmation(const Request& request, const DeliveryFacts& facts) const;
    /// What became of the challenge that the request is, with the secrets and settings of now: for telling a person
    /// what is missing. Nothing where it is none. Holds also where the endpoint leaves challenges alone.
    std::optional<ChallengeReply> challengeReply(const Request& request, const DeliveryFacts& facts) const;

private:
    struct Keys;
    struct Route;

    std::size_t indexFor(const Request& request) const;
    std::size_t indexOf(const DeliveryFacts& facts, const Request& request) const;
    ProfilePtr identify(
        const Request& request, RequestValues& values, std::size_t endpoint, DeliveryFacts& facts) const;
    ProfilePtr settle(const std::vector<ProfilePtr>& candidates, const Request& request, RequestValues& values,
        std::size_t endpoint) const;
    std::vector<NamedSecret> otherSecrets(const QByteArray& profile, std::size_t endpoint) const;

    std::shared_ptr<const ProfileCatalog> m_catalog;
    Recognizer m_recognizer;
    std::vector<ActiveEndpoint> m_endpoints;
    std::vector<Keys> m_keys; ///< of m_endpoints, in their order
    std::vector<Route> m_routes; ///< most specific first
    std::size_t m_default = 0; ///< index of the default endpoint
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspectionrules.h"

#include "endpoint/challengeanswer.h"
#include "endpoint/pathpattern.h"
#include "signature/verifier.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

const char* const BodyTruncated = "body-truncated";

/// A signature over a body of which bytes are missing says less than it seems to.
void noteTruncation(SignatureReport& report, const Request& request)
{
    const bool isDecided = report.verdict == Verdict::Valid || report.verdict == Verdict::Mismatch;
    if (isDecided && report.isBodyCovered && report.reason.isEmpty() && request.isTruncated())
        report.reason = BodyTruncated;
}

SignatureReport check(
    const Profile& profile, const Request& request, RequestValues& values, const std::vector<NamedSecret>& secrets)
{
    return verifySignature(profile, request, values, secrets, request.times.lastByte);
}

/// A body is read into memory to be checked: of large ones only one at a time, whoever asks.
std::unique_lock<std::mutex> turnOf(const Request& request)
{
    static std::mutex large;
    return InspectionRules::isLeftForLater(request) ? std::unique_lock(large) : std::unique_lock<std::mutex>();
}

QString nameOf(const Endpoint& endpoint)
{
    if (!endpoint.name.isEmpty())
        return endpoint.name;
    return endpoint.id == EndpointId {} ? u"default endpoint"_s : QString::fromUtf8(endpoint.path);
}

} // namespace

/// The secrets of one endpoint by what they are for, so that none is copied when a request comes.
struct InspectionRules::Keys {
    std::vector<NamedSecret> any; ///< for providers that no secret names
    std::map<QByteArray, std::vector<NamedSecret>> own; ///< by profile, with those of `any`

    explicit Keys(const std::vector<ActiveSecret>& secrets)
    {
        for (const ActiveSecret& active : secrets) {
            if (!active.profile.isEmpty())
                own.try_emplace(active.profile);
        }
        for (const ActiveSecret& active : secrets) {
            if (active.profile.isEmpty())
                any.push_back(active.secret);
            for (auto& [profile, keys] : own) {
                if (active.profile.isEmpty() || active.profile == profile)
                    keys.push_back(active.secret);
            }
        }
    }

    const std::vector<NamedSecret>& of(const QByteArray& profile) const
    {
        const auto found = own.find(profile);
        return found == own.end() ? any : found->second;
    }
};

struct InspectionRules::Route {
    PathPattern pattern;
    QByteArray method; ///< empty: any
    std::size_t endpoint = 0; ///< index
};

InspectionRules::InspectionRules()
    : InspectionRules(std::make_shared<const ProfileCatalog>(), {})
{
}

InspectionRules::InspectionRules(std::shared_ptr<const ProfileCatalog> catalog, std::vector<ActiveEndpoint> endpoints)
    : m_catalog(std::move(catalog))
    , m_recognizer(*m_catalog)
    , m_endpoints(std::move(endpoints))
{
    const auto isDefault = [](const ActiveEndpoint& active) { return active.endpoint.id == EndpointId {}; };
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(), isDefault);
    m_default = static_cast<std::size_t>(found - m_endpoints.begin());
    if (found == m_endpoints.end())
        m_endpoints.emplace_back();
    m_keys.reserve(m_endpoints.size());
    for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
        const Endpoint& endpoint = m_endpoints[i].endpoint;
        m_keys.emplace_back(m_endpoints[i].secrets);
        auto pattern = PathPattern::parse(endpoint.path);
        if (i != m_default && pattern)
            m_routes.push_back({ *std::move(pattern), endpoint.method, i });
    }
    std::stable_sort(m_routes.begin(), m_routes.end(), [](const Route& left, const Route& right) {
        const auto order = left.pattern.specificity(right.pattern);
        return order != 0 ? order > 0 : !left.method.isEmpty() && right.method.isEmpty();
    });
}

InspectionRules::~InspectionRules() = default;

std::size_t InspectionRules::indexFor(const Request& request) const
{
    const QByteArrayView method = request.head.method();
    const QByteArrayView path = pathOfTarget(request.head.target());
    const auto found = std::find_if(m_routes.begin(), m_routes.end(), [&](const Route& route) {
        return (route.method.isEmpty() || route.method == method) && route.pattern.match(path);
    });
    return found == m_routes.end() ? m_default : found->endpoint;
}

const ActiveEndpoint* InspectionRules::endpointFor(const Request& request) const
{
    return &m_endpoints[indexFor(request)];
}

/// The endpoint that took the request; where it is there no more, the one that would take it now.
std::size_t InspectionRules::indexOf(const DeliveryFacts& facts, const Request& request) const
{
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(),
        [&](const ActiveEndpoint& active) { return active.endpoint.id == facts.endpoint; });
    return found == m_endpoints.end() ? indexFor(request) : static_cast<std::size_t>(found - m_endpoints.begin());
}

Inspection InspectionRules::inspect(const Request& request, const QByteArray& chosen) const
{
    const std::unique_lock<std::mutex> turn = turnOf(request);
    const std::size_t index = indexFor(request);
    const Endpoint& endpoint = m_endpoints[index].endpoint;
    RequestValues values(request, endpoint.values);
    Inspection found;
    DeliveryFacts& facts = found.facts;
    facts.endpoint = endpoint.id;
    facts.provider = chosen.isEmpty() ? endpoint.profile : chosen;
    if (!facts.provider.isEmpty())
        facts.origin = chosen.isEmpty() ? ProviderOrigin::Endpoint : ProviderOrigin::Chosen;
    const ProfilePtr profile = identify(request, values, index, facts);
    if (profile)
        facts.event = eventFacts(*profile, values);
    found.keys = messageKeys(profile.get(), request, values, endpoint.id, facts.event);
    if (!profile)
        return found;
    const std::vector<NamedSecret>& secrets = m_keys[index].of(profile->id);
    SignatureReport report = check(*profile, request, values, secrets);
    noteTruncation(report, request);
    facts.signature = factsOf(report);
    const Challenge* const challenge = challengeOf(*profile, request, values);
    if (!challenge)
        return found;
    facts.challenge = challenge->name;
    if (endpoint.answersChallenges)
        found.challengeAnswer
            = answerChallenge(*profile, *challenge, request, values, secrets, request.times.lastByte).response;
    return found;
}

Inspection InspectionRules::inspectAtArrival(const Request& request) const
{
    if (!isLeftForLater(request))
        return inspect(request);
    const Endpoint& endpoint = endpointFor(request)->endpoint;
    Inspection found;
    found.facts.endpoint = endpoint.id;
    found.facts.provider = endpoint.profile;
    found.facts.origin = endpoint.profile.isEmpty() ? ProviderOrigin::None : ProviderOrigin::Endpoint;
    RequestValues values(request, endpoint.values);
    found.keys = messageKeys(nullptr, request, values, endpoint.id, found.facts.event);
    return found;
}

MessageKeys InspectionRules::keysOf(const Request& request, const DeliveryFacts& facts) const
{
    const std::unique_lock<std::mutex> turn = turnOf(request);
    const ProfilePtr profile = m_catalog->find(facts.provider);
    RequestValues values(request, m_endpoints[indexOf(facts, request)].endpoint.values);
    return messageKeys(profile.get(), request, values, facts.endpoint, facts.event);
}

/// The profile that was named, or else the one whose marks the request has; the facts say which it is.
ProfilePtr InspectionRules::identify(
    const Request& request, RequestValues& values, std::size_t endpoint, DeliveryFacts& facts) const
{
    if (!facts.provider.isEmpty())
        return m_catalog->find(facts.provider);
    const std::vector<ProfilePtr> candidates = m_recognizer.recognize(request, values);
    if (candidates.empty())
        return nullptr;
    const ProfilePtr profile
        = candidates.size() == 1 ? candidates.front() : settle(candidates, request, values, endpoint);
    if (profile) {
        facts.origin = ProviderOrigin::Recognised;
        facts.provider = profile->id;
        return profile;
    }
    facts.origin = ProviderOrigin::Ambiguous;
    const std::size_t count = std::min(candidates.size(), DeliveryFacts::MaxCandidates);
    for (std::size_t i = 0; i < count; ++i)
        facts.candidates.push_back(candidates[i]->id);
    return nullptr;
}

/// The one of several whose signature holds; null where it is none of them, or more than one.
ProfilePtr InspectionRules::settle(const std::vector<ProfilePtr>& candidates, const Request& request,
    RequestValues& values, std::size_t endpoint) const
{
    ProfilePtr settled;
    const std::size_t count = std::min(candidates.size(), DeliveryFacts::MaxCandidates);
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<NamedSecret>& secrets = m_keys[endpoint].of(candidates[i]->id);
        if (secrets.empty() || check(*candidates[i], request, values, secrets).verdict != Verdict::Valid)
            continue;
        if (settled)
            return nullptr;
        settled = candidates[i];
    }
    return settled;
}

/// What is known beside the secrets that the endpoint uses for the provider, for the search of a mismatch's cause.
std::vector<NamedSecret> InspectionRules::otherSecrets(const QByteArray& profile, std::size_t endpoint) const
{
    const std::vector<NamedSecret>& used = m_keys[endpoint].of(profile);
    std::vector<NamedSecret> others;
    for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
        for (const auto& [forProfile, secret] : m_endpoints[i].secrets) {
            const auto isSame = [&value = secret.value](const NamedSecret& known) { return known.value == value; };
            if (std::any_of(used.begin(), used.end(), isSame) || std::any_of(others.begin(), others.end(), isSame))
                continue;
            const QString place = i == endpoint ? QString::fromUtf8(forProfile) : nameOf(m_endpoints[i].endpoint);
            others.push_back({ u"%1 (%2)"_s.arg(secret.name, place), secret.value });
        }
    }
    return others;
}

SignatureReport InspectionRules::report(const Request& request, const DeliveryFacts& facts, const Request* before) const
{
    const ProfilePtr profile = m_catalog->find(facts.provider);
    if (!profile) {
        SignatureReport unknown;
        unknown.checks.push_back({ "scheme-applies", SignatureCheck::Outcome::Skipped,
            facts.provider.isEmpty() ? u"It is not known which provider the request is from."_s
                                     : u"There is no profile %1 any more."_s.arg(QString::fromUtf8(facts.provider)) });
        return unknown;
    }
    const std::unique_lock<std::mutex> turn = turnOf(request);
    const std::size_t index = indexOf(facts, request);
    RequestValues values(request, m_endpoints[index].endpoint.values);
    const std::vector<NamedSecret>& secrets = m_keys[index].of(profile->id);
    SignatureReport report = check(*profile, request, values, secrets);
    QByteArray previous;
    if (before && (report.verdict == Verdict::Mismatch || report.verdict == Verdict::Malformed)) {
        RequestValues earlier(*before, m_endpoints[index].endpoint.values);
        const SignatureReport last = check(*profile, *before, earlier, secrets);
        // Where the same is signed, the same signature has to come again.
        if (last.signedContent != report.signedContent)
            previous = last.received;
    }
    explainMismatch(report, *profile, request, values, secrets, otherSecrets(profile->id, index), previous);
    noteTruncation(report, request);
    return report;
}

std::optional<Confirmation> InspectionRules::confirmation(const Request& request, const DeliveryFacts& facts) const
{
    const ProfilePtr profile = m_catalog->find(facts.provider);
    if (!profile || facts.challenge.isEmpty())
        return std::nullopt;
    const auto found = std::find_if(profile->challenges.begin(), profile->challenges.end(),
        [&](const Challenge& challenge) { return challenge.name == facts.challenge; });
    if (found == profile->challenges.end())
        return std::nullopt;
    const RequestValues values(request, m_endpoints[indexOf(facts, request)].endpoint.values);
    return confirmationOf(*found, values);
}

std::optional<ChallengeReply> InspectionRules::challengeReply(const Request& request, const DeliveryFacts& facts) const
{
    const ProfilePtr profile = m_catalog->find(facts.provider);
    if (!profile || facts.challenge.isEmpty())
        return std::nullopt;
    const std::size_t index = indexOf(facts, request);
    RequestValues values(request, m_endpoints[index].endpoint.values);
    const Challenge* const challenge = challengeOf(*profile, request, values);
    if (!challenge)
        return std::nullopt;
    return answerChallenge(
        *profile, *challenge, request, values, m_keys[index].of(profile->id), request.times.lastByte);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the request: the answer to a shipped provider's challenge is one well-formed response, with JSON that is
// JSON, no header that the request has added, and without the secret. The input is a byte that chooses the profile, one
// that chooses what the endpoint knows, and a request.
#include "endpoint/challengeanswer.h"
#include "endpoint/confirmation.h"
#include "http/jsonlayout.h"
#include "profile/profilecatalog.h"
#include "response/responseprogram.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hookloupe;

namespace {

const QByteArray Secret = "d59a0f39be54d18eec123b3f29d26b4be37a462772c080af0cefabbcb0c3661c";

void require(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Violated: %s\n", property);
    std::abort();
}

const std::vector<ProfilePtr>& profilesWithChallenges()
{
    static const std::vector<ProfilePtr> Profiles = [] {
        std::vector<ProfilePtr> found;
        const ProfileCatalog catalog = ProfileCatalog::load({});
        for (const ProfilePtr& profile : catalog.profiles()) {
            if (!profile->challenges.empty())
                found.push_back(profile);
        }
        return found;
    }();
    require(!Profiles.empty(), "there are profiles with challenges");
    return Profiles;
}

Request requestIn(const QByteArray& bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    Request request;
    request.head = RequestHead::parse(end < 0 ? bytes : bytes.left(end + 4));
    request.body = Body(end < 0 ? QByteArray() : bytes.mid(end + 4));
    request.framing = BodyFraming::ContentLength;
    return request;
}

void checkResponse(const Response& response, const Challenge& challenge, const Request& request)
{
    require(response.status >= 200 && response.status <= 599, "the status is one of the profile");
    require(response.body.size() <= MaxChallengeBody, "the body is bounded");
    require(response.headers.size() <= challenge.answer.headers.size() + 1, "no header is added");
    for (const auto& [name, value] : response.headers) {
        require(value.size() <= MaxChallengeHeader, "a header is bounded");
        require(std::none_of(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }),
            "a header is one line");
    }
    const bool isJson = !challenge.answer.json.empty() && !response.body.isEmpty();
    require(!isJson || layOutJson(response.body, {}).has_value(), "JSON is JSON");
    const QByteArray bytes = responseBytes(response, request.head, false);
    require(bytes.startsWith("HTTP/1.1 "), "it is one response");
    require(!bytes.contains(Secret) || rawBytes(request, 1 << 20).contains("d59a"), "the secret stays here");
}

void checkConfirmation(const Confirmation& confirmation)
{
    const QByteArray url = confirmation.url.toLower();
    require(url.startsWith("https://") || url.startsWith("http://"), "an address of the web is offered");
    require(url.size() <= Confirmation::MaxUrlBytes, "an address is bounded");
    require(std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; }), "an address is plain");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const Profile& profile = *profilesWithChallenges().at(data[0] % profilesWithChallenges().size());
    const QByteArray bytes(reinterpret_cast<const char*>(data) + 2, static_cast<qsizetype>(size) - 2);
    const Request request = requestIn(bytes);
    EndpointValues endpoint;
    if (data[1] & 1)
        endpoint.params = { { "verify_token", "v" }, { "topic", "t" }, { "public_key", "p" } };
    std::vector<NamedSecret> secrets;
    for (int i = 0; i < data[1] / 2 % 3; ++i)
        secrets.push_back({ QString::number(i), i == 0 ? Secret : QByteArray("other") });
    RequestValues values(request, endpoint);
    const Challenge* const challenge = challengeOf(profile, request, values);
    if (!challenge)
        return 0;
    const ChallengeReply reply = answerChallenge(profile, *challenge, request, values, secrets, SystemTime());
    const bool isAnswered = reply.outcome == ChallengeOutcome::Confirmed || reply.outcome == ChallengeOutcome::Refused;
    require(isAnswered == (reply.response != nullptr), "what is decided is answered");
    require(reply.setting.isEmpty() == (reply.outcome != ChallengeOutcome::NeedsSetting), "a missing setting is named");
    if (reply.response)
        checkResponse(*reply.response, *challenge, request);
    if (const std::optional<Confirmation> confirmation = confirmationOf(*challenge, values))
        checkConfirmation(*confirmation);
    const std::optional<QByteArray> secret = handedOverSecret(*challenge, values);
    require(!secret || (!secret->isEmpty() && secret->size() <= 4096), "a secret that is handed over is bounded");
    return 0;
}

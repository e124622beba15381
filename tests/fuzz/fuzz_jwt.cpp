// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands where a token stands: it is refused with a reason, or taken apart into what it was made of; and the
// whole check with it ends with a verdict that is not "valid", for nobody knows the secret.
#include "profile/requestvalues.h"
#include "signature/compactjws.h"
#include "signature/crypto/publickey.h"
#include "signature/verifier.h"
#include "support/requestof.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hookloupe;

namespace {

void require(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Violated: %s\n", property);
    std::abort();
}

Profile tokenProfile()
{
    Scheme scheme;
    scheme.id = "jws";
    scheme.algorithm = SignatureAlgorithm::Jws;
    scheme.signature.from = { Locator::Kind::Body, {} };
    scheme.signature.encoding = SignatureRule::Encoding::Text;
    scheme.jwtAlgorithms = { "HS256", "HS384", "HS512" };
    scheme.issuedAtTolerance = std::chrono::seconds(300);
    scheme.claims = { { "iss", *ContentTemplate::parse("me") } };
    Profile profile;
    profile.schemes = { scheme };
    return profile;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Profile profile = tokenProfile();
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const Result<CompactJws, QString> jws = parseCompactJws(text);
    if (jws) {
        require(!jws->algorithm.isNull(), "a token names its algorithm");
        require(jws->protectedPart + '.' + jws->payloadPart + '.' == text.left(text.lastIndexOf('.') + 1),
            "the parts are those of the token");
    } else {
        require(!jws.error().isEmpty(), "a refusal says why");
    }
    std::ignore = PublicKey::read(KeyRule::Encoding::Jwk, text, "kid");
    const Request request = test::requestOf("POST", "/", { { "Host", "h" } }, text);
    const EndpointValues endpoint;
    RequestValues values(request, endpoint);
    SignatureReport report = verifySignature(
        profile, request, values, { { QStringLiteral("s"), "not in the corpus: 9f2c61" } }, SystemTime());
    require(report.verdict != Verdict::Valid, "nobody signed this");
    explainMismatch(report, profile, request, values, { { QStringLiteral("s"), "not in the corpus: 9f2c61" } }, {});
    require(report.reason.isEmpty(), "no cause is invented");
    return 0;
}

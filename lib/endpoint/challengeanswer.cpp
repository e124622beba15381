// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/challengeanswer.h"

#include "base/jsontext.h"
#include "signature/crypto/hash.h"
#include "signature/keymaterial.h"

#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr qsizetype MaxHandedOver = 4096;

/// What a header may hold: a line break in it would begin another one.
QByteArray headerText(QByteArray text)
{
    text.removeIf([](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && c != '\t') || code == 0x7f;
    });
    return text.trimmed();
}

bool isTokenByte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
        || QByteArrayView("+/=-._~").contains(byte);
}

/// Whoever could have any text signed would get the signature of a delivery that they made up.
bool isSignable(QByteArrayView value)
{
    return value.size() <= MaxSignedToken && std::all_of(value.begin(), value.end(), isTokenByte);
}

/// Makes one answer. Used once.
class ChallengeAnswerer {
public:
    ChallengeAnswerer(const Profile& profile, const Challenge& challenge, const Request& request, RequestValues& values,
        const std::vector<NamedSecret>& secrets, SystemTime arrivedAt)
        : m_profile(profile)
        , m_challenge(challenge)
        , m_request(request)
        , m_values(values)
        , m_secrets(secrets)
        , m_arrivedAt(arrivedAt)
    {
    }

    ChallengeReply run();

private:
    std::optional<ChallengeReply> judge();
    std::optional<ChallengeReply> judgeSignature();
    std::optional<ChallengeReply> judgeValues();
    ChallengeReply refused() const;
    bool isKeyed() const;
    bool findKey();
    QString nameOfSigner();
    std::optional<QByteArray> text(const ContentTemplate& content, qsizetype limit);
    bool fillHeaders(Response& response);
    bool fillBody(Response& response);

    const Profile& m_profile;
    const Challenge& m_challenge;
    const Request& m_request;
    RequestValues& m_values;
    const std::vector<NamedSecret>& m_secrets;
    SystemTime m_arrivedAt;
    QByteArray m_key;
    QByteArray m_missingSetting;
};

ChallengeReply ChallengeAnswerer::run()
{
    if (std::optional<ChallengeReply> decided = judge())
        return *std::move(decided);
    if (isKeyed() && !findKey())
        return { ChallengeOutcome::NeedsSecret, nullptr, {} };
    Response response;
    response.status = m_challenge.answer.status;
    if (!fillHeaders(response) || !fillBody(response))
        return { m_missingSetting.isEmpty() ? ChallengeOutcome::Incomplete : ChallengeOutcome::NeedsSetting, nullptr,
            m_missingSetting };
    return { ChallengeOutcome::Confirmed, std::make_shared<const Response>(std::move(response)), {} };
}

/// \return nothing when the request may be confirmed
std::optional<ChallengeReply> ChallengeAnswerer::judge()
{
    if (m_challenge.isSigned) {
        if (std::optional<ChallengeReply> decided = judgeSignature())
            return decided;
    }
    return judgeValues();
}

std::optional<ChallengeReply> ChallengeAnswerer::judgeSignature()
{
    const SignatureReport report = verifySignature(m_profile, m_request, m_values, m_secrets, m_arrivedAt);
    if (report.verdict == Verdict::Valid)
        return std::nullopt;
    // Without a key nothing is known: a refusal would be said of right and wrong signatures alike.
    const auto isKeyTrouble = [](const SignatureCheck& check) {
        return check.name == "key-decodes" && check.outcome == SignatureCheck::Outcome::Failed;
    };
    if (m_secrets.empty() || std::any_of(report.checks.begin(), report.checks.end(), isKeyTrouble))
        return ChallengeReply { ChallengeOutcome::NeedsSecret, nullptr, {} };
    return refused();
}

std::optional<ChallengeReply> ChallengeAnswerer::judgeValues()
{
    bool isEqual = true;
    for (const auto& [locator, content] : m_challenge.verify) {
        const std::optional<QByteArray> wanted = text(content, MaxChallengeBody);
        if (!wanted && !m_missingSetting.isEmpty())
            return ChallengeReply { ChallengeOutcome::NeedsSetting, nullptr, m_missingSetting };
        const std::optional<QByteArray> given = m_values.value(locator);
        isEqual &= given && wanted && isEqualInConstantTime(*given, *wanted);
    }
    return isEqual ? std::nullopt : std::optional(refused());
}

ChallengeReply ChallengeAnswerer::refused() const
{
    if (m_challenge.answer.statusOnMismatch == 0)
        return { ChallengeOutcome::NotConfirmed, nullptr, {} };
    Response response;
    response.status = m_challenge.answer.statusOnMismatch;
    return { ChallengeOutcome::Refused, std::make_shared<const Response>(std::move(response)), {} };
}

bool ChallengeAnswerer::isKeyed() const
{
    const Challenge::Answer& answer = m_challenge.answer;
    return (answer.body && answer.body->needsSecret())
        || std::any_of(answer.headers.begin(), answer.headers.end(),
            [](const auto& header) { return header.second.needsSecret(); })
        || std::any_of(answer.json.begin(), answer.json.end(),
            [](const auto& piece) { return piece.content && piece.content->needsSecret(); });
}

/// Where several secrets are known, the one that signed the request is the one that the answer is wanted from.
QString ChallengeAnswerer::nameOfSigner()
{
    if (m_secrets.size() < 2)
        return {};
    const SignatureReport report = verifySignature(m_profile, m_request, m_values, m_secrets, m_arrivedAt);
    return report.verdict == Verdict::Valid ? report.secretName : QString();
}

bool ChallengeAnswerer::findKey()
{
    const auto scheme = std::find_if(m_profile.schemes.begin(), m_profile.schemes.end(),
        [](const Scheme& candidate) { return candidate.algorithm == SignatureAlgorithm::Hmac; });
    const KeyRule rule = scheme == m_profile.schemes.end() ? KeyRule() : scheme->key;
    std::vector<const NamedSecret*> secrets;
    const QString signer = nameOfSigner();
    for (const NamedSecret& secret : m_secrets) {
        const bool isSigner = !signer.isEmpty() && secret.name == signer;
        secrets.insert(isSigner ? secrets.begin() : secrets.end(), &secret);
    }
    for (const NamedSecret* const secret : secrets) {
        const std::vector<KeyMaterial> materials = keyMaterials(rule, secret->value);
        if (materials.empty())
            continue;
        m_key = materials.front().bytes;
        return true;
    }
    return false;
}

/// \return nothing when a value is absent (a setting's name is then kept), or when it gets too long
std::optional<QByteArray> ChallengeAnswerer::text(const ContentTemplate& content, qsizetype limit)
{
    for (const ContentTemplate::Part& part : content.parts()) {
        if (part.needsSecret() && !isSignable(m_values.value(part.locator).value_or(QByteArray())))
            return std::nullopt;
    }
    std::optional<QByteArray> made = m_values.text(content, m_key);
    if (made)
        return made->size() <= limit ? made : std::nullopt;
    for (const ContentTemplate::Part& part : content.parts()) {
        const bool isSetting = !part.isText && part.locator.kind == Locator::Kind::Param;
        if (isSetting && !m_values.value(part.locator)) {
            m_missingSetting = part.locator.name;
            break;
        }
    }
    return std::nullopt;
}

bool ChallengeAnswerer::fillHeaders(Response& response)
{
    const Challenge::Answer& answer = m_challenge.answer;
    if (!answer.type.isEmpty())
        response.headers.emplace_back("Content-Type", headerText(answer.type));
    for (const auto& [name, content] : answer.headers) {
        const std::optional<QByteArray> value = text(content, MaxChallengeHeader);
        if (!value)
            return false;
        if (QByteArray line = headerText(*value); !line.isEmpty())
            response.headers.emplace_back(name, std::move(line));
    }
    return true;
}

bool ChallengeAnswerer::fillBody(Response& response)
{
    const Challenge::Answer& answer = m_challenge.answer;
    if (answer.body) {
        const std::optional<QByteArray> body = text(*answer.body, MaxChallengeBody);
        response.body = body.value_or(QByteArray());
        return body.has_value();
    }
    for (const Challenge::JsonPiece& piece : answer.json) {
        if (!piece.content) {
            response.body += piece.text;
            continue;
        }
        const std::optional<QByteArray> value = text(*piece.content, MaxChallengeBody - response.body.size());
        if (!value)
            return false;
        response.body += JsonText().string(QString::fromUtf8(*value)).text();
    }
    return response.body.size() <= MaxChallengeBody;
}

} // namespace

QByteArrayView challengeOutcomeName(ChallengeOutcome outcome)
{
    switch (outcome) {
    case ChallengeOutcome::Confirmed:
        return "confirmed";
    case ChallengeOutcome::Refused:
        return "refused";
    case ChallengeOutcome::NotConfirmed:
        return "not-confirmed";
    case ChallengeOutcome::NeedsSecret:
        return "needs-secret";
    case ChallengeOutcome::NeedsSetting:
        return "needs-setting";
    case ChallengeOutcome::Incomplete:
        return "incomplete";
    }
    return "incomplete";
}

const Challenge* challengeOf(const Profile& profile, const Request& request, const RequestValues& values)
{
    const auto found = std::find_if(profile.challenges.begin(), profile.challenges.end(),
        [&](const Challenge& challenge) { return holds(challenge.when, values, request.head.method()); });
    return found == profile.challenges.end() ? nullptr : &*found;
}

ChallengeReply answerChallenge(const Profile& profile, const Challenge& challenge, const Request& request,
    RequestValues& values, const std::vector<NamedSecret>& secrets, SystemTime arrivedAt)
{
    return ChallengeAnswerer(profile, challenge, request, values, secrets, arrivedAt).run();
}

std::optional<QByteArray> handedOverSecret(const Challenge& challenge, const RequestValues& values)
{
    if (!challenge.secret)
        return std::nullopt;
    std::optional<QByteArray> secret = values.value(*challenge.secret);
    return secret && !secret->isEmpty() && secret->size() <= MaxHandedOver ? secret : std::nullopt;
}

} // namespace hookloupe

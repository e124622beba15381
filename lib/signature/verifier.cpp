// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/verifier.h"

#include "signature/explanation/mismatchsearch.h"
#include "signature/schemechecker.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Which of two schemes that do not verify says more about the request.
int weight(const SchemeChecker& checker)
{
    switch (checker.report().verdict) {
    case Verdict::Valid:
        return 6;
    case Verdict::Mismatch:
        return checker.isCompared() ? 5 : 3;
    case Verdict::NoSecret:
        return 4;
    case Verdict::Malformed:
        return 2;
    case Verdict::Missing:
        return 1;
    default:
        return 0;
    }
}

bool isSigned(const Profile& profile)
{
    return std::any_of(profile.schemes.begin(), profile.schemes.end(),
        [](const Scheme& scheme) { return scheme.algorithm != SignatureAlgorithm::None; });
}

SignatureReport withoutScheme(Verdict verdict, const QString& detail)
{
    SignatureReport report;
    report.verdict = verdict;
    report.checks.push_back({ "scheme-applies", SignatureCheck::Outcome::Skipped, detail });
    return report;
}

class ProfileCheck {
public:
    ProfileCheck(
        const Profile& profile, const Request& request, RequestValues& values, const std::vector<NamedSecret>& secrets)
        : m_profile(profile)
        , m_request(request)
        , m_values(values)
        , m_secrets(secrets)
    {
    }

    SignatureReport run(SystemTime arrivedAt)
    {
        for (const Scheme& scheme : m_profile.schemes) {
            if (scheme.algorithm == SignatureAlgorithm::None || !isApplicable(scheme))
                continue;
            SchemeChecker checker(scheme, m_request, m_values, m_secrets);
            checker.check();
            if (take(checker, arrivedAt))
                break;
        }
        if (!m_best)
            return withoutScheme(Verdict::Missing, u"None of the provider's schemes applies to this request."_s);
        return *std::move(m_best);
    }

private:
    bool isApplicable(const Scheme& scheme) const
    {
        return scheme.when.isEmpty() || holds(scheme.when, m_values, m_request.head.method());
    }

    /// \return true when the matter is decided
    bool take(SchemeChecker& checker, SystemTime arrivedAt)
    {
        const Verdict verdict = checker.report().verdict;
        const int weightNow = weight(checker);
        // With All the first one that does not verify decides, otherwise the one that says most.
        const bool isAll = m_profile.match == Profile::Match::All;
        if (!m_best || (isAll ? verdict != Verdict::Valid : weightNow > m_weight)) {
            checker.judgeFreshness(arrivedAt);
            m_best = checker.report();
            m_weight = weightNow;
        }
        switch (m_profile.match) {
        case Profile::Match::FirstApplicable:
            return verdict != Verdict::Missing;
        case Profile::Match::Any:
            return verdict == Verdict::Valid;
        case Profile::Match::All:
            return verdict != Verdict::Valid;
        }
        return false;
    }

    const Profile& m_profile;
    const Request& m_request;
    RequestValues& m_values;
    const std::vector<NamedSecret>& m_secrets;
    std::optional<SignatureReport> m_best;
    int m_weight = -1;
};

} // namespace

SignatureReport verifySignature(const Profile& profile, const Request& request, RequestValues& values,
    const std::vector<NamedSecret>& secrets, SystemTime arrivedAt)
{
    if (!isSigned(profile))
        return withoutScheme(Verdict::NotSigned, u"The provider signs nothing."_s);
    return ProfileCheck(profile, request, values, secrets).run(arrivedAt);
}

void explainMismatch(SignatureReport& report, const Profile& profile, const Request& request, RequestValues& values,
    const std::vector<NamedSecret>& secrets, const std::vector<NamedSecret>& otherSecrets, QByteArrayView previous)
{
    if (report.verdict != Verdict::Mismatch && report.verdict != Verdict::Malformed)
        return;
    const MismatchSearch::Known known { secrets, otherSecrets, previous };
    // The scheme that decided first: the others say less about the request.
    std::vector<const Scheme*> schemes;
    for (const Scheme& scheme : profile.schemes) {
        const bool isApplicable = scheme.algorithm != SignatureAlgorithm::None
            && (scheme.when.isEmpty() || holds(scheme.when, values, request.head.method()));
        if (isApplicable)
            schemes.insert(scheme.id == report.scheme ? schemes.begin() : schemes.end(), &scheme);
    }
    MismatchSearch::Budget budget;
    for (const Scheme* const scheme : schemes) {
        MismatchSearch search(*scheme, request, values, known, budget);
        if (search.run(report.received)) {
            report.reason = search.cause();
            report.secretName = search.secretName();
            return;
        }
    }
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"
#include "signature/signaturefields.h"
#include "signature/verdict.h"
#include "signature/verifier.h"

#include <functional>
#include <vector>

namespace hookloupe {

struct CompactJws;
struct KeyMaterial;

/// Counts the work of checks: asked before each digest or public-key operation.
/// \return false when no more is allowed
using WorkMeter = std::function<bool(qint64 bytes)>;

/// Checks one request against one scheme. Used once.
class SchemeChecker {
public:
    static constexpr std::size_t MaxSecrets = 64;
    static constexpr std::size_t MaxItems = 1000;

    /// All arguments outlive the object.
    /// \param meter  may be empty: no limit beyond those of verifySignature()
    SchemeChecker(const Scheme& scheme, const Request& request, RequestValues& values,
        const std::vector<NamedSecret>& secrets, WorkMeter meter = {});

    /// What verifySignature() says about this scheme alone; the freshness excepted.
    SignatureReport check();
    /// Checks the freshness and adds it to what check() said.
    void judgeFreshness(SystemTime arrivedAt);
    const SignatureReport& report() const { return m_report; }
    /// True when a digest was compared: a mismatch of such a scheme says more than one whose keys were not usable.
    bool isCompared() const { return m_isCompared; }

private:
    Verdict checkItems();
    Verdict checkOnce();
    Verdict checkText(const std::vector<SignatureFields>& lists);
    Verdict checkContent(const std::vector<SignatureFields>& lists);
    Verdict checkList(const SignatureFields& list, const std::vector<QByteArray>& signatures);
    Verdict checkUrl(const std::vector<QByteArray>& signatures);
    bool matchesSecret(const NamedSecret& secret, const QByteArray& content, const std::vector<QByteArray>& signatures);
    bool matchesShared(const QByteArray& made, const std::vector<QByteArray>& signatures);
    bool matchesPublic(const NamedSecret& secret, const QByteArray& content, const std::vector<QByteArray>& signatures);
    Verdict checkJws(const std::vector<SignatureFields>& lists);
    Verdict checkJwsSecrets(const CompactJws& jws, const QByteArray& input);
    bool matchesJws(const NamedSecret& secret, const CompactJws& jws, const QByteArray& input);
    Verdict checkClaims(const CompactJws& jws);
    Verdict checkAsserts();
    bool readField(std::vector<SignatureFields>& lists);
    std::vector<QByteArray> decode(const SignatureFields& list);
    bool isSizeRight(qsizetype size) const;
    void keepContent(const QByteArray& content);
    void noteMatch(const NamedSecret& secret, const KeyMaterial* material);
    void judgeTime(SystemTime signedAt, std::chrono::seconds tolerance, SystemTime arrivedAt);
    void add(const char* name, bool isPassed, QString detail);
    void skip(const char* name, QString detail);

    const Scheme& m_scheme;
    const Request& m_request;
    RequestValues& m_values;
    const std::vector<NamedSecret>& m_secrets;
    WorkMeter m_meter;
    SignatureReport m_report;
    QByteArray m_claims; ///< Jws: the payload
    bool m_isCompared = false;
    bool m_isKeyUsable = false;
    bool m_isStopped = false; ///< by the meter
    QString m_keyTrouble; ///< why the last secret was no key
};

} // namespace hookloupe

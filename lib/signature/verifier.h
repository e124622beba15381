// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"
#include "signature/verdict.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// A secret to try, with the name under which a person knows it.
struct NamedSecret {
    QString name;
    QByteArray value; ///< as pasted; the scheme's key rule says what to make of it
};

/// Checks the signature of a request against a profile.
///
/// A pure function of its arguments: no clock, no file, no network. Total: whatever the request and the profile, it
/// ends within work linear in the request's size times the number of schemes and secrets (at most 64 secrets, 1,000
/// items, 16 signatures in one header are looked at). Comparisons are constant-time. Thread-safe.
/// \param values     of the same request
/// \param arrivedAt  when the last byte was read: freshness is judged there
SignatureReport verifySignature(const Profile& profile, const Request& request, RequestValues& values,
    const std::vector<NamedSecret>& secrets, SystemTime arrivedAt);

/// Searches for the cause of a mismatch within a bounded budget and puts its code into the report's \c reason.
/// Names a cause only when the signature holds once that one mistake is undone.
/// \param otherSecrets  known elsewhere: other endpoints, other environments
/// \param previous      the signature of the attempt before, where there was one
void explainMismatch(SignatureReport& report, const Profile& profile, const Request& request, RequestValues& values,
    const std::vector<NamedSecret>& secrets, const std::vector<NamedSecret>& otherSecrets,
    QByteArrayView previous = {});

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "http/request.h"
#include "http/response.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"
#include "signature/verifier.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace hookloupe {

/// What became of a challenge, and why.
enum class ChallengeOutcome : quint8 {
    Confirmed, ///< the answer is the one that confirms
    Refused, ///< its signature, or what it has to prove, does not hold: answered with the provider's status for that
    NotConfirmed, ///< the same, but the provider names no such status: it is answered like an event
    NeedsSecret, ///< the answer is made with a secret, or depends on the signature, and none is there that could serve
    NeedsSetting, ///< a setting of the endpoint is not there
    Incomplete, ///< the request lacks a value that the answer needs or has one that is not signed, or it gets too long
};

/// A challenge's answer; `response` is null unless it is Confirmed or Refused.
struct ChallengeReply {
    ChallengeOutcome outcome = ChallengeOutcome::Incomplete;
    ResponsePtr response;
    QByteArray setting; ///< NeedsSetting: the name of the missing one, as in `param:NAME`
};

/// "confirmed", "refused", "not-confirmed", "needs-secret", "needs-setting", "incomplete".
QByteArrayView challengeOutcomeName(ChallengeOutcome outcome);

/// The challenge of the profile that the request is: the first whose condition holds, the method included.
/// \return null for an event; otherwise a part of \p profile
const Challenge* challengeOf(const Profile& profile, const Request& request, const RequestValues& values);

/// Makes the provider's answer to a challenge.
///
/// Pure and total, like verifySignature(). Keyed filters use the first secret whose signature the request carries, else
/// the first one, as the key rule of the profile's first HMAC scheme reads it. They sign tokens alone: at most
/// MaxSignedToken letters, digits and `+/=-._~`, never what could be a delivery. Values of the request get into a body
/// as they are, into JSON as escaped strings (bytes that are no UTF-8 as U+FFFD), into headers without their control
/// characters, so that no line can be added; a header that would be empty is left out. Comparisons are constant-time.
/// Bounded: a header of at most MaxChallengeHeader, a body of at most MaxChallengeBody bytes.
/// \param challenge  one of \p profile
/// \param values     of the request
/// \param secrets    of the endpoint, for the provider
ChallengeReply answerChallenge(const Profile& profile, const Challenge& challenge, const Request& request,
    RequestValues& values, const std::vector<NamedSecret>& secrets, SystemTime arrivedAt);

constexpr qsizetype MaxChallengeHeader = 8192;
constexpr qsizetype MaxChallengeBody = 1 << 20;
constexpr qsizetype MaxSignedToken = 128;

/// The secret of later deliveries that the provider hands over with the challenge (Asana, Notion), for a person to
/// keep. It stands in the captured request as well, which is the provider's way; nothing else here stores it. \return
/// nothing when there is none, or when it is longer than 4 KiB
std::optional<QByteArray> handedOverSecret(const Challenge& challenge, const RequestValues& values);

} // namespace hookloupe

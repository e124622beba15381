// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "signature/verdict.h"

namespace hookloupe {

/// The scheme of the profile that has that id; null where there is none.
const Scheme* schemeOf(const Profile& profile, QByteArrayView id);

/// True where what the request carries is the secret itself, as tokens and Basic credentials are.
bool carriesSecret(const Scheme& scheme);

/// What was received in the signature's place, as it may be shown and copied: the secret itself is masked.
QByteArray receivedToShow(const SignatureReport& report, const Profile& profile);

} // namespace hookloupe

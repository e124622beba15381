// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/shownsignature.h"

#include <algorithm>

namespace hookloupe {

const Scheme* schemeOf(const Profile& profile, QByteArrayView id)
{
    const auto found = std::find_if(
        profile.schemes.begin(), profile.schemes.end(), [id](const Scheme& scheme) { return scheme.id == id; });
    return found == profile.schemes.end() ? nullptr : &*found;
}

bool carriesSecret(const Scheme& scheme)
{
    return scheme.algorithm == SignatureAlgorithm::Token || scheme.algorithm == SignatureAlgorithm::Basic;
}

QByteArray receivedToShow(const SignatureReport& report, const Profile& profile)
{
    const Scheme* const scheme = schemeOf(profile, report.scheme);
    if (scheme && carriesSecret(*scheme) && !report.received.isEmpty())
        return scheme->signature.prefix + "***";
    return report.received;
}

} // namespace hookloupe

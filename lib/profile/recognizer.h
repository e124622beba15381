// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/eventfacts.h"
#include "profile/profile.h"
#include "profile/profilecatalog.h"
#include "profile/requestvalues.h"

#include <QByteArray>

#include <utility>
#include <vector>

namespace hookloupe {

/// Says which provider a request is from, by its marks.
///
/// Immutable after construction, safe to use from several threads. Rules that need a header are indexed by it, so the
/// cost does not grow with the catalogue: only the rules that look at body or query alone are asked each time.
class Recognizer {
public:
    explicit Recognizer(const ProfileCatalog& catalog);

    /// The profiles whose rules fit with the highest weight, sorted by id; one: recognised, several: ambiguous, none:
    /// unknown.
    std::vector<ProfilePtr> recognize(const Request& request, const RequestValues& values) const;

private:
    struct Candidate {
        ProfilePtr profile;
        const RecognitionRule* rule = nullptr; ///< of that profile
    };

    std::vector<std::pair<QByteArray, Candidate>> m_byHeader; ///< sorted by lower-case header name
    std::vector<Candidate> m_others;
};

} // namespace hookloupe

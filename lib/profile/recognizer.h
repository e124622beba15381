// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profile.h"
#include "profile/profilecatalog.h"
#include "profile/requestvalues.h"

#include <vector>

namespace hookloupe {

/// Says which provider a request is from, by its marks.
///
/// Immutable after construction, safe to use from several threads. Rules that need a header are indexed by it, so the
/// cost does not grow with the catalogue.
class Recognizer {
public:
    explicit Recognizer(const ProfileCatalog& catalog);

    /// The profiles that fit best; one: recognised, several: ambiguous, none: unknown.
    std::vector<ProfilePtr> recognize(const Request& request, const RequestValues& values) const;

private:
    struct Candidate {
        ProfilePtr profile;
        const RecognitionRule* rule = nullptr;
    };
    std::vector<std::pair<QByteArray, Candidate>> m_byHeader; ///< sorted by lower-case header name
    std::vector<Candidate> m_others;
};

/// The facts of the event that a delivery brings, raw as sent; empty where absent.
struct EventFacts {
    QByteArray id;
    QByteArray type;
    QByteArray time;
    QByteArray resource;
};
EventFacts eventFacts(const Profile& profile, const RequestValues& values);

} // namespace hookloupe

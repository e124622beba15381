// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace hookloupe {

/// A part of the raw bytes of a request: from the first to before the last, both 0 and up.
struct RawRange {
    qint64 begin = 0;
    qint64 end = 0;

    bool operator==(const RawRange&) const = default;
};

/// One piece of the bytes that a signature is over, and where it comes from.
struct SignedPart {
    enum class Origin : quint8 {
        Literal, ///< the scheme puts it there
        Body,
        Header,
        Line, ///< method, path or query of the request line, or the URL made of them
        Setting, ///< of the endpoint
    };

    Origin origin = Origin::Literal;
    QByteArray locator; ///< in the profile's language: "header:x-request-time"; empty for a literal
    bool isDerived = false; ///< a filter was applied: a hash, lower case, base64
    qint64 begin = 0; ///< within the signed bytes
    qint64 length = 0; ///< at least 1
    std::optional<RawRange> raw; ///< where its source stands in the request; nothing where that is no one place

    qint64 end() const { return begin + length; }
    bool operator==(const SignedPart&) const = default;
};

/// Takes the signed bytes apart, in their order and without gaps.
///
/// \param scheme   the one that decided
/// \param content  what a report calls signedContent: cut to SignatureReport::MaxContentBytes, as the parts are
/// \return empty where the content is not what the scheme makes of this request (a digest holds the secret and is not
///         kept; an item of many was signed)
/// Pure; linear in the request's size.
std::vector<SignedPart> signedParts(
    const Scheme& scheme, const Request& request, const EndpointValues& endpoint, const QByteArray& content);

} // namespace hookloupe

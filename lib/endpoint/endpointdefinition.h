// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "endpoint/endpoint.h"

#include <QByteArray>
#include <QString>

#include <cstddef>

namespace hookloupe {

/// What an endpoint may hold at most, so that it can be kept. All lengths are bytes; of texts, in UTF-8.
struct EndpointLimits {
    static constexpr std::size_t MaxEndpoints = 200; ///< of a session
    static constexpr qsizetype MaxDefinition = 4 << 20; ///< the whole of one
    static constexpr qsizetype MaxName = 1024; ///< also of a secret or a parameter
    static constexpr qsizetype MaxText = 8192; ///< path, public URL, value of a parameter, place of a secret
    static constexpr qsizetype MaxId = 1024; ///< of a profile; a method
    static constexpr std::size_t MaxSecrets = 64;
    static constexpr std::size_t MaxParameters = 64;
};

/// An endpoint without its id as one line of JSON, as a session keeps it. Of a secret it names the place alone. Bytes
/// become the code points of the same value; what is empty or as in a new endpoint is left out.
QByteArray endpointDefinition(const Endpoint& endpoint);

/// Reads what endpointDefinition() wrote, strictly: an unknown key, a wrong kind, what is over a limit are errors.
/// A path that is no PathPattern is none: a person can mend it.
/// \return one English sentence with the place within the JSON
Result<Endpoint, QString> readEndpointDefinition(const QByteArray& json, EndpointId id);

} // namespace hookloupe

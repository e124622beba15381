// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/systemtime.h"
#include "http/headerlist.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// A request to be sent, before or after it was signed.
struct OutgoingRequest {
    QByteArray method = "POST";
    QByteArray url; ///< absolute
    HeaderList headers;
    QByteArray body;
};

/// Signs what Verifier accepts: the same description, read in the other direction.
///
/// Puts the signature (and time stamp, message id, token, … that the scheme takes from headers and that are not there
/// yet) into the request. Where the signature stands in the body (JSON, form), the body is rewritten with it.
/// \param secret  a key that can sign: for public-key schemes the private one (PEM)
/// \return the signed request, or why it cannot be signed
Result<OutgoingRequest, QString> signRequest(const Scheme& scheme, OutgoingRequest request, const QByteArray& secret,
    const EndpointValues& endpoint, SystemTime at);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

namespace hookloupe {

/// How the body of a request is delimited, or why that cannot be told.
struct BodyFramingDecision {
    BodyFraming framing = BodyFraming::None;
    qint64 length = 0; ///< with ContentLength; saturates at the largest qint64
    AnomalySet anomalies; ///< found while deciding; a fault among them means that the body cannot be framed
    bool mustClose = false; ///< framed, but the connection must not be used for another request
};

/// Decides by RFC 9112 section 6.3, strictly: what two readers could frame differently is a fault.
BodyFramingDecision decideBodyFraming(const RequestHead& head);

} // namespace hookloupe

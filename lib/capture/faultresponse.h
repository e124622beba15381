// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"

namespace hookloupe {

/// What a request that is not whole and well-formed is answered, whatever the response in force: 400, or what says it
/// better (RFC 9110 section 15.5): 408 too slow, 413 body, 414 target, 431 head, 505 version. The body is one line of
/// plain text that names the fault.
ResponsePtr faultResponse(const AnomalySet& anomalies);

/// 503, for a delivery that could not be recorded: the provider is to try again.
ResponsePtr storageFailedResponse();

} // namespace hookloupe

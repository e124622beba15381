// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <QString>

namespace hookloupe {

/// Names an exchange between submit() and release(): never used twice while the program runs.
using ExchangeTicket = quint64;

/// Takes each exchange from the wire and says later, through WireServer::release(), that it may be answered.
/// Called in the capture thread only.
class ExchangeSink {
public:
    virtual ~ExchangeSink() = default;
    /// \return the ticket under which release() will name this exchange
    virtual ExchangeTicket submit(RequestPtr request, ResponsePtr response) = 0;
    /// A path for a body that is too large for memory; unique; empty when none can be had.
    virtual QString newBodyFile() = 0;
};

} // namespace hookloupe

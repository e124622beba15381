// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <QString>

namespace hookloupe {

/// Names an exchange between submit() and release(): never used twice while the program runs.
using ExchangeTicket = quint64;

/// Takes each exchange from the wire, decides what it is answered, and says later, through WireServer::release(), that
/// it may be answered. Called in the capture thread only.
class ExchangeSink {
public:
    struct Accepted {
        ExchangeTicket ticket = 0; ///< release() will name this exchange by it
        ResponsePtr response; ///< never null
    };

    virtual ~ExchangeSink() = default;
    /// \param refusal  what the wire itself answers to a request that is not whole and well-formed; null: the sink
    ///                 decides
    virtual Accepted submit(RequestPtr request, ResponsePtr refusal) = 0;
    /// A path for a body that is too large for memory; unique; empty when none can be had.
    virtual QString newBodyFile() = 0;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "endpoint/inspectionrules.h"
#include "http/response.h"
#include "response/responserules.h"
#include "response/responsesequence.h"

#include <map>
#include <memory>
#include <mutex>

namespace hookloupe {

/// What is in force for the requests to come: says of each what it is, and decides what it is answered.
///
/// Thread-safe: the main thread changes it while the capture thread asks. Nobody waits for an inspection: each has the
/// rules that were in force when it began.
class ExchangeRules {
public:
    ExchangeRules();

    /// Puts other rules in force. An endpoint whose response stays the same goes on counting where it was.
    /// \param rules  not null
    void setInspection(std::shared_ptr<const InspectionRules> rules);
    /// Never null.
    std::shared_ptr<const InspectionRules> inspection() const;
    /// The response of every request whose endpoint has none of its own.
    void setResponse(ResponseSequence sequence) { m_response.setSequence(std::move(sequence)); }
    ResponseSequence response() const { return m_response.sequence(); }

    /// Decides: the answer to a challenge, else the response of the endpoint, else that of the whole session. Never
    /// null.
    /// \param inspected  the request, as inspection()->inspectAtArrival() gave it
    /// \param message    the first delivery of its message
    ResponsePtr decide(const Inspection& inspected, DeliveryId message);
    /// From now on deliveries are counted from 1 again, and so are messages.
    void beginSession();

private:
    using Responses = std::map<EndpointId, std::shared_ptr<ResponseRules>>;

    ResponseRules m_response; ///< of the session; thread-safe by itself
    mutable std::mutex m_mutex;
    std::shared_ptr<const InspectionRules> m_inspection;
    Responses m_responses; ///< of the endpoints that have one
};

} // namespace hookloupe

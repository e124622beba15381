// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/delivery.h"

namespace hookloupe {

bool hasStatus(Fault fault)
{
    return fault == Fault::None || fault == Fault::Truncate;
}

DeliverySummary summaryOf(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    const Response& response = *delivery.response;
    DeliverySummary summary;
    summary.id = delivery.id;
    summary.receivedAt = request.times.lastByte;
    summary.method = request.head.method()
                         .first(qMin(request.head.method().size(), DeliverySummary::MaxTargetBytes))
                         .toByteArray();
    summary.target = request.head.target()
                         .first(qMin(request.head.target().size(), DeliverySummary::MaxTargetBytes))
                         .toByteArray();
    summary.contentType
        = request.head.header("Content-Type").value_or(QByteArray()).left(DeliverySummary::MaxTargetBytes);
    summary.bodyBytes = request.body.size();
    summary.anomalies = request.anomalies;
    summary.status = hasStatus(response.fault) ? response.status : 0;
    summary.fault = response.fault;
    summary.isTls = request.tls.has_value();
    summary.isPinned = delivery.isPinned;
    summary.endpoint = delivery.facts.endpoint;
    summary.provider = delivery.facts.provider;
    summary.eventType = delivery.facts.event.type.left(DeliverySummary::MaxTargetBytes);
    summary.verdict = delivery.facts.signature.verdict;
    summary.freshness = delivery.facts.signature.freshness;
    summary.isAmbiguous = delivery.facts.origin == ProviderOrigin::Ambiguous;
    summary.isChallenge = !delivery.facts.challenge.isEmpty();
    if (delivery.attempt)
        summary.attempt = summaryOf(*delivery.attempt);
    return summary;
}

} // namespace hookloupe

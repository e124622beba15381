// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/deliveryfacts.h"
#include "delivery/history/attemptfacts.h"
#include "http/anomaly.h"
#include "http/request.h"
#include "http/response.h"

#include <QByteArray>

#include <optional>

namespace hookloupe {

/// One captured request with the response it got. A value; copies share the request and the response.
struct Delivery {
    DeliveryId id;
    RequestPtr request;
    ResponsePtr response; ///< as decided; what was lost on the way out is not known to anyone
    bool isPinned = false; ///< retention never removes it
    DeliveryFacts facts {};
    QByteArray keys {}; ///< toBytes() of its MessageKeys; empty: not worked out
    AttemptFactsPtr attempt {}; ///< its place within its message; null: not worked out
};

/// What a row of the table needs of a delivery, and nothing that is large.
struct DeliverySummary {
    DeliveryId id;
    SystemTime receivedAt {}; ///< when the last byte of the request was read
    QByteArray method;
    QByteArray target; ///< as sent, cut to MaxTargetBytes
    QByteArray contentType; ///< value of Content-Type, cut to MaxTargetBytes
    qint64 bodyBytes = 0;
    AnomalySet anomalies;
    int status = 0; ///< of the response; 0 when a fault sent none
    Fault fault = Fault::None;
    bool isTls = false;
    EndpointId endpoint;
    QByteArray provider; ///< id of the profile; empty: not known
    QByteArray eventType; ///< cut to MaxTargetBytes; empty: not known
    Verdict verdict = Verdict::Unknown;
    Freshness freshness = Freshness::NotChecked;
    bool isAmbiguous = false; ///< several profiles fit
    bool isChallenge = false;
    bool isPinned = false;
    std::optional<AttemptSummary> attempt; ///< nothing: not worked out

    static constexpr qsizetype MaxTargetBytes = 512;
};

DeliverySummary summaryOf(const Delivery& delivery);

/// True when the response of a delivery carried a status at all.
bool hasStatus(Fault fault);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/faultresponse.h"

namespace hookloupe {

namespace {

int statusFor(const AnomalySet& anomalies)
{
    if (anomalies.contains(Anomaly::TargetTooLong))
        return 414;
    if (anomalies.contains(Anomaly::HeadTooLarge))
        return 431;
    if (anomalies.contains(Anomaly::BodyTooLarge))
        return 413;
    if (anomalies.contains(Anomaly::HeadTooSlow) || anomalies.contains(Anomaly::BodyTooSlow))
        return 408;
    if (anomalies.contains(Anomaly::UnsupportedVersion))
        return 505;
    return 400;
}

ResponsePtr plainText(int status, QByteArray body)
{
    Response response;
    response.status = status;
    response.headers = { { "Content-Type", "text/plain; charset=utf-8" } };
    response.body = std::move(body);
    return std::make_shared<const Response>(std::move(response));
}

} // namespace

ResponsePtr faultResponse(const AnomalySet& anomalies)
{
    QByteArray names;
    for (const Anomaly anomaly : anomalies.list()) {
        AnomalySet alone;
        alone.add(anomaly);
        if (!alone.hasFault())
            continue;
        names += names.isEmpty() ? "" : ", ";
        names += anomalyCode(anomaly);
    }
    return plainText(statusFor(anomalies), "hookloupe: " + names + "\n");
}

ResponsePtr storageFailedResponse()
{
    static const ResponsePtr response = plainText(503, "hookloupe: the delivery could not be recorded\n");
    return response;
}

} // namespace hookloupe

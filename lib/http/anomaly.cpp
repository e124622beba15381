// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/anomaly.h"

#include <array>

namespace hookloupe {

namespace {

constexpr std::array Codes {
    "leading-empty-lines",
    "bare-lf",
    "bare-cr",
    "extra-spaces",
    "space-in-target",
    "nul-in-head",
    "obsolete-fold",
    "bad-header-name",
    "header-without-colon",
    "unusual-version",
    "missing-host",
    "repeated-content-length",
    "length-and-chunked",
    "chunk-extension",
    "other-transfer-coding",
    "pipelined",
    "bad-request-line",
    "bad-method",
    "missing-version",
    "unsupported-version",
    "http2-preface",
    "bad-content-length",
    "conflicting-content-length",
    "bad-transfer-encoding",
    "ambiguous-framing-header",
    "bad-chunk-size",
    "bad-chunk-end",
    "incomplete-head",
    "incomplete-body",
    "connection-reset",
    "target-too-long",
    "head-too-large",
    "body-too-large",
    "head-too-slow",
    "body-too-slow",
};
static_assert(Codes.size() == static_cast<std::size_t>(Anomaly::BodyTooSlow) + 1);

} // namespace

QByteArrayView anomalyCode(Anomaly anomaly)
{
    const auto index = static_cast<std::size_t>(anomaly);
    return index < Codes.size() ? QByteArrayView(Codes[index]) : QByteArrayView("unknown");
}

AnomalySet AnomalySet::fromBits(quint64 bits)
{
    AnomalySet set;
    set.m_bits = bits;
    return set;
}

bool AnomalySet::hasFault() const
{
    return m_bits >= bit(Anomaly::BadRequestLine);
}

std::vector<Anomaly> AnomalySet::list() const
{
    std::vector<Anomaly> anomalies;
    for (std::size_t i = 0; i < Codes.size(); ++i) {
        if (contains(static_cast<Anomaly>(i)))
            anomalies.push_back(static_cast<Anomaly>(i));
    }
    return anomalies;
}

} // namespace hookloupe

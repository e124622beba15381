// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace hookloupe {

/// What a session keeps at most. What is pinned is never removed and does not count.
struct RetentionLimits {
    std::optional<qint64> deliveries; ///< newest that stay; 1 and up
    std::optional<qint64> bytes; ///< of requests, heads and bodies, that stay; 1 and up
    std::optional<std::chrono::seconds> age; ///< since arrival; 1 s and up

    bool isUnlimited() const { return !deliveries && !bytes && !age; }
    bool operator==(const RetentionLimits&) const = default;
};

/// What of a session counts for retention: neither pinned nor removed.
struct KeptAmount {
    qint64 deliveries = 0;
    qint64 bytes = 0; ///< raw size of the requests

    bool operator==(const KeptAmount&) const = default;
};

/// Decides, from the oldest delivery on, which have to go so that a session is within its limits again.
class RetentionCut {
public:
    RetentionCut(const RetentionLimits& limits, KeptAmount kept, SystemTime now);

    /// True when number or size are over a limit; says nothing about age.
    bool isOverAmount() const;
    /// True when \p receivedAt is further back than the limit.
    bool isTooOld(SystemTime receivedAt) const;
    /// Asked for the oldest delivery that is left: true when it has to go, and then it no longer counts.
    /// \param bytes  its raw size
    bool takes(SystemTime receivedAt, qint64 bytes);

private:
    RetentionLimits m_limits;
    KeptAmount m_kept;
    SystemTime m_now {};
};

} // namespace hookloupe

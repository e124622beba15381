// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/retention.h"

namespace hookloupe {

RetentionCut::RetentionCut(const RetentionLimits& limits, KeptAmount kept, SystemTime now)
    : m_limits(limits)
    , m_kept(kept)
    , m_now(now)
{
}

bool RetentionCut::isOverAmount() const
{
    return (m_limits.deliveries && m_kept.deliveries > *m_limits.deliveries)
        || (m_limits.bytes && m_kept.bytes > *m_limits.bytes);
}

bool RetentionCut::isTooOld(SystemTime receivedAt) const
{
    return m_limits.age && m_now - receivedAt > *m_limits.age;
}

bool RetentionCut::takes(SystemTime receivedAt, qint64 bytes)
{
    if (!isOverAmount() && !isTooOld(receivedAt))
        return false;
    --m_kept.deliveries;
    m_kept.bytes -= bytes;
    return true;
}

} // namespace hookloupe

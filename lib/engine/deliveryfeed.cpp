// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/deliveryfeed.h"

#include <utility>

namespace hookloupe {

DeliveryFeed::DeliveryFeed(std::size_t capacity, QObject* parent)
    : QObject(parent)
    , m_capacity(capacity)
{
}

void DeliveryFeed::put(const std::vector<Delivery>& deliveries)
{
    if (deliveries.empty())
        return;
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_deliveries.empty() && !m_hasGap;
        if (m_deliveries.size() + deliveries.size() > m_capacity) {
            m_deliveries.clear();
            m_hasGap = true;
        } else {
            m_deliveries.insert(m_deliveries.end(), deliveries.begin(), deliveries.end());
        }
    }
    if (wasEmpty)
        QMetaObject::invokeMethod(this, &DeliveryFeed::arrived, Qt::QueuedConnection);
}

DeliveryFeed::Batch DeliveryFeed::take()
{
    const std::lock_guard lock(m_mutex);
    return { std::exchange(m_deliveries, {}), std::exchange(m_hasGap, false) };
}

} // namespace hookloupe

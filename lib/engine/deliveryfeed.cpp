// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/deliveryfeed.h"

#include <utility>

namespace hookloupe {

namespace {

qint64 bytesInMemory(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    return request.head.raw().size() + request.body.bytes().size() + request.chunkMarks.encoded().size()
        + request.rest.size();
}

} // namespace

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
    qint64 bytes = 0;
    for (const Delivery& delivery : deliveries)
        bytes += bytesInMemory(delivery);
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_deliveries.empty() && !m_hasGap;
        if (m_deliveries.size() + deliveries.size() > m_capacity || m_bytes + bytes > MostBytes) {
            m_deliveries.clear();
            m_bytes = 0;
            m_hasGap = true;
        } else {
            m_deliveries.insert(m_deliveries.end(), deliveries.begin(), deliveries.end());
            m_bytes += bytes;
        }
    }
    if (wasEmpty)
        QMetaObject::invokeMethod(this, &DeliveryFeed::arrived, Qt::QueuedConnection);
}

DeliveryFeed::Batch DeliveryFeed::take()
{
    const std::lock_guard lock(m_mutex);
    m_bytes = 0;
    return { std::exchange(m_deliveries, {}), std::exchange(m_hasGap, false) };
}

} // namespace hookloupe

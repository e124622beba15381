// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliverysource.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hookloupe {

namespace {

constexpr int PageSize = 64;

} // namespace

DeliverySource::DeliverySource(DeliveryFeed& feed, QString session, DeliveryId last)
    : m_feed(feed)
    , m_session(std::move(session))
    , m_last(last)
{
}

std::optional<Delivery> DeliverySource::next()
{
    while (m_ready.empty()) {
        if (!refill())
            return std::nullopt;
    }
    Delivery delivery = std::move(m_ready.front());
    m_ready.pop_front();
    m_last = delivery.id;
    return delivery;
}

bool DeliverySource::refill()
{
    if (m_isBehind) {
        readSession();
        if (!m_ready.empty())
            return true;
        m_isBehind = false;
    }
    DeliveryFeed::Batch batch = m_feed.take();
    if (batch.hasGap) {
        // What the batch holds was committed before it came here: the session has that too.
        m_isBehind = true;
        return true;
    }
    const auto isNew = [this](const Delivery& delivery) { return delivery.id > m_last; };
    const auto firstNew = std::find_if(batch.deliveries.begin(), batch.deliveries.end(), isNew);
    const bool hasAny = !batch.deliveries.empty();
    std::move(firstNew, batch.deliveries.end(), std::back_inserter(m_ready));
    return hasAny;
}

void DeliverySource::readSession()
{
    if (!m_reader) {
        auto reader = SessionReader::open(m_session);
        if (!reader) {
            m_problem = reader.error().detail;
            return;
        }
        m_reader = std::move(reader).value();
    }
    std::vector<Delivery> page = m_reader->deliveriesAfter(m_last, PageSize);
    std::move(page.begin(), page.end(), std::back_inserter(m_ready));
}

} // namespace hookloupe

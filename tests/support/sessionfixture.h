// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/journal.h"

#include <QTemporaryDir>

#include <mutex>
#include <utility>
#include <vector>

namespace hookloupe {

/// Keeps what a journal tells, for tests.
class RecordingListener final : public JournalListener {
public:
    void committed(std::vector<Delivery> deliveries) override
    {
        const std::lock_guard lock(m_mutex);
        ++m_commits;
        for (const Delivery& delivery : deliveries)
            m_committed.push_back(delivery.id);
    }
    void failed(std::vector<Delivery> deliveries, const SessionError& error) override
    {
        const std::lock_guard lock(m_mutex);
        for (const Delivery& delivery : deliveries)
            m_failed.push_back(delivery.id);
        m_errors.push_back(error);
    }
    void retired(std::vector<DeliveryId> ids) override
    {
        const std::lock_guard lock(m_mutex);
        m_retired.insert(m_retired.end(), ids.begin(), ids.end());
    }

    void factsKept(std::vector<FactsUpdate> updates) override
    {
        const std::lock_guard lock(m_mutex);
        m_facts.insert(m_facts.end(), updates.begin(), updates.end());
    }

    int commits() const { return locked(m_commits); }
    std::vector<DeliveryId> committedIds() const { return locked(m_committed); }
    std::vector<DeliveryId> failedIds() const { return locked(m_failed); }
    std::vector<SessionError> errors() const { return locked(m_errors); }
    std::vector<DeliveryId> retiredIds() const { return locked(m_retired); }
    std::vector<FactsUpdate> keptFacts() const { return locked(m_facts); }

private:
    template<typename T>
    T locked(const T& value) const
    {
        const std::lock_guard lock(m_mutex);
        return value;
    }

    mutable std::mutex m_mutex;
    int m_commits = 0;
    std::vector<DeliveryId> m_committed;
    std::vector<DeliveryId> m_failed;
    std::vector<SessionError> m_errors;
    std::vector<DeliveryId> m_retired;
    std::vector<FactsUpdate> m_facts;
};

inline QByteArray plainHead(qint64 id)
{
    return "POST /hooks/" + QByteArray::number(id)
        + " HTTP/1.1\r\nHost: localhost:8787\r\nContent-Type: application/json\r\n\r\n";
}

/// A small delivery like thousands of others, received \p id seconds after 2026-01-01.
inline Delivery plainDelivery(qint64 id, const QByteArray& body = "{\"n\":1}")
{
    static const ResponsePtr ok = std::make_shared<const Response>();
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse(plainHead(id));
    request->body = Body(body);
    request->framing = BodyFraming::ContentLength;
    request->anomalies = request->head.anomalies();
    const SystemTime time { std::chrono::seconds(1'767'225'600 + id) };
    request->times = { time, time, time };
    request->peer = { QStringLiteral("127.0.0.1"), 53122 };
    request->local = { QStringLiteral("127.0.0.1"), 8787 };
    return { { id }, request, ok, false };
}

inline Delivery deliveryWith(qint64 id, const DeliveryFacts& facts)
{
    Delivery delivery = plainDelivery(id);
    delivery.facts = facts;
    return delivery;
}

/// Facts such as an ordinary, authentic event has.
inline DeliveryFacts machnetFacts()
{
    DeliveryFacts facts;
    facts.endpoint = { 3 };
    facts.provider = "machnet";
    facts.origin = ProviderOrigin::Recognised;
    facts.event = { "evt-1", "transaction_processed", "2024-05-06T07:08:09.120Z", "dab8da2c" };
    facts.signature = { Verdict::Valid, Freshness::Fresh, true, "hmac-sha256", {} };
    return facts;
}

inline std::vector<DeliveryId> idsOf(const std::vector<DeliverySummary>& summaries)
{
    std::vector<DeliveryId> ids;
    for (const DeliverySummary& summary : summaries)
        ids.push_back(summary.id);
    return ids;
}

inline std::vector<DeliveryId> idRange(qint64 first, qint64 last)
{
    std::vector<DeliveryId> ids;
    for (qint64 id = first; id <= last; ++id)
        ids.push_back({ id });
    return ids;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/deliveryinserter.h"

#include "session/storedfacts.h"

#include <utility>

namespace hookloupe {

namespace {

constexpr std::size_t KnownResponses = 32;

} // namespace

Result<Done, SessionError> DeliveryInserter::prepare(Database& database)
{
    const std::pair<Statement*, const char*> all[] = {
        { &m_insertDelivery,
            "INSERT INTO delivery (id, received_us, method, target, content_type, body_size, raw_size, anomalies, "
            "status, fault, is_tls, is_pinned, is_removed, response_id, " HOOKLOUPE_FACTS ") "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, "
            "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)" },
        { &m_insertPayload,
            "INSERT INTO payload (id, framing, discarded, first_us, head_us, peer_address, peer_port, local_address, "
            "local_port, body_file, tls, chunk_marks, rest, head, body) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)" },
        { &m_insertResponse,
            "INSERT INTO response (id, status, fault, delay_ms, reason, headers, body) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)" },
        { &m_putKeys, "INSERT OR REPLACE INTO message_key (id, keys) VALUES (?1, ?2)" },
        { &m_updateFacts,
            "UPDATE delivery SET (" HOOKLOUPE_FACTS ") = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) WHERE id = ?1" },
    };
    for (const auto& [statement, sql] : all) {
        auto prepared = database.prepare(sql);
        if (!prepared)
            return Unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    const auto last = database.number("SELECT max(id) FROM response");
    if (!last)
        return Unexpected(last.error());
    m_nextResponseId = qBound(qint64(0), *last, qint64(1) << 60) + 1;
    return m_facts.prepare(database);
}

void DeliveryInserter::forget()
{
    m_responses.clear();
    m_facts.forgetWords();
}

bool DeliveryInserter::updateFacts(DeliveryId id, const DeliveryFacts& facts)
{
    m_updateFacts.bind(1, id.value);
    return m_facts.bind(m_updateFacts, 2, facts) && m_updateFacts.run();
}

bool DeliveryInserter::putKeys(DeliveryId id, const QByteArray& keys)
{
    if (keys.isEmpty())
        return true;
    m_putKeys.bind(1, id.value);
    m_putKeys.bindBlob(2, keys);
    return m_putKeys.run();
}

bool DeliveryInserter::insert(const Delivery& delivery)
{
    const qint64 response = responseId(delivery.response);
    return response != 0 && insertSummary(delivery, response) && insertPayload(delivery)
        && putKeys(delivery.id, delivery.keys);
}

bool DeliveryInserter::insertSummary(const Delivery& delivery, qint64 response)
{
    const DeliverySummary summary = summaryOf(delivery);
    Statement& row = m_insertDelivery;
    row.bind(1, summary.id.value);
    row.bind(2, encodeTime(summary.receivedAt));
    row.bindBytes(3, summary.method);
    row.bindBytes(4, summary.target);
    row.bindBytes(5, summary.contentType);
    row.bind(6, summary.bodyBytes);
    row.bind(7, rawSize(*delivery.request));
    row.bind(8, static_cast<qint64>(summary.anomalies.bits()));
    row.bind(9, summary.status);
    row.bind(10, static_cast<qint64>(summary.fault));
    row.bind(11, summary.isTls ? 1 : 0);
    row.bind(12, summary.isPinned ? 1 : 0);
    row.bind(13, response);
    return m_facts.bind(row, 14, delivery.facts) && row.run();
}

bool DeliveryInserter::insertPayload(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    const QByteArray peer = request.peer.address.toUtf8();
    const QByteArray local = request.local.address.toUtf8();
    const QByteArray bodyName = request.body.path().section(u'/', -1).toUtf8();
    const QByteArray tls = encodeTls(request.tls);
    Statement& row = m_insertPayload;
    row.bind(1, delivery.id.value);
    row.bind(2, static_cast<qint64>(request.framing));
    row.bind(3, request.discarded);
    row.bind(4, encodeTime(request.times.firstByte));
    row.bind(5, encodeTime(request.times.headEnd));
    row.bindBytes(6, peer);
    row.bind(7, request.peer.port);
    row.bindBytes(8, local);
    row.bind(9, request.local.port);
    if (request.body.isInFile())
        row.bindBytes(10, bodyName);
    else
        row.bindNull(10);
    row.bindBlobOrNull(11, tls);
    row.bindBlobOrNull(12, request.chunkMarks.encoded());
    row.bindBlobOrNull(13, request.rest);
    row.bindBlob(14, request.head.raw());
    row.bindBlobOrNull(15, request.body.bytes());
    return row.run();
}

qint64 DeliveryInserter::responseId(const ResponsePtr& response)
{
    for (auto known = m_responses.begin(); known != m_responses.end(); ++known) {
        if (known->response == response || *known->response == *response) {
            known->response = response;
            m_responses.splice(m_responses.begin(), m_responses, known);
            return known->id;
        }
    }
    if (!insertResponse(m_nextResponseId, *response))
        return 0;
    m_responses.push_front({ response, m_nextResponseId });
    if (m_responses.size() > KnownResponses)
        m_responses.pop_back();
    return m_nextResponseId++;
}

bool DeliveryInserter::insertResponse(qint64 id, const Response& response)
{
    const QByteArray headers = encodeHeaders(response.headers);
    Statement& row = m_insertResponse;
    row.bind(1, id);
    row.bind(2, response.status);
    row.bind(3, static_cast<qint64>(response.fault));
    row.bind(4, response.delay.count());
    row.bindBlobOrNull(5, response.reason);
    row.bindBlobOrNull(6, headers);
    row.bindBlobOrNull(7, response.body);
    return row.run();
}

} // namespace hookloupe

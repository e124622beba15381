// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "session/facts/factscolumns.h"
#include "session/sqlite.h"

#include <list>

namespace hookloupe {

/// Puts deliveries into the tables of a session, within the transaction of the caller.
///
/// Responses are stored once for all deliveries that got the same; the last ones used are remembered, so that a
/// capture under load writes none at all.
class DeliveryInserter {
public:
    Result<Done, SessionError> prepare(Database& database);
    /// \return false on failure; the database knows why, and the transaction has to be rolled back
    bool insert(const Delivery& delivery);
    /// Replaces the facts of a delivery; one that is not there is passed over.
    /// \return as insert()
    bool updateFacts(DeliveryId id, const DeliveryFacts& facts);
    /// Replaces by what a delivery, which is there, belongs to its message; empty: nothing is replaced.
    /// \return as insert()
    bool putKeys(DeliveryId id, const QByteArray& keys);
    /// After a rollback: what was inserted may be gone.
    void forget();

private:
    struct KnownResponse {
        ResponsePtr response;
        qint64 id = 0;
    };

    bool insertSummary(const Delivery& delivery, qint64 response);
    bool insertPayload(const Delivery& delivery);
    qint64 responseId(const ResponsePtr& response);
    bool insertResponse(qint64 id, const Response& response);

    Statement m_insertDelivery;
    Statement m_insertPayload;
    Statement m_insertResponse;
    Statement m_updateFacts;
    Statement m_putKeys;
    FactsWriter m_facts;
    std::list<KnownResponse> m_responses; ///< last used first
    qint64 m_nextResponseId = 1;
};

} // namespace hookloupe

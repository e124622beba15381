// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "delivery/factsupdate.h"
#include "delivery/history/deliveryarrival.h"
#include "endpoint/endpoint.h"
#include "session/deliveryinserter.h"
#include "session/sessionfile.h"
#include "session/sessiontotals.h"
#include "session/sqlite.h"

#include <memory>
#include <span>
#include <vector>

namespace hookloupe {

/// The one connection that writes a session: each call is one transaction, done whole or not at all.
///
/// Belongs to the journal's thread. Row counts are kept beside (SessionTotals), so nothing here grows with the
/// session, except where a function says so.
class SessionWriter {
public:
    /// Creates, migrates or continues the session, and deletes body files that no delivery names (those of a program
    /// that ended before its commit). The caller holds the writer's lock.
    static Result<std::unique_ptr<SessionWriter>, SessionError> open(const SessionPaths& paths);

    Database& database() { return m_database; }
    const SessionTotals& totals() const { return m_totals; }

    Result<Done, SessionError> insert(std::span<const Delivery> deliveries);
    /// Deletes the body files of deliveries that could not be inserted.
    void dropBodies(std::span<const Delivery> deliveries);
    Result<Done, SessionError> setPinned(std::span<const DeliveryId> ids, bool isPinned);
    Result<Done, SessionError> setRemoved(std::span<const DeliveryId> ids, bool isRemoved);
    /// \return which of them are there, and so were kept; as they came
    Result<std::vector<FactsUpdate>, SessionError> setFacts(std::vector<FactsUpdate> updates);
    Result<Done, SessionError> setEndpoints(const std::vector<Endpoint>& endpoints);
    /// Keeps one more, behind those that are kept; of many the oldest go.
    Result<Done, SessionError> addCorrection(const SubscriptionCorrection& correction);
    /// O(deliveries after \p last).
    Result<Done, SessionError> clear(qint64 last);
    Result<Done, SessionError> undoClear();
    /// What clear() hid can no longer come back: before it is deleted.
    Result<Done, SessionError> settleClear();

    /// The oldest deliveries that retention may take, ascending.
    Result<std::vector<DeliveryId>, SessionError> surplus(const RetentionLimits& limits, SystemTime now, int limit);
    /// When the oldest of them came; none when there is none.
    std::optional<SystemTime> oldestKept();
    /// Removed deliveries with an id greater than \p after, ascending.
    Result<std::vector<DeliveryId>, SessionError> removedAfter(qint64 after, int limit);
    /// Cleared deliveries with an id greater than \p after, up to and including \p last, ascending.
    Result<std::vector<DeliveryId>, SessionError> clearedAfter(qint64 after, qint64 last, int limit);
    enum class Erase { All, OutOfSight };
    /// Deletes deliveries with their bodies. Those that are there no more, or are in sight again, are passed over.
    Result<Done, SessionError> erase(std::span<const DeliveryId> ids, Erase which);
    /// Gives unused pages at the end of the file back to the disk, some at a time.
    /// \return true when there are more
    bool shrink();

private:
    enum class Flag { Pinned, Removed };

    explicit SessionWriter(Database database, SessionPaths paths);
    Result<Done, SessionError> prepareAll();
    void removeOrphans();
    bool begin();
    Result<Done, SessionError> commit();
    Result<Done, SessionError> fail();
    std::optional<SightState> sightOf(DeliveryId id);
    Result<Done, SessionError> setFlag(std::span<const DeliveryId> ids, Flag flag, bool isSet);
    Result<std::vector<DeliveryId>, SessionError> idsOf(Statement& statement);

    Database m_database;
    SessionPaths m_paths;
    SessionTotals m_totals;
    SessionTotals m_next; ///< totals within the transaction
    bool m_mustWriteTotals = false;
    qint64 m_oldestKept = 0; ///< nothing that retention may take has a smaller id

    Statement m_begin;
    Statement m_commit;
    DeliveryInserter m_inserter;
    Statement m_updateTotals;
    Statement m_sight;
    Statement m_pin;
    Statement m_remove;
    Statement m_oldest;
    Statement m_removed;
    Statement m_cleared;
    Statement m_deleteDelivery;
    Statement m_deletePayload;
    Statement m_deleteKeys;
};

} // namespace hookloupe

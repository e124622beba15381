// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/retention.h"
#include "session/sessionerror.h"
#include "session/sqlite.h"

namespace hookloupe {

/// What decides whether a delivery is in sight, and what it counts.
struct SightState {
    qint64 id = 0;
    qint64 rawSize = 0;
    bool isPinned = false;
    bool isRemoved = false;
};

/// How many deliveries of a session are in sight and how much it keeps, without counting rows again.
///
/// A row of the file holds the totals of all deliveries up to \c countedThrough; only what came later has to be
/// counted. So the row need not be written with every commit. A value; used by the writer's thread.
class SessionTotals {
public:
    /// Reads the row and counts what came later.
    static Result<SessionTotals, SessionError> read(Database& database);
    /// Writes the row, as counted through lastId(). Within the caller's transaction.
    bool write(Statement& update);
    static const char* updateSql();

    /// A delivery that was not there before.
    void arrive(const SightState& row);
    void add(const SightState& row);
    void take(const SightState& row);

    bool isInSight(const SightState& row) const
    {
        return !row.isRemoved && (row.isPinned || row.id > m_clearedThrough);
    }
    qint64 visible() const { return m_pinned + m_shown; }
    KeptAmount kept() const { return m_kept; }
    qint64 clearedThrough() const { return m_clearedThrough; }
    /// The greatest id that was ever given.
    qint64 lastId() const { return m_lastId; }
    /// How many ids came after the row was written.
    qint64 uncounted() const { return m_lastId - m_countedThrough; }

    /// \param last      deliveries up to this one go out of sight
    /// \param stayShown number of deliveries after \p last that are in sight and not pinned
    void clear(qint64 last, qint64 stayShown);
    void undoClear();
    /// What is cleared now stays so.
    void settleClear();

private:
    void count(const SightState& row, int sign);

    qint64 m_countedThrough = 0; ///< of the row in the file
    qint64 m_lastId = 0;
    qint64 m_clearedThrough = 0;
    qint64 m_clearedBefore = 0; ///< cleared through before the last clear()
    qint64 m_pinned = 0; ///< pinned, not removed
    qint64 m_shown = 0; ///< not pinned, not removed, not cleared
    qint64 m_cleared = 0; ///< what undoClear() would bring back
    KeptAmount m_kept;
};

} // namespace hookloupe

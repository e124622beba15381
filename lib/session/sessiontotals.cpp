// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessiontotals.h"

#include <utility>

namespace hookloupe {

namespace {

constexpr qint64 LargestRawSize = qint64(1) << 40; // 1 TiB

/// Numbers of a file are not trusted: sums of what these bounds let through do not overflow.
qint64 amountOf(qint64 stored)
{
    return qBound(qint64(0), stored, qint64(1) << 60);
}

} // namespace

Result<SessionTotals, SessionError> SessionTotals::read(Database& database)
{
    auto row
        = database.prepare("SELECT counted_through, cleared_through, cleared_before, pinned, shown, cleared, kept, "
                           "kept_bytes FROM totals WHERE one = 1");
    if (!row)
        return Unexpected(row.error());
    if (row->step() == Statement::Step::Failed)
        return Unexpected(database.error());
    SessionTotals totals;
    totals.m_countedThrough = amountOf(row->number(0));
    totals.m_lastId = totals.m_countedThrough;
    totals.m_clearedThrough = amountOf(row->number(1));
    totals.m_clearedBefore = amountOf(row->number(2));
    totals.m_pinned = amountOf(row->number(3));
    totals.m_shown = amountOf(row->number(4));
    totals.m_cleared = amountOf(row->number(5));
    totals.m_kept = { amountOf(row->number(6)), amountOf(row->number(7)) };
    row->reset();

    auto later = database.prepare("SELECT id, raw_size, is_pinned, is_removed FROM delivery WHERE id > ?1");
    if (!later)
        return Unexpected(later.error());
    later->bind(1, totals.m_countedThrough);
    Statement::Step step = later->step();
    for (; step == Statement::Step::Row; step = later->step())
        totals.arrive({ later->number(0), later->number(1), later->number(2) != 0, later->number(3) != 0 });
    if (step == Statement::Step::Failed)
        return Unexpected(database.error());
    return totals;
}

const char* SessionTotals::updateSql()
{
    return "UPDATE totals SET counted_through = ?1, cleared_through = ?2, cleared_before = ?3, pinned = ?4, shown = "
           "?5, "
           "cleared = ?6, kept = ?7, kept_bytes = ?8 WHERE one = 1";
}

bool SessionTotals::write(Statement& update)
{
    m_countedThrough = m_lastId;
    int index = 0;
    for (const qint64 value : { m_countedThrough, m_clearedThrough, m_clearedBefore, m_pinned, m_shown, m_cleared,
             m_kept.deliveries, m_kept.bytes })
        update.bind(++index, value);
    return update.run();
}

void SessionTotals::arrive(const SightState& row)
{
    count(row, 1);
    m_lastId = qMax(m_lastId, row.id);
}

void SessionTotals::add(const SightState& row)
{
    count(row, 1);
}

void SessionTotals::take(const SightState& row)
{
    count(row, -1);
}

void SessionTotals::count(const SightState& row, int sign)
{
    if (row.isRemoved)
        return;
    if (row.isPinned) {
        m_pinned += sign;
        return;
    }
    m_kept.deliveries += sign;
    m_kept.bytes += sign * qBound(qint64(0), row.rawSize, LargestRawSize);
    if (row.id > m_clearedThrough)
        m_shown += sign;
    else if (row.id > m_clearedBefore)
        m_cleared += sign;
}

void SessionTotals::clear(qint64 last, qint64 stayShown)
{
    m_clearedBefore = std::exchange(m_clearedThrough, last);
    m_cleared = m_shown - stayShown;
    m_shown = stayShown;
}

void SessionTotals::undoClear()
{
    m_clearedThrough = m_clearedBefore;
    m_shown += std::exchange(m_cleared, 0);
}

void SessionTotals::settleClear()
{
    m_clearedBefore = m_clearedThrough;
    m_cleared = 0;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a session, and how its room is given back.
#include "session/retention.h"
#include "session/sessionwriter.h"
#include "session/storedfacts.h"

#include <QFile>
#include <QStringList>

#include <utility>

namespace hookloupe {

namespace {

constexpr int ShrinkPages = 128;

} // namespace

Result<std::vector<DeliveryId>, SessionError> SessionWriter::surplus(
    const RetentionLimits& limits, SystemTime now, int limit)
{
    RetentionCut cut(limits, m_totals.kept(), now);
    m_oldest.bind(1, m_oldestKept);
    m_oldest.bind(2, limit);
    const StatementScope scope(m_oldest);
    std::vector<DeliveryId> ids;
    Statement::Step step = m_oldest.step();
    for (; step == Statement::Step::Row; step = m_oldest.step()) {
        const qint64 id = m_oldest.number(0);
        if (ids.empty())
            m_oldestKept = id;
        if (!cut.takes(decodeTime(m_oldest.number(1)), m_oldest.number(2)))
            return ids;
        ids.push_back({ id });
    }
    if (step == Statement::Step::Failed)
        return Unexpected(m_database.error());
    return ids;
}

std::optional<SystemTime> SessionWriter::oldestKept()
{
    m_oldest.bind(1, m_oldestKept);
    m_oldest.bind(2, 1);
    const StatementScope scope(m_oldest);
    if (m_oldest.step() != Statement::Step::Row)
        return std::nullopt;
    return decodeTime(m_oldest.number(1));
}

Result<std::vector<DeliveryId>, SessionError> SessionWriter::idsOf(Statement& statement)
{
    const StatementScope scope(statement);
    std::vector<DeliveryId> ids;
    Statement::Step step = statement.step();
    for (; step == Statement::Step::Row; step = statement.step())
        ids.push_back({ statement.number(0) });
    if (step == Statement::Step::Failed)
        return Unexpected(m_database.error());
    return ids;
}

Result<std::vector<DeliveryId>, SessionError> SessionWriter::removedAfter(qint64 after, int limit)
{
    m_removed.bind(1, after);
    m_removed.bind(2, limit);
    return idsOf(m_removed);
}

Result<std::vector<DeliveryId>, SessionError> SessionWriter::clearedAfter(qint64 after, qint64 last, int limit)
{
    m_cleared.bind(1, after);
    m_cleared.bind(2, last);
    m_cleared.bind(3, limit);
    return idsOf(m_cleared);
}

Result<Done, SessionError> SessionWriter::erase(std::span<const DeliveryId> ids, Erase which)
{
    if (!begin())
        return fail();
    m_mustWriteTotals = true;
    QStringList bodies;
    for (const DeliveryId id : ids) {
        const auto sight = sightOf(id);
        if (!sight || (which == Erase::OutOfSight && m_next.isInSight(*sight)))
            continue;
        m_next.take(*sight);
        m_deleteDelivery.bind(1, id.value);
        m_deleteKeys.bind(1, id.value);
        if (!m_deleteDelivery.run() || !m_deleteKeys.run())
            return fail();
        m_deletePayload.bind(1, id.value);
        const StatementScope scope(m_deletePayload);
        Statement::Step step = m_deletePayload.step();
        for (; step == Statement::Step::Row; step = m_deletePayload.step())
            bodies.append(m_paths.bodyPath(QString::fromUtf8(m_deletePayload.bytes(0))));
        if (step == Statement::Step::Failed)
            return fail();
    }
    auto done = commit();
    if (done) {
        bodies.removeAll(QString());
        for (const QString& body : std::as_const(bodies))
            QFile::remove(body);
    }
    return done;
}

bool SessionWriter::shrink()
{
    const auto unused = m_database.number("PRAGMA freelist_count");
    if (!unused || *unused <= ShrinkPages)
        return false;
    if (!m_database.run("PRAGMA incremental_vacuum(128)"))
        return false;
    // A damaged file may tell of unused pages that it has not.
    const auto left = m_database.number("PRAGMA freelist_count");
    return left && *left < *unused;
}

} // namespace hookloupe

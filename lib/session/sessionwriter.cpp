// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionwriter.h"

#include "session/corrections/correctiontable.h"
#include "session/endpoints/endpointtable.h"
#include "session/schema.h"
#include "session/storedfacts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 UncountedDeliveries = 4096; // at most so many rows have to be counted by a reader
constexpr qint64 LargestId = qint64(1) << 60;

/// True for a file that holds nothing yet; for one that cannot be read, what follows says why.
bool isNew(Database& database)
{
    const auto pages = database.number("PRAGMA page_count");
    return pages && *pages == 0;
}

/// Waits until everything written to the file so far is on the disk: a checkpoint does that once it has moved a page.
Result<Done, SessionError> bringToDisk(Database& database)
{
    const auto version = database.number("PRAGMA user_version");
    if (!version)
        return Unexpected(version.error());
    const QByteArray sameVersion = "PRAGMA user_version = " + QByteArray::number(*version);
    if (auto done = database.run(sameVersion.constData()); !done)
        return done;
    if (database.checkpoint(Database::Checkpoint::Truncate) != 0)
        return Unexpected(database.error());
    return Done {};
}

} // namespace

Result<std::unique_ptr<SessionWriter>, SessionError> SessionWriter::open(const SessionPaths& paths)
{
    // Files are removed there: a session from elsewhere must not be able to point at another folder.
    if (QFileInfo(paths.bodies).isSymLink()) {
        return Unexpected(SessionError { SessionErrorCode::Failed,
            u"%1 is a link, which a session does not write through: put the folder itself there"_s.arg(paths.bodies) });
    }
    auto database = Database::open(paths.file, Database::Mode::Create);
    if (!database)
        return Unexpected(database.error());
    // A new file waits for the disk once, when it is ready, instead of a dozen times.
    const bool waitsOnce = isNew(*database);
    if (const auto done = database->run(waitsOnce ? "PRAGMA synchronous = OFF" : ""); !done)
        return Unexpected(done.error());
    if (const auto done = migrate(*database, sessionMigrations()); !done)
        return Unexpected(done.error());
    // The journal's checkpointer moves the WAL, so that no commit has to wait for it.
    if (const auto done = database->run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                                        "PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = 0");
        !done)
        return Unexpected(done.error());
    if (const auto done = waitsOnce ? bringToDisk(*database) : Result<Done, SessionError>(Done {}); !done)
        return Unexpected(done.error());

    std::unique_ptr<SessionWriter> writer(new SessionWriter(std::move(*database), paths));
    if (const auto done = writer->prepareAll(); !done)
        return Unexpected(done.error());
    writer->removeOrphans();
    return writer;
}

SessionWriter::SessionWriter(Database database, SessionPaths paths)
    : m_database(std::move(database))
    , m_paths(std::move(paths))
{
}

Result<Done, SessionError> SessionWriter::prepareAll()
{
    const std::pair<Statement*, const char*> all[] = {
        { &m_begin, "BEGIN IMMEDIATE" },
        { &m_commit, "COMMIT" },
        { &m_updateTotals, SessionTotals::updateSql() },
        { &m_sight, "SELECT raw_size, is_pinned, is_removed FROM delivery WHERE id = ?1" },
        { &m_pin, "UPDATE delivery SET is_pinned = ?2 WHERE id = ?1" },
        { &m_remove, "UPDATE delivery SET is_removed = ?2 WHERE id = ?1" },
        { &m_oldest,
            "SELECT id, received_us, raw_size FROM delivery "
            "WHERE id >= ?1 AND is_pinned = 0 AND is_removed = 0 ORDER BY id LIMIT ?2" },
        { &m_removed, "SELECT id FROM delivery WHERE is_removed = 1 AND id > ?1 ORDER BY id LIMIT ?2" },
        { &m_cleared, "SELECT id FROM delivery WHERE id > ?1 AND id <= ?2 AND is_pinned = 0 ORDER BY id LIMIT ?3" },
        { &m_deleteDelivery, "DELETE FROM delivery WHERE id = ?1" },
        { &m_deletePayload, "DELETE FROM payload WHERE id = ?1 RETURNING body_file" },
        { &m_deleteKeys, "DELETE FROM message_key WHERE id = ?1" },
    };
    for (const auto& [statement, sql] : all) {
        auto prepared = m_database.prepare(sql);
        if (!prepared)
            return Unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    const auto totals = SessionTotals::read(m_database);
    if (!totals)
        return Unexpected(totals.error());
    m_totals = *totals;
    if (m_totals.lastId() > LargestId) {
        return Unexpected(SessionError { SessionErrorCode::Damaged,
            u"%1 holds an impossible number (%2): restore it from a copy"_s.arg(
                m_paths.file, QString::number(m_totals.lastId())) });
    }
    return m_inserter.prepare(m_database);
}

void SessionWriter::removeOrphans()
{
    const QStringList present = QDir(m_paths.bodies).entryList(QDir::Files | QDir::NoSymLinks);
    if (present.isEmpty())
        return;
    auto named = m_database.prepare("SELECT body_file FROM payload WHERE body_file IS NOT NULL");
    if (!named)
        return;
    QSet<QString> known;
    Statement::Step step = named->step();
    for (; step == Statement::Step::Row; step = named->step())
        known.insert(QString::fromUtf8(named->bytes(0)));
    if (step == Statement::Step::Failed)
        return;
    for (const QString& name : present) {
        const QString path = m_paths.bodyPath(name);
        if (!path.isEmpty() && !known.contains(name))
            QFile::remove(path);
    }
}

bool SessionWriter::begin()
{
    m_next = m_totals;
    m_mustWriteTotals = false;
    return m_begin.run();
}

Result<Done, SessionError> SessionWriter::commit()
{
    const bool isDue = m_mustWriteTotals || m_next.uncounted() >= UncountedDeliveries;
    if (isDue && !m_next.write(m_updateTotals))
        return fail();
    if (!m_commit.run())
        return fail();
    m_totals = m_next;
    return Done {};
}

Result<Done, SessionError> SessionWriter::fail()
{
    const SessionError error = m_database.error();
    m_database.rollBack();
    m_inserter.forget();
    return Unexpected(error);
}

Result<Done, SessionError> SessionWriter::insert(std::span<const Delivery> deliveries)
{
    if (!begin())
        return fail();
    for (const Delivery& delivery : deliveries) {
        if (!m_inserter.insert(delivery))
            return fail();
        m_next.arrive({ delivery.id.value, rawSize(*delivery.request), delivery.isPinned, false });
    }
    return commit();
}

void SessionWriter::dropBodies(std::span<const Delivery> deliveries)
{
    for (const Delivery& delivery : deliveries) {
        if (delivery.request->body.isInFile())
            QFile::remove(delivery.request->body.path());
    }
}

std::optional<SightState> SessionWriter::sightOf(DeliveryId id)
{
    m_sight.bind(1, id.value);
    const StatementScope scope(m_sight);
    if (m_sight.step() != Statement::Step::Row)
        return std::nullopt;
    return SightState { id.value, m_sight.number(0), m_sight.number(1) != 0, m_sight.number(2) != 0 };
}

Result<Done, SessionError> SessionWriter::setFlag(std::span<const DeliveryId> ids, Flag flag, bool isSet)
{
    if (!begin())
        return fail();
    m_mustWriteTotals = true;
    Statement& update = flag == Flag::Pinned ? m_pin : m_remove;
    for (const DeliveryId id : ids) {
        auto sight = sightOf(id);
        if (!sight)
            continue;
        m_next.take(*sight);
        (flag == Flag::Pinned ? sight->isPinned : sight->isRemoved) = isSet;
        m_next.add(*sight);
        update.bind(1, id.value);
        update.bind(2, isSet ? 1 : 0);
        if (!update.run())
            return fail();
        if (!isSet)
            m_oldestKept = qMin(m_oldestKept, id.value);
    }
    return commit();
}

Result<Done, SessionError> SessionWriter::setPinned(std::span<const DeliveryId> ids, bool isPinned)
{
    return setFlag(ids, Flag::Pinned, isPinned);
}

Result<Done, SessionError> SessionWriter::setRemoved(std::span<const DeliveryId> ids, bool isRemoved)
{
    return setFlag(ids, Flag::Removed, isRemoved);
}

Result<std::vector<FactsUpdate>, SessionError> SessionWriter::setFacts(std::vector<FactsUpdate> updates)
{
    const auto failed = [this] { return Unexpected(fail().error()); };
    if (!begin())
        return failed();
    std::vector<FactsUpdate> kept;
    kept.reserve(updates.size());
    for (FactsUpdate& update : updates) {
        if (!m_inserter.updateFacts(update.id, update.facts))
            return failed();
        if (m_database.rowsWritten() == 0)
            continue;
        if (!m_inserter.putKeys(update.id, update.keys))
            return failed();
        kept.push_back(std::move(update));
    }
    if (const auto done = commit(); !done)
        return Unexpected(done.error());
    return kept;
}

Result<Done, SessionError> SessionWriter::setEndpoints(const std::vector<Endpoint>& endpoints)
{
    if (!begin())
        return fail();
    if (auto done = writeEndpoints(m_database, endpoints); !done) {
        m_database.rollBack();
        return done;
    }
    return commit();
}

Result<Done, SessionError> SessionWriter::addCorrection(const SubscriptionCorrection& correction)
{
    if (!begin())
        return fail();
    if (auto done = writeCorrection(m_database, correction); !done) {
        m_database.rollBack();
        return done;
    }
    return commit();
}

Result<Done, SessionError> SessionWriter::clear(qint64 last)
{
    if (last <= m_totals.clearedThrough())
        return Done {};
    auto later = m_database.prepare("SELECT count(*) FROM delivery WHERE id > ?1 AND is_pinned = 0 AND is_removed = 0");
    if (!later)
        return Unexpected(later.error());
    later->bind(1, last);
    if (later->step() != Statement::Step::Row)
        return Unexpected(m_database.error());
    const qint64 stayShown = later->number(0);
    later->reset();

    if (!begin())
        return fail();
    m_next.clear(last, stayShown);
    m_mustWriteTotals = true;
    return commit();
}

Result<Done, SessionError> SessionWriter::undoClear()
{
    if (!begin())
        return fail();
    m_next.undoClear();
    m_mustWriteTotals = true;
    return commit();
}

Result<Done, SessionError> SessionWriter::settleClear()
{
    if (!begin())
        return fail();
    m_next.settleClear();
    m_mustWriteTotals = true;
    return commit();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journal.h"

#include "session/journalthread.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QRandomGenerator>

#include <atomic>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Makes an empty file that only its owner may read: captured requests hold what others should not see.
void createPrivately(const QString& path)
{
    QFile file(path);
    const bool isNew = file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner);
    Q_UNUSED(isNew) // when it cannot be made, SQLite says why
}

SessionError lockError(const QLockFile& lock, const QString& file)
{
    if (lock.error() != QLockFile::LockFailedError) {
        return { SessionErrorCode::Failed,
            u"%1 cannot be written: check that its folder exists and its permissions"_s.arg(file) };
    }
    qint64 pid = 0;
    QString host;
    QString program;
    if (!lock.getLockInfo(&pid, &host, &program))
        return { SessionErrorCode::Locked, u"%1 is being written by another program: close it there"_s.arg(file) };
    return { SessionErrorCode::Locked,
        u"%1 is being written by %2 (process %3): close it there, or open it to read"_s.arg(
            file, program, QString::number(pid)) };
}

} // namespace

struct Journal::Private {
    SessionPaths paths;
    QString bodyPrefix; ///< no other journal uses it
    std::unique_ptr<QLockFile> lock;
    std::atomic<qint64> nextId { 1 };
    std::atomic<qint64> nextBody { 1 };
    std::unique_ptr<JournalThread> thread;
};

Result<std::unique_ptr<Journal>, SessionError> Journal::open(
    const QString& file, const RetentionLimits& limits, JournalListener& listener)
{
    auto d = std::make_unique<Private>();
    d->paths = SessionPaths::of(file);
    d->bodyPrefix = QString::number(QRandomGenerator::system()->generate64(), 16) + u'-';
    d->lock = std::make_unique<QLockFile>(d->paths.lock);
    d->lock->setStaleLockTime(0);
    if (!d->lock->tryLock(0))
        return Unexpected(lockError(*d->lock, d->paths.file));

    createPrivately(d->paths.file);
    auto writer = SessionWriter::open(d->paths);
    if (!writer)
        return Unexpected(writer.error());
    auto checkpointer = Checkpointer::start(d->paths.file);
    if (!checkpointer)
        return Unexpected(checkpointer.error());
    d->nextId = (*writer)->totals().lastId() + 1;
    d->thread = std::make_unique<JournalThread>(std::move(*writer), std::move(*checkpointer), limits, listener);
    return std::unique_ptr<Journal>(new Journal(std::move(d)));
}

Journal::Journal(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Journal::~Journal() = default;

QString Journal::file() const
{
    return d->paths.file;
}

QString Journal::newBodyFile() const
{
    if (!QDir().exists(d->paths.bodies) && QDir().mkpath(d->paths.bodies))
        QFile::setPermissions(d->paths.bodies, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return d->paths.bodyPath(d->bodyPrefix + QString::number(d->nextBody.fetch_add(1)));
}

DeliveryId Journal::firstFreeId() const
{
    return { d->nextId.load() };
}

void Journal::append(Delivery delivery)
{
    qint64 next = d->nextId.load();
    while (next <= delivery.id.value && !d->nextId.compare_exchange_weak(next, delivery.id.value + 1)) { }
    d->thread->append(std::move(delivery));
}

void Journal::setPinned(std::vector<DeliveryId> ids, bool isPinned)
{
    d->thread->ask([thread = d->thread.get(), ids = std::move(ids), isPinned] {
        thread->setFlag(ids, isPinned, &SessionWriter::setPinned);
    });
}

void Journal::remove(std::vector<DeliveryId> ids)
{
    d->thread->ask(
        [thread = d->thread.get(), ids = std::move(ids)] { thread->setFlag(ids, true, &SessionWriter::setRemoved); });
}

void Journal::restore(std::vector<DeliveryId> ids)
{
    d->thread->ask(
        [thread = d->thread.get(), ids = std::move(ids)] { thread->setFlag(ids, false, &SessionWriter::setRemoved); });
}

void Journal::setFacts(std::vector<FactsUpdate> updates)
{
    d->thread->ask(
        [thread = d->thread.get(), updates = std::move(updates)]() mutable { thread->setFacts(std::move(updates)); });
}

void Journal::setEndpoints(std::vector<Endpoint> endpoints)
{
    d->thread->ask([thread = d->thread.get(), endpoints = std::move(endpoints)] { thread->setEndpoints(endpoints); });
}

void Journal::addCorrection(const SubscriptionCorrection& correction)
{
    d->thread->ask([thread = d->thread.get(), correction] { thread->addCorrection(correction); });
}

void Journal::clear(DeliveryId last)
{
    d->thread->ask([thread = d->thread.get(), last] { thread->clear(last); });
}

void Journal::undoClear()
{
    d->thread->ask([thread = d->thread.get()] { thread->undoClear(); });
}

void Journal::purgeRemoved()
{
    d->thread->ask([thread = d->thread.get()] { thread->beginPurge(); });
}

void Journal::setRetention(const RetentionLimits& limits)
{
    d->thread->ask([thread = d->thread.get(), limits] { thread->setRetention(limits); });
}

void Journal::whenDone(std::function<void()> then)
{
    d->thread->ask(std::move(then));
}

void Journal::flush()
{
    d->thread->askAndWait([thread = d->thread.get()] { thread->finishHousekeeping(); });
}

Result<Done, SessionError> Journal::saveCopy(const QString& file)
{
    // The copy reads over a connection of its own, so commits go on; body files must stay until they are linked.
    d->thread->askAndWait([thread = d->thread.get()] { thread->holdDeletes(true); });
    auto done = copySession(d->paths.file, file);
    d->thread->askAndWait([thread = d->thread.get()] { thread->holdDeletes(false); });
    return done;
}

} // namespace hookloupe

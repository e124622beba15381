// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/checkpointer.h"

#include <chrono>
#include <limits>

namespace hookloupe {

using namespace std::chrono_literals;

namespace {

constexpr auto IdleAfter = 1s;

} // namespace

Result<std::unique_ptr<Checkpointer>, SessionError> Checkpointer::start(const QString& file)
{
    auto database = Database::open(file, Database::Mode::ReadWrite);
    if (!database)
        return Unexpected(database.error());
    // A checkpoint that would have to wait holds the writer's lock meanwhile: rather try again later.
    database->setBusyTimeout(0);
    if (const auto done = database->run("PRAGMA synchronous = NORMAL"); !done)
        return Unexpected(done.error());
    return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(*database)));
}

Checkpointer::Checkpointer(Database database)
    : m_database(std::move(database))
{
    m_thread = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Checkpointer::committed(int pages)
{
    m_pages.store(pages, std::memory_order_relaxed);
    m_commits.fetch_add(1, std::memory_order_relaxed);
    if (pages < m_wakeAt.load(std::memory_order_relaxed))
        return;
    m_wakeAt.store(std::numeric_limits<int>::max(), std::memory_order_relaxed);
    {
        const std::lock_guard lock(m_mutex); // so that the wake is not lost between the thread's look and its sleep
    }
    m_wake.notify_one();
}

void Checkpointer::run()
{
    int done = 0; // pages of the WAL that were there at the last checkpoint
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        const quint64 commits = m_commits.load(std::memory_order_relaxed);
        int pages = m_pages.load(std::memory_order_relaxed);
        if (pages < done)
            done = 0; // the WAL began anew
        // Idle is only what a whole wait has shown: emptying the WAL holds the writer's lock.
        bool isIdle = false;
        if (pages > 0 && pages - done < PassivePages) {
            m_wakeAt.store(done + PassivePages, std::memory_order_relaxed);
            const bool isWoken = m_wake.wait_for(lock, IdleAfter,
                [&] { return m_isStopping || m_pages.load(std::memory_order_relaxed) >= done + PassivePages; });
            isIdle = !isWoken && m_commits.load(std::memory_order_relaxed) == commits;
        } else if (pages == 0) {
            m_wakeAt.store(1, std::memory_order_relaxed);
            m_wake.wait(lock, [&] { return m_isStopping || m_pages.load(std::memory_order_relaxed) > 0; });
        }
        if (m_isStopping)
            return;
        pages = m_pages.load(std::memory_order_relaxed);

        lock.unlock();
        if (isIdle) {
            m_database.checkpoint(Database::Checkpoint::Passive);
            const bool isEmpty = m_database.checkpoint(Database::Checkpoint::Truncate) == 0;
            int expected = pages;
            if (isEmpty)
                m_pages.compare_exchange_strong(expected, 0, std::memory_order_relaxed);
            done = isEmpty ? 0 : pages;
        } else if (pages - done >= PassivePages) {
            m_database.checkpoint(Database::Checkpoint::Passive);
            done = pages;
            if (pages >= RestartPages) {
                // The restart brings the file to the disk while commits wait: let little be left to bring.
                m_database.syncFile();
                m_database.checkpoint(Database::Checkpoint::Passive);
                m_wantsRestart.store(true, std::memory_order_relaxed);
            }
        }
        lock.lock();
    }
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/sessionerror.h"
#include "session/sqlite.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace hookloupe {

/// Moves what the journal commits from the WAL into the session file, in a thread and over a connection of its own,
/// so that no commit waits for it.
///
/// Beside commits it runs passive checkpoints, each after PassivePages new pages. These cannot start the WAL anew while
/// commits keep coming: beyond RestartPages the writer is asked to do that itself, between two commits. After a second
/// without commits the WAL is emptied.
class Checkpointer {
public:
    static constexpr int PassivePages = 128; // 4 MiB
    static constexpr int RestartPages = 2048; // 64 MiB

    static Result<std::unique_ptr<Checkpointer>, SessionError> start(const QString& file);
    /// Waits for the checkpoint under way.
    ~Checkpointer();
    Q_DISABLE_COPY_MOVE(Checkpointer)

    /// \param pages  now in the WAL. Called by the writer after each commit; cheap.
    void committed(int pages);
    /// True once each time the writer should restart the WAL.
    bool takeRestartWish() { return m_wantsRestart.exchange(false, std::memory_order_relaxed); }

private:
    explicit Checkpointer(Database database);
    void run();

    Database m_database;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<int> m_pages { 0 };
    std::atomic<quint64> m_commits { 0 };
    std::atomic<int> m_wakeAt { 1 }; ///< pages at which the thread wants to be woken
    std::atomic<bool> m_wantsRestart { false };
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace hookloupe

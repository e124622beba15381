// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/checkpointer.h"
#include "session/journal.h"
#include "session/sessionwriter.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

namespace hookloupe {

/// The journal's thread: takes what was asked for, in order, and commits all deliveries that wait at once.
///
/// Deleting (retention, purge) goes in steps of at most StepRows rows: when nothing has come for a moment, and under
/// load once for each half a step of new deliveries, so that it keeps up without holding up a commit for long.
class JournalThread {
public:
    static constexpr int BatchDeliveries = 2048; // bounds the time that one commit takes
    static constexpr int StepRows = 500;

    JournalThread(std::unique_ptr<SessionWriter> writer, std::unique_ptr<Checkpointer> checkpointer,
        const RetentionLimits& limits, JournalListener& listener);
    /// Does what was asked for, then closes the session.
    ~JournalThread();
    Q_DISABLE_COPY_MOVE(JournalThread)

    // From any thread:
    void append(Delivery delivery);
    /// \param command  called in the journal's thread
    void ask(std::function<void()> command);
    /// Asks, and waits until it is done.
    void askAndWait(const std::function<void()>& command);

    // Within a command:
    void setFlag(const std::vector<DeliveryId>& ids, bool isSet,
        Result<Done, SessionError> (SessionWriter::*setter)(std::span<const DeliveryId>, bool));
    void setFacts(std::vector<FactsUpdate> updates);
    void setEndpoints(const std::vector<Endpoint>& endpoints);
    void addCorrection(const SubscriptionCorrection& correction) { report(m_writer->addCorrection(correction)); }
    void clear(DeliveryId last);
    void undoClear();
    void beginPurge();
    void setRetention(const RetentionLimits& limits) { m_limits = limits; }
    /// Does all deleting that is due.
    void finishHousekeeping();
    /// No deleting until released.
    void holdDeletes(bool isHeld) { m_areDeletesHeld = isHeld; }

private:
    using Command = std::function<void()>;
    using Task = std::variant<Delivery, Command>;

    struct Purge {
        std::vector<DeliveryId> removed; ///< those asked for that are left, in descending order
        qint64 clearedAfter = 0;
        qint64 clearedLast = 0;
    };

    void push(Task task);
    void run();
    bool waitForTasks();
    void fetch(std::vector<Task>& arrived);
    void fetchNow();
    void commitLeading();
    void tendWal();
    void report(const Result<Done, SessionError>& done);
    bool isHousekeepingDue();
    bool isOldestTooOld();
    void housekeepingStep();
    void purgeStep();
    void retentionStep();

    std::unique_ptr<SessionWriter> m_writer;
    std::unique_ptr<Checkpointer> m_checkpointer;
    JournalListener& m_listener;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Task> m_arrived; ///< guarded by m_mutex
    bool m_isStopping = false; ///< guarded by m_mutex

    // Of the thread alone:
    std::deque<Task> m_tasks;
    RetentionLimits m_limits;
    std::optional<Purge> m_purge;
    std::optional<SystemTime> m_oldest; ///< arrival of the oldest delivery that retention may take, when known
    int m_newSinceStep = 0;
    int m_walPages = 0;
    bool m_areDeletesHeld = false;
    bool m_hasHousekeepingFailed = false; ///< until a commit succeeds again
    bool m_canShrink = false;

    std::thread m_thread;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/journalthread.h"

#include <algorithm>
#include <future>
#include <limits>
#include <utility>

namespace hookloupe {

using namespace std::chrono_literals;

namespace {

constexpr auto IdleAfter = 200ms;
constexpr auto AgeCheckEvery = 5s;

} // namespace

JournalThread::JournalThread(std::unique_ptr<SessionWriter> writer, std::unique_ptr<Checkpointer> checkpointer,
    const RetentionLimits& limits, JournalListener& listener)
    : m_writer(std::move(writer))
    , m_checkpointer(std::move(checkpointer))
    , m_listener(listener)
    , m_limits(limits)
{
    m_writer->database().watchWal(&m_walPages);
    m_thread = std::thread([this] { run(); });
}

JournalThread::~JournalThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
    m_checkpointer.reset();
    m_writer->database().watchWal(nullptr);
    m_writer->database().setBusyTimeout(0);
    m_writer->database().checkpoint(Database::Checkpoint::Truncate);
}

void JournalThread::append(Delivery delivery)
{
    push(Task(std::in_place_type<Delivery>, std::move(delivery)));
}

void JournalThread::ask(std::function<void()> command)
{
    push(Task(std::in_place_type<Command>, std::move(command)));
}

void JournalThread::askAndWait(const std::function<void()>& command)
{
    std::promise<void> done;
    ask([&] {
        command();
        done.set_value();
    });
    done.get_future().wait();
}

void JournalThread::push(Task task)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_arrived.empty();
        m_arrived.push_back(std::move(task));
    }
    if (wasEmpty)
        m_wake.notify_one();
}

void JournalThread::run()
{
    while (waitForTasks()) {
        while (!m_tasks.empty()) {
            if (std::holds_alternative<Delivery>(m_tasks.front())) {
                commitLeading();
                if (m_newSinceStep >= StepRows / 2 && isHousekeepingDue())
                    housekeepingStep();
            } else {
                const Command command = std::move(std::get<Command>(m_tasks.front()));
                m_tasks.pop_front();
                command();
            }
            fetchNow();
        }
    }
}

bool JournalThread::waitForTasks()
{
    const auto hasWork = [this] { return m_isStopping || !m_arrived.empty(); };
    std::vector<Task> arrived;
    {
        std::unique_lock lock(m_mutex);
        bool isQuiet = false;
        while (!hasWork()) {
            lock.unlock();
            const bool isDue = isHousekeepingDue();
            if (isDue && isQuiet)
                housekeepingStep();
            lock.lock();
            if (isDue && !isQuiet)
                isQuiet = !m_wake.wait_for(lock, IdleAfter, hasWork);
            else if (!isDue && m_limits.age)
                m_wake.wait_for(lock, AgeCheckEvery, hasWork);
            else if (!isDue)
                m_wake.wait(lock, hasWork);
        }
        arrived.swap(m_arrived);
    }
    fetch(arrived);
    return !m_tasks.empty();
}

void JournalThread::fetch(std::vector<Task>& arrived)
{
    m_tasks.insert(m_tasks.end(), std::make_move_iterator(arrived.begin()), std::make_move_iterator(arrived.end()));
}

void JournalThread::fetchNow()
{
    std::vector<Task> arrived;
    {
        const std::lock_guard lock(m_mutex);
        arrived.swap(m_arrived);
    }
    fetch(arrived);
}

void JournalThread::commitLeading()
{
    std::vector<Delivery> batch;
    while (!m_tasks.empty() && batch.size() < BatchDeliveries) {
        auto* delivery = std::get_if<Delivery>(&m_tasks.front());
        if (!delivery)
            break;
        batch.push_back(std::move(*delivery));
        m_tasks.pop_front();
    }
    if (batch.empty())
        return;
    m_newSinceStep += static_cast<int>(batch.size());
    if (const auto done = m_writer->insert(batch); !done) {
        m_writer->dropBodies(batch);
        m_listener.failed(std::move(batch), done.error());
        return;
    }
    m_hasHousekeepingFailed = false;
    m_listener.committed(std::move(batch));
    tendWal();
}

void JournalThread::tendWal()
{
    m_checkpointer->committed(m_walPages);
    if (!m_checkpointer->takeRestartWish())
        return;
    // Between two commits little is left to move, and no reader is waited for.
    m_writer->database().setBusyTimeout(0);
    m_writer->database().checkpoint(Database::Checkpoint::Restart);
    m_writer->database().setBusyTimeout();
}

void JournalThread::report(const Result<Done, SessionError>& done)
{
    if (done)
        m_checkpointer->committed(m_walPages);
    else
        m_listener.failed({}, done.error());
}

void JournalThread::setFlag(const std::vector<DeliveryId>& ids, bool isSet,
    Result<Done, SessionError> (SessionWriter::*setter)(std::span<const DeliveryId>, bool))
{
    std::span<const DeliveryId> left(ids);
    while (!left.empty()) {
        const std::size_t step = std::min(left.size(), static_cast<std::size_t>(StepRows));
        const auto done = ((*m_writer).*setter)(left.first(step), isSet);
        report(done);
        if (!done)
            return;
        left = left.subspan(step);
        fetchNow();
        commitLeading();
    }
    m_oldest.reset();
}

void JournalThread::setFacts(std::vector<FactsUpdate> updates)
{
    auto kept = m_writer->setFacts(std::move(updates));
    if (!kept) {
        m_listener.failed({}, kept.error());
        return;
    }
    m_checkpointer->committed(m_walPages);
    if (!kept->empty())
        m_listener.factsKept(std::move(*kept));
}

void JournalThread::setEndpoints(const std::vector<Endpoint>& endpoints)
{
    report(m_writer->setEndpoints(endpoints));
}

void JournalThread::clear(DeliveryId last)
{
    report(m_writer->clear(last.value));
}

void JournalThread::undoClear()
{
    report(m_writer->undoClear());
}

void JournalThread::beginPurge()
{
    auto removed = m_writer->removedAfter(0, std::numeric_limits<int>::max());
    const auto settled = removed ? m_writer->settleClear() : Result<Done, SessionError>(Unexpected(removed.error()));
    report(settled);
    if (!settled)
        return;
    std::reverse(removed->begin(), removed->end());
    m_purge = Purge { std::move(*removed), 0, m_writer->totals().clearedThrough() };
}

bool JournalThread::isHousekeepingDue()
{
    if (m_areDeletesHeld || m_hasHousekeepingFailed)
        return false;
    return m_purge || m_canShrink || RetentionCut(m_limits, m_writer->totals().kept(), now()).isOverAmount()
        || isOldestTooOld();
}

bool JournalThread::isOldestTooOld()
{
    if (!m_limits.age || m_writer->totals().kept().deliveries == 0)
        return false;
    if (!m_oldest)
        m_oldest = m_writer->oldestKept();
    return m_oldest && RetentionCut(m_limits, {}, now()).isTooOld(*m_oldest);
}

void JournalThread::finishHousekeeping()
{
    while (isHousekeepingDue()) {
        housekeepingStep();
        fetchNow();
        commitLeading();
    }
}

void JournalThread::housekeepingStep()
{
    m_newSinceStep = 0;
    if (m_purge)
        purgeStep();
    else if (m_canShrink)
        m_canShrink = m_writer->shrink();
    else
        retentionStep();
    m_checkpointer->committed(m_walPages);
}

void JournalThread::purgeStep()
{
    std::vector<DeliveryId> ids;
    while (!m_purge->removed.empty() && ids.size() < StepRows) {
        ids.push_back(m_purge->removed.back());
        m_purge->removed.pop_back();
    }
    if (ids.empty()) {
        auto cleared = m_writer->clearedAfter(m_purge->clearedAfter, m_purge->clearedLast, StepRows);
        if (cleared)
            ids = std::move(*cleared);
        if (!ids.empty())
            m_purge->clearedAfter = ids.back().value;
    }
    if (ids.empty()) {
        m_purge.reset();
        m_canShrink = true;
        return;
    }
    m_oldest.reset();
    if (const auto done = m_writer->erase(ids, SessionWriter::Erase::OutOfSight); !done) {
        m_purge.reset();
        m_hasHousekeepingFailed = true;
    }
}

void JournalThread::retentionStep()
{
    m_oldest.reset();
    auto surplus = m_writer->surplus(m_limits, now(), StepRows);
    m_hasHousekeepingFailed = !surplus || surplus->empty();
    if (m_hasHousekeepingFailed)
        return;
    const KeptAmount before = m_writer->totals().kept();
    if (const auto done = m_writer->erase(*surplus, SessionWriter::Erase::All); !done) {
        m_hasHousekeepingFailed = true;
        return;
    }
    m_hasHousekeepingFailed = m_writer->totals().kept() == before; // a damaged session can list what it does not have
    m_listener.retired(std::move(*surplus));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sessionhistory.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace hookloupe {

namespace {

/// So many are told at once: whoever hears it works out the facts of each.
constexpr std::size_t ToldAtOnce = 1000;

} // namespace

/// Reads in a thread of its own, one task after the other.
struct SessionHistory::Reader {
    enum class Kind { Whole, More, Again, Forget };
    struct Task {
        Kind kind = Kind::Whole;
        quint64 session = 0;
        QString file;
        HistoryRange range;
    };

    Reader(SessionHistory* owner, std::function<std::shared_ptr<const InspectionRules>()> theRules)
        : q(owner)
        , rules(std::move(theRules))
        , thread([this] { run(); })
    {
    }
    ~Reader()
    {
        {
            const std::lock_guard lock(mutex);
            isEnding = true;
            ++session;
        }
        wake.notify_one();
        thread.join();
    }
    Q_DISABLE_COPY_MOVE(Reader)

    void ask(Kind kind, HistoryRange range, const QString& newFile = {})
    {
        {
            const std::lock_guard lock(mutex);
            if (kind == Kind::Whole) {
                ++session;
                tasks.clear();
                file = newFile;
            }
            tasks.push_back({ kind, session, file, range });
        }
        wake.notify_one();
    }

    void run()
    {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return isEnding || !tasks.empty(); });
            if (isEnding)
                return;
            const Task task = std::move(tasks.front());
            tasks.pop_front();
            isBusy = true;
            lock.unlock();
            carryOut(task);
            lock.lock();
            isBusy = false;
            if (tasks.empty())
                QMetaObject::invokeMethod(q, &SessionHistory::readingEnded, Qt::QueuedConnection);
        }
    }

    void carryOut(const Task& task)
    {
        if (task.file.isEmpty() || session != task.session || task.range.generation != q->m_history->generation())
            return;
        if (!reader || openFile != task.file || task.kind == Kind::Whole) {
            lastRead = {};
            auto opened = SessionReader::open(task.file);
            reader = opened ? std::move(*opened) : nullptr;
            openFile = task.file;
        }
        if (!reader)
            return;
        if (task.kind == Kind::Whole) {
            for (const SubscriptionCorrection& correction : reader->corrections())
                q->m_history->correct(correction, task.range.generation);
            q->m_history->beginLoading(task.range.generation);
            lastRead = readRange(task, task.range);
            q->m_history->endLoading(task.range.generation);
        } else if (task.kind == Kind::More) {
            for (const SubscriptionCorrection& correction : reader->corrections())
                q->m_history->correct(correction, task.range.generation);
            lastRead = readRange(task, { lastRead, { std::numeric_limits<qint64>::max() }, task.range.generation });
        } else {
            if (task.kind == Kind::Forget)
                q->m_history->removeThrough(task.range.through, task.range.generation);
            readRange(task, task.range);
        }
    }

    DeliveryId readRange(const Task& task, const HistoryRange& range)
    {
        return readHistory(*reader, *rules(), *q->m_history, range, [this, &task] { return session == task.session; });
    }

    SessionHistory* const q;
    const std::function<std::shared_ptr<const InspectionRules>()> rules;
    std::mutex mutex;
    std::condition_variable wake;
    // Guarded by mutex:
    std::deque<Task> tasks;
    QString file;
    bool isEnding = false;
    bool isBusy = false; ///< with a task that is not in the list any more
    std::atomic<quint64> session = 0; ///< changed under the mutex

    // Of the thread alone:
    std::unique_ptr<SessionReader> reader;
    QString openFile;
    DeliveryId lastRead;

    std::thread thread;
};

SessionHistory::SessionHistory(std::function<std::shared_ptr<const InspectionRules>()> rules, QObject* parent)
    : QObject(parent)
    , m_reader(std::make_unique<Reader>(this, std::move(rules)))
{
    m_history->setListener([this] { QMetaObject::invokeMethod(this, &SessionHistory::deliver, Qt::QueuedConnection); });
}

SessionHistory::~SessionHistory()
{
    m_reader.reset();
    m_history->setListener({});
}

void SessionHistory::deliver()
{
    const std::vector<DeliveryId> ids = m_history->takeChanged(ToldAtOnce);
    if (!ids.empty())
        emit changed(ids);
}

bool SessionHistory::isReading() const
{
    const std::lock_guard lock(m_reader->mutex);
    return m_reader->isBusy || !m_reader->tasks.empty();
}

void SessionHistory::read(const QString& file, DeliveryId through)
{
    m_reader->ask(Reader::Kind::Whole, { {}, through, m_history->generation() }, file);
}

void SessionHistory::readOn()
{
    m_reader->ask(Reader::Kind::More, { {}, {}, m_history->generation() });
}

void SessionHistory::continueIn(const QString& file)
{
    const std::lock_guard lock(m_reader->mutex);
    m_reader->file = file;
    for (Reader::Task& task : m_reader->tasks)
        task.file = file;
}

void SessionHistory::readAgain(const HistoryRange& range)
{
    m_reader->ask(Reader::Kind::Again, range);
}

void SessionHistory::forgetThrough(DeliveryId last, quint64 generation)
{
    m_reader->ask(Reader::Kind::Forget, { {}, last, generation });
}

} // namespace hookloupe

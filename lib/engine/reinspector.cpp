// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reinspector.h"

#include "session/sessionreader.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace hookloupe {

using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/// Small enough for a quick change of plans, and for the memory that whole deliveries take.
constexpr int PageDeliveries = 64;
constexpr auto ProgressEvery = 100ms;

bool isUnexplained(const SignatureFacts& signature)
{
    return (signature.verdict == Verdict::Mismatch || signature.verdict == Verdict::Malformed)
        && signature.reason.isEmpty();
}

} // namespace

struct Reinspector::Private {
    struct Task {
        DeliveryId id;
        std::optional<QByteArray> choice; ///< a person's, if it is one
        QByteArray reason; ///< a cause that is known already
    };
    struct Walk {
        quint64 number = 0;
        DeliveryId after;
        qint64 done = 0;
        qint64 total = -1; ///< not counted yet
    };

    Private(Reinspector* owner, Means theMeans)
        : q(owner)
        , means(std::move(theMeans))
    {
        thread = std::thread([this] { run(); });
    }
    ~Private();

    void ask(const std::function<void()>& change);
    void run();
    void doTasks(std::unique_lock<std::mutex>& lock);
    void doPage(std::unique_lock<std::mutex>& lock);
    void endWalk(quint64 number, bool isWhole);
    bool openReader(const QString& session);
    RequestPtr requestBefore(DeliveryId id);
    std::optional<FactsUpdate> inspect(Delivery& delivery, const Task* task);
    void keep(const QString& session, std::vector<FactsUpdate> updates, std::vector<DeliverySummary> summaries);
    void tell(quint64 number, std::function<void()> signal);

    Reinspector* const q;
    const Means means;

    std::mutex mutex;
    std::condition_variable wake;
    // Guarded by mutex:
    QString file;
    quint64 session = 0; ///< counts the sessions, a copy excepted
    std::deque<Task> tasks;
    std::optional<Walk> walk;
    std::deque<std::vector<DeliverySummary>> unkept; ///< what keep() was given, in order
    bool isEnding = false;

    std::atomic<quint64> walkNumber = 0; ///< of the walk that is wanted
    bool isWalkOpen = false; ///< ended() is owed; of the owner's thread

    // Of the worker alone:
    std::unique_ptr<SessionReader> reader;
    QString readerFile;
    quint64 readerSession = 0;
    /// What a person chose in this session since it was opened: the journal may not have written it yet.
    std::unordered_map<qint64, QByteArray> choices;
    /// Of these the journal is still about to write something: what was read of them may be older than that.
    std::unordered_set<qint64> pending;
    Clock::time_point lastProgress;

    std::thread thread;
};

Reinspector::Private::~Private()
{
    ++walkNumber;
    ask([this] { isEnding = true; });
    thread.join();
}

void Reinspector::Private::ask(const std::function<void()>& change)
{
    {
        const std::lock_guard lock(mutex);
        change();
    }
    wake.notify_one();
}

void Reinspector::Private::run()
{
    std::unique_lock lock(mutex);
    while (true) {
        wake.wait(lock, [this] { return isEnding || !tasks.empty() || walk || (reader && readerFile != file); });
        if (isEnding)
            return;
        if (readerFile != file)
            reader.reset();
        if (std::exchange(readerSession, session) != session)
            choices.clear();
        readerFile = file;
        if (!tasks.empty())
            doTasks(lock);
        else if (walk)
            doPage(lock);
    }
}

bool Reinspector::Private::openReader(const QString& name)
{
    if (!reader && !name.isEmpty()) {
        if (auto opened = SessionReader::open(name))
            reader = std::move(*opened);
    }
    return reader != nullptr;
}

void Reinspector::Private::doTasks(std::unique_lock<std::mutex>& lock)
{
    const auto count = std::min<std::ptrdiff_t>(std::ssize(tasks), PageDeliveries);
    const std::vector<Task> now(tasks.begin(), tasks.begin() + count);
    tasks.erase(tasks.begin(), tasks.begin() + count);
    const QString name = file;
    lock.unlock();
    std::vector<FactsUpdate> updates;
    std::vector<DeliverySummary> summaries;
    for (const Task& task : now) {
        if (task.choice)
            choices.insert_or_assign(task.id.value, *task.choice);
        std::optional<Delivery> delivery = openReader(name) ? reader->delivery(task.id) : std::nullopt;
        std::optional<FactsUpdate> update = delivery ? inspect(*delivery, &task) : std::nullopt;
        if (!update)
            continue;
        updates.push_back(*std::move(update));
        summaries.push_back(summaryOf(*delivery));
    }
    keep(name, std::move(updates), std::move(summaries));
    lock.lock();
}

void Reinspector::Private::doPage(std::unique_lock<std::mutex>& lock)
{
    Walk now = *walk;
    const QString name = file;
    pending.clear();
    for (const std::vector<DeliverySummary>& batch : unkept) {
        for (const DeliverySummary& summary : batch)
            pending.insert(summary.id.value);
    }
    lock.unlock();
    std::vector<Delivery> page;
    if (openReader(name)) {
        if (now.total < 0)
            now.total = reader->count();
        page = reader->deliveriesAfter(now.after, PageDeliveries);
    }
    const bool isReadable = reader && !reader->error();
    std::vector<FactsUpdate> updates;
    std::vector<DeliverySummary> summaries;
    for (Delivery& delivery : page) {
        if (walkNumber != now.number)
            break;
        if (std::optional<FactsUpdate> update = inspect(delivery, nullptr)) {
            updates.push_back(*std::move(update));
            summaries.push_back(summaryOf(delivery));
        }
        now.after = delivery.id;
        ++now.done;
    }
    keep(name, std::move(updates), std::move(summaries));
    if (page.empty() || !isReadable) {
        endWalk(now.number, isReadable);
    } else if (Clock::now() - lastProgress >= ProgressEvery) {
        lastProgress = Clock::now();
        tell(now.number, [this, now] { emit q->progressed(now.done, std::max(now.done, now.total)); });
    }
    lock.lock();
    if (walk && walk->number == now.number) {
        if (page.empty() || !isReadable)
            walk.reset();
        else
            walk = now;
    }
}

void Reinspector::Private::endWalk(quint64 number, bool isWhole)
{
    tell(number, [this, isWhole] {
        isWalkOpen = false;
        emit q->ended(isWhole);
    });
}

/// The request of the attempt before; null for the first.
RequestPtr Reinspector::Private::requestBefore(DeliveryId id)
{
    const std::optional<DeliveryId> before = means.attemptBefore ? means.attemptBefore(id) : std::nullopt;
    const std::optional<Delivery> delivery = before && reader ? reader->delivery(*before) : std::nullopt;
    return delivery ? delivery->request : nullptr;
}

/// Puts what is said of the delivery now into its facts.
/// \return nothing when it is the same as before
std::optional<FactsUpdate> Reinspector::Private::inspect(Delivery& delivery, const Task* task)
{
    const std::shared_ptr<const InspectionRules> rules = means.rules();
    QByteArray choice = delivery.facts.origin == ProviderOrigin::Chosen ? delivery.facts.provider : QByteArray();
    if (const auto found = choices.find(delivery.id.value); found != choices.end())
        choice = found->second;
    Inspection inspected = rules->inspect(*delivery.request, choice);
    DeliveryFacts facts = std::move(inspected.facts);
    if (isUnexplained(facts.signature)) {
        const bool isKnown = task && !task->reason.isEmpty();
        const RequestPtr before = isKnown ? nullptr : requestBefore(delivery.id);
        facts.signature.reason = isKnown ? task->reason : rules->report(*delivery.request, facts, before.get()).reason;
    }
    QByteArray keys = toBytes(inspected.keys);
    const bool isSame = facts == delivery.facts && keys == delivery.keys;
    if (!task && isSame && !pending.contains(delivery.id.value))
        return std::nullopt;
    delivery.facts = facts;
    return FactsUpdate { delivery.id, std::move(facts), std::move(keys) };
}

void Reinspector::Private::keep(
    const QString& name, std::vector<FactsUpdate> updates, std::vector<DeliverySummary> summaries)
{
    if (updates.empty())
        return;
    {
        const std::lock_guard lock(mutex);
        if (name != file)
            return;
        unkept.push_back(std::move(summaries));
    }
    means.keep(name, std::move(updates));
}

/// Says nothing any more once another walk, or none, is wanted.
void Reinspector::Private::tell(quint64 number, std::function<void()> signal)
{
    QMetaObject::invokeMethod(
        q,
        [this, number, signal = std::move(signal)] {
            if (number == walkNumber)
                signal();
        },
        Qt::QueuedConnection);
}

Reinspector::Reinspector(Means means, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(means)))
{
}

Reinspector::~Reinspector() = default;

void Reinspector::setSession(const QString& file)
{
    cancel();
    d->ask([&] {
        d->file = file;
        ++d->session;
        d->tasks.clear();
        d->unkept.clear();
    });
}

void Reinspector::continueIn(const QString& file)
{
    d->ask([&] {
        d->file = file;
        d->unkept.clear();
        // The last page may have been written to the old file alone.
        if (d->walk)
            d->walk = Private::Walk { d->walk->number, {}, 0, -1 };
    });
}

void Reinspector::inspect(const std::vector<DeliveryId>& ids)
{
    d->ask([&] {
        for (const DeliveryId id : ids)
            d->tasks.push_back({ id, std::nullopt, {} });
    });
}

void Reinspector::choose(const std::vector<DeliveryId>& ids, const QByteArray& profile)
{
    d->ask([&] {
        for (const DeliveryId id : ids)
            d->tasks.push_back({ id, profile, {} });
    });
}

void Reinspector::recordCause(DeliveryId id, const QByteArray& reason)
{
    d->ask([&] { d->tasks.push_back({ id, std::nullopt, reason }); });
}

void Reinspector::inspectAll()
{
    const quint64 number = ++d->walkNumber;
    d->isWalkOpen = true;
    d->ask([&] { d->walk = Private::Walk { number, {}, 0, -1 }; });
}

void Reinspector::cancel()
{
    // Its own end, told already but not heard yet, does not count any more: one end is enough.
    const quint64 number = ++d->walkNumber;
    d->ask([&] { d->walk.reset(); });
    if (d->isWalkOpen)
        d->endWalk(number, false);
}

void Reinspector::kept(const std::vector<FactsUpdate>& updates)
{
    std::vector<DeliverySummary> summaries;
    {
        const std::lock_guard lock(d->mutex);
        // In the order in which they were given; of those before the first that fits, every delivery is gone.
        while (summaries.empty() && !d->unkept.empty()) {
            for (DeliverySummary& summary : d->unkept.front()) {
                const auto isSame = [&](const FactsUpdate& update) { return update.id == summary.id; };
                if (std::any_of(updates.begin(), updates.end(), isSame))
                    summaries.push_back(std::move(summary));
            }
            d->unkept.pop_front();
        }
    }
    if (!summaries.empty())
        QMetaObject::invokeMethod(
            this, [this, summaries = std::move(summaries)] { emit changed(summaries); }, Qt::QueuedConnection);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sessionloader.h"

#include "session/sessionreader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace hookloupe {

using namespace std::chrono_literals;

namespace {

constexpr int PageDeliveries = 5000;
constexpr int PagesUnderWay = 2;
constexpr auto WatchEvery = 250ms;

} // namespace

struct SessionLoader::Private {
    /// What was asked for and not yet begun.
    struct Questions {
        std::optional<QString> session;
        std::optional<DeliveryId> delivery;
        std::optional<DeliveryId> before;
        std::optional<DeliveryId> after;
        bool isWatching = false;
        bool isEnding = false;
    };

    explicit Private(SessionLoader* owner)
        : q(owner)
    {
        thread = std::thread([this] { run(); });
    }
    ~Private();

    void ask(const std::function<void(Questions&)>& change);
    bool hasPageWork() const { return pagesUnderWay < PagesUnderWay && (questions.before || questions.after); }
    bool hasWork() const;
    void run();
    void answerNext(std::unique_lock<std::mutex>& lock);
    void open(const QString& file);
    void loadDelivery(DeliveryId id);
    void loadAfter(DeliveryId after);
    void loadBefore(DeliveryId before);
    void look();
    void tell(std::function<void()> signal);
    void tellPage(std::function<void()> signal);
    bool hasReader();

    SessionLoader* const q;
    quint64 session = 0; ///< counts setSession(); of the owner's thread

    std::mutex mutex;
    std::condition_variable wake;
    Questions questions; ///< guarded by mutex
    quint64 askedSession = 0; ///< guarded by mutex
    int pagesUnderWay = 0; ///< guarded by mutex

    // Of the worker alone:
    std::unique_ptr<SessionReader> reader;
    quint64 openSession = 0;

    std::thread thread;
};

SessionLoader::Private::~Private()
{
    ask([](Questions& asked) { asked.isEnding = true; });
    thread.join();
}

void SessionLoader::Private::ask(const std::function<void(Questions&)>& change)
{
    {
        const std::lock_guard lock(mutex);
        change(questions);
    }
    wake.notify_one();
}

bool SessionLoader::Private::hasWork() const
{
    return questions.isEnding || questions.session || questions.delivery || hasPageWork();
}

void SessionLoader::Private::run()
{
    std::unique_lock lock(mutex);
    while (true) {
        if (questions.isWatching && reader) {
            if (!wake.wait_for(lock, WatchEvery, [this] { return hasWork() || !questions.isWatching; })) {
                lock.unlock();
                look();
                lock.lock();
                continue;
            }
        } else {
            wake.wait(lock, [this] { return hasWork() || (questions.isWatching && reader); });
        }
        if (questions.isEnding)
            return;
        if (hasWork())
            answerNext(lock);
    }
}

void SessionLoader::Private::answerNext(std::unique_lock<std::mutex>& lock)
{
    if (questions.session) {
        const QString file = *std::exchange(questions.session, std::nullopt);
        openSession = askedSession;
        lock.unlock();
        open(file);
    } else if (questions.delivery) {
        const DeliveryId id = *std::exchange(questions.delivery, std::nullopt);
        lock.unlock();
        loadDelivery(id);
    } else if (questions.after) {
        const DeliveryId after = *std::exchange(questions.after, std::nullopt);
        ++pagesUnderWay;
        lock.unlock();
        loadAfter(after);
    } else {
        const DeliveryId before = *std::exchange(questions.before, std::nullopt);
        ++pagesUnderWay;
        lock.unlock();
        loadBefore(before);
    }
    lock.lock();
}

void SessionLoader::Private::tell(std::function<void()> signal)
{
    QMetaObject::invokeMethod(
        q,
        [this, number = openSession, signal = std::move(signal)] {
            if (number == session)
                signal();
        },
        Qt::QueuedConnection);
}

void SessionLoader::Private::tellPage(std::function<void()> signal)
{
    tell(std::move(signal));
    // Comes after the page, also when nobody wants the page any more.
    QMetaObject::invokeMethod(
        q,
        [this] {
            {
                const std::lock_guard lock(mutex);
                --pagesUnderWay;
            }
            wake.notify_one();
        },
        Qt::QueuedConnection);
}

void SessionLoader::Private::open(const QString& file)
{
    reader.reset();
    if (file.isEmpty())
        return;
    auto opened = SessionReader::open(file);
    if (!opened) {
        tell([this, detail = opened.error().detail] { emit q->failed(detail); });
        return;
    }
    reader = std::move(*opened);
    reader->hasChanged(); // only what comes from now on is a change
}

bool SessionLoader::Private::hasReader()
{
    if (reader && reader->error())
        tell([this, detail = reader->error()->detail] { emit q->failed(detail); });
    return reader != nullptr;
}

void SessionLoader::Private::loadDelivery(DeliveryId id)
{
    std::optional<Delivery> found = reader ? reader->delivery(id) : std::nullopt;
    if (!hasReader() || !found) {
        tell([this, id] { emit q->deliveryMissing(id); });
        return;
    }
    const auto shared = std::make_shared<const Delivery>(std::move(*found));
    tell([this, shared] { emit q->deliveryLoaded(shared); });
}

void SessionLoader::Private::loadAfter(DeliveryId after)
{
    const auto page = std::make_shared<std::vector<DeliverySummary>>();
    if (reader)
        *page = reader->summariesAfter(after, PageDeliveries);
    const bool isMore = hasReader() && std::ssize(*page) == PageDeliveries && !reader->error();
    if (isMore) {
        const std::lock_guard lock(mutex);
        if (!questions.after && openSession == askedSession)
            questions.after = page->back().id;
    }
    tellPage([this, page] {
        if (!page->empty())
            emit q->newerLoaded(*page);
    });
}

void SessionLoader::Private::loadBefore(DeliveryId before)
{
    const auto page = std::make_shared<std::vector<DeliverySummary>>();
    if (reader)
        *page = reader->summariesBefore(before, PageDeliveries);
    const bool isMore = hasReader() && std::ssize(*page) == PageDeliveries && !reader->error();
    bool isReplaced = false;
    if (isMore) {
        const std::lock_guard lock(mutex);
        isReplaced = questions.before.has_value();
        if (!isReplaced && openSession == askedSession)
            questions.before = page->back().id;
    }
    std::reverse(page->begin(), page->end());
    tellPage([this, page, isMore, isReplaced] {
        if (!page->empty())
            emit q->olderLoaded(*page);
        if (!isMore && !isReplaced)
            emit q->allLoaded();
    });
}

void SessionLoader::Private::look()
{
    const bool isNews = reader->hasChanged();
    if (hasReader() && isNews)
        tell([this] { emit q->changed(); });
}

SessionLoader::SessionLoader(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

SessionLoader::~SessionLoader() = default;

void SessionLoader::setSession(const QString& file)
{
    const quint64 number = ++d->session;
    d->ask([&](Private::Questions& questions) {
        questions.session = file;
        questions.delivery.reset();
        questions.before.reset();
        questions.after.reset();
        d->askedSession = number;
    });
}

void SessionLoader::loadDelivery(DeliveryId id)
{
    d->ask([id](Private::Questions& questions) { questions.delivery = id; });
}

void SessionLoader::loadSummariesBefore(DeliveryId before)
{
    d->ask([before](Private::Questions& questions) { questions.before = before; });
}

void SessionLoader::loadSummariesAfter(DeliveryId after)
{
    d->ask([after](Private::Questions& questions) { questions.after = after; });
}

void SessionLoader::watch(bool isWatching)
{
    d->ask([isWatching](Private::Questions& questions) { questions.isWatching = isWatching; });
}

} // namespace hookloupe

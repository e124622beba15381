// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/readinessset.h"

#include "capture/net/socketwatch.h"

#include <QSocketNotifier>

#include <unordered_map>

#ifdef Q_OS_LINUX
#include <array>

#include <sys/epoll.h>
#include <unistd.h>
#endif

namespace hookloupe {

struct ReadinessSet::Private {
    int epoll = -1;
    quint64 lastId = 0;
    std::unique_ptr<QSocketNotifier> notifier;
    std::unordered_map<quint64, SocketWatch*> watches; ///< those that the system watches for us, by id
};

quint64 ReadinessSet::newId()
{
    return ++d->lastId;
}

#ifdef Q_OS_LINUX

ReadinessSet::ReadinessSet(Means means)
    : d(std::make_unique<Private>())
{
    if (means != Means::BestOfSystem)
        return;
    d->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (d->epoll < 0)
        return;
    d->notifier = std::make_unique<QSocketNotifier>(d->epoll, QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, &ReadinessSet::dispatch);
}

ReadinessSet::~ReadinessSet()
{
    d->notifier.reset();
    if (d->epoll >= 0)
        ::close(d->epoll);
}

bool ReadinessSet::set(SocketWatch& watch, quint64 id, qintptr descriptor, bool isReading, bool isWriting)
{
    if (d->epoll < 0)
        return false;
    epoll_event event {};
    event.events = (isReading ? static_cast<quint32>(EPOLLIN) : 0U) | (isWriting ? static_cast<quint32>(EPOLLOUT) : 0U);
    event.data.u64 = id;
    const bool isKnown = d->watches.find(id) != d->watches.end();
    if (epoll_ctl(d->epoll, isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, static_cast<int>(descriptor), &event) != 0)
        return false;
    if (!isKnown)
        d->watches.emplace(id, &watch);
    return true;
}

void ReadinessSet::forget(quint64 id, qintptr descriptor)
{
    if (d->watches.erase(id) > 0)
        epoll_ctl(d->epoll, EPOLL_CTL_DEL, static_cast<int>(descriptor), nullptr);
}

void ReadinessSet::dispatch()
{
    constexpr quint32 Ended = EPOLLHUP | EPOLLERR;
    std::array<epoll_event, 64> events {};
    const int count = epoll_wait(d->epoll, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event event = events[static_cast<std::size_t>(i)]; // NOLINT(*-constant-array-index): below size()
        // What one socket's news brings about may end the watch of any other, or of itself.
        auto found = d->watches.find(event.data.u64);
        if (found != d->watches.end() && found->second->isReading() && (event.events & (EPOLLIN | Ended)) != 0) {
            emit found->second->readable();
            found = d->watches.find(event.data.u64);
        }
        if (found != d->watches.end() && found->second->isWriting() && (event.events & (EPOLLOUT | Ended)) != 0)
            emit found->second->writable();
    }
}

#else

ReadinessSet::ReadinessSet(Means)
    : d(std::make_unique<Private>())
{
}

ReadinessSet::~ReadinessSet() = default;

bool ReadinessSet::set(SocketWatch&, quint64, qintptr, bool, bool)
{
    return false;
}

void ReadinessSet::forget(quint64, qintptr) { }

void ReadinessSet::dispatch() { }

#endif

} // namespace hookloupe

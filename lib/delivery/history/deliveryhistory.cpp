// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/deliveryhistory.h"

#include "delivery/history/historyrecords.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hookloupe {

namespace {

/// The others get their turn between: the capture does not wait for more than these.
constexpr std::size_t RemovedAtOnce = 100;

} // namespace

/// What is behind the lock.
struct DeliveryHistory::Private {
    mutable std::mutex mutex;
    HistoryRecords records;
    std::function<void()> listener;
    quint64 generation = 0;
    bool isTold = false; ///< the listener was called, and the changes were not taken yet

    bool isOver(const std::optional<quint64>& meant) const { return meant && *meant != generation; }

    /// Calls the listener, outside of the lock, when there is something new to tell.
    void tell(std::unique_lock<std::mutex>& lock)
    {
        if (isTold || !records.hasChanges() || !listener)
            return;
        isTold = true;
        const std::function<void()> call = listener;
        lock.unlock();
        call();
    }
};

DeliveryHistory::DeliveryHistory()
    : d(std::make_unique<Private>())
{
}

DeliveryHistory::~DeliveryHistory() = default;

void DeliveryHistory::setProfiles(std::shared_ptr<const ProfileCatalog> catalog)
{
    const std::lock_guard lock(d->mutex);
    d->records.setProfiles(std::move(catalog));
}

void DeliveryHistory::setListener(std::function<void()> listener)
{
    const std::lock_guard lock(d->mutex);
    d->listener = std::move(listener);
}

DeliveryHistory::Admission DeliveryHistory::admit(const Arrival& arrival)
{
    std::unique_lock lock(d->mutex);
    const Admission admission = d->records.admit(arrival);
    d->tell(lock);
    return admission;
}

AttemptFactsPtr DeliveryHistory::answer(DeliveryId id, const ResponsePtr& response)
{
    std::unique_lock lock(d->mutex);
    AttemptFactsPtr facts = d->records.answer(id, response);
    d->tell(lock);
    return facts;
}

quint64 DeliveryHistory::generation() const
{
    const std::lock_guard lock(d->mutex);
    return d->generation;
}

void DeliveryHistory::add(std::span<const Stored> deliveries, quint64 generation)
{
    std::unique_lock lock(d->mutex);
    if (generation != d->generation)
        return;
    d->records.add(deliveries);
    d->tell(lock);
}

void DeliveryHistory::beginReading(quint64 generation)
{
    const std::lock_guard lock(d->mutex);
    if (generation == d->generation)
        d->records.beginReading();
}

void DeliveryHistory::endReading(quint64 generation)
{
    const std::lock_guard lock(d->mutex);
    if (generation == d->generation)
        d->records.endReading();
}

void DeliveryHistory::update(const Arrival& arrival, std::optional<quint64> generation)
{
    std::unique_lock lock(d->mutex);
    if (d->isOver(generation))
        return;
    d->records.update(arrival);
    d->tell(lock);
}

void DeliveryHistory::remove(std::span<const DeliveryId> ids, std::optional<quint64> generation)
{
    while (!ids.empty()) {
        std::unique_lock lock(d->mutex);
        if (d->isOver(generation))
            return;
        const std::size_t some = std::min(ids.size(), RemovedAtOnce);
        d->records.remove(ids.first(some));
        ids = ids.subspan(some);
        d->tell(lock);
    }
}

void DeliveryHistory::removeThrough(DeliveryId last, quint64 generation)
{
    std::size_t end = std::numeric_limits<std::size_t>::max();
    while (true) {
        std::unique_lock lock(d->mutex);
        if (generation != d->generation)
            return;
        const std::vector<DeliveryId> some = d->records.newestThrough(last, RemovedAtOnce, end);
        if (some.empty())
            return d->tell(lock);
        d->records.remove(some);
    }
}

quint64 DeliveryHistory::clear()
{
    HistoryRecords old; // is freed outside of the lock
    const std::lock_guard lock(d->mutex);
    old = d->records.takeForNew();
    d->isTold = false;
    return ++d->generation;
}

void DeliveryHistory::beginLoading(quint64 generation)
{
    const std::lock_guard lock(d->mutex);
    if (generation == d->generation)
        d->records.beginLoading();
}

void DeliveryHistory::endLoading(quint64 generation)
{
    std::unique_lock lock(d->mutex);
    if (generation != d->generation)
        return;
    d->records.endLoading();
    d->tell(lock);
}

std::size_t DeliveryHistory::size() const
{
    const std::lock_guard lock(d->mutex);
    return d->records.size();
}

AttemptFactsPtr DeliveryHistory::facts(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    std::optional<AttemptFacts> facts = d->records.facts(id);
    return facts ? std::make_shared<const AttemptFacts>(*std::move(facts)) : nullptr;
}

std::optional<AttemptSummary> DeliveryHistory::summary(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.summary(id);
}

std::optional<MessageFacts> DeliveryHistory::messageFacts(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.messageFacts(id);
}

MessageStory DeliveryHistory::story(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.story(id);
}

std::vector<DeliveryId> DeliveryHistory::deliveriesOfMessage(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.tracker().deliveriesOfMessage(id);
}

std::optional<DeliveryId> DeliveryHistory::attemptBefore(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.tracker().attemptBefore(id);
}

Reaction DeliveryHistory::reactionToNext(
    DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.reactionToNext(id, provider, response, now);
}

std::size_t DeliveryHistory::responsesSoFar(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.responsesSoFar(id);
}

void DeliveryHistory::correct(const SubscriptionCorrection& correction, std::optional<quint64> generation)
{
    const std::lock_guard lock(d->mutex);
    if (!d->isOver(generation))
        d->records.correct(correction);
}

std::optional<KeyHash> DeliveryHistory::subscriptionOf(DeliveryId id) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.subscriptionOf(id);
}

SubscriptionState DeliveryHistory::subscription(const KeyHash& subscription) const
{
    const std::lock_guard lock(d->mutex);
    return d->records.subscription(subscription);
}

std::vector<DeliveryId> DeliveryHistory::takeChanged(std::size_t most)
{
    std::unique_lock lock(d->mutex);
    std::vector<DeliveryId> changed = d->records.takeChanged(most);
    d->isTold = false;
    d->tell(lock);
    return changed;
}

qint64 DeliveryHistory::memoryBytes() const
{
    const std::lock_guard lock(d->mutex);
    return d->records.memoryBytes();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later

// The capture, the reader of a session and a window on one DeliveryHistory, for ThreadSanitizer.
#include "delivery/history/deliveryhistory.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace {

using namespace hookloupe;

constexpr qint64 Stored = 4'000;
constexpr qint64 Live = 4'000;
constexpr qint64 Messages = 300;

DeliveryArrival arrivalOf(qint64 id)
{
    DeliveryArrival arrival;
    arrival.id = { id };
    arrival.arrivedAt = SystemTime(std::chrono::seconds(id));
    arrival.keys.sender = arrival.keys.subscription = { 1 };
    arrival.keys.keys.push_back({ { 2 + static_cast<quint64>(id % Messages) }, false, false, false });
    return arrival;
}

void capture(DeliveryHistory& history, const ResponsePtr& response)
{
    for (qint64 id = Stored + 1; id <= Stored + Live; ++id) {
        history.admit(arrivalOf(id));
        history.answer({ id }, response);
    }
}

void read(DeliveryHistory& history, const ResponsePtr& response)
{
    const quint64 generation = history.generation();
    history.beginLoading(generation);
    for (qint64 id = 1; id <= Stored; id += 50) {
        history.beginReading(generation);
        std::vector<StoredArrival> page;
        for (qint64 next = id; next < id + 50; ++next)
            page.push_back({ arrivalOf(next), response });
        history.add(page, generation);
    }
    history.endReading(generation);
    history.endLoading(generation);
}

void ask(DeliveryHistory& history, std::atomic<bool>& isOver)
{
    for (qint64 id = 1; !isOver; id = id % (Stored + Live) + 7) {
        history.facts({ id });
        history.summary({ id });
        history.story({ id });
        history.reactionToNext({ id }, {}, Response {}, SystemTime {});
        history.takeChanged(100);
    }
}

} // namespace

int main()
{
    DeliveryHistory history;
    std::atomic<int> calls = 0;
    history.setListener([&calls] { ++calls; });
    const auto response = std::make_shared<const Response>();
    std::atomic<bool> isOver = false;
    std::thread window([&] { ask(history, isOver); });
    std::thread reader([&] { read(history, response); });
    capture(history, response);
    reader.join();
    isOver = true;
    window.join();
    bool isRight = history.size() == static_cast<std::size_t>(Stored + Live) && calls > 0;
    for (qint64 id = 1; id <= Stored + Live; ++id) {
        const AttemptFactsPtr facts = history.facts({ id });
        isRight = isRight && facts && facts->message.attempt == (id - 1) / Messages + 1;
    }
    if (!isRight)
        std::fputs("race_deliveryhistory: an attempt was lost, or told wrongly\n", stderr);
    return isRight ? 0 : 1;
}

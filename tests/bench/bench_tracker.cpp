// SPDX-License-Identifier: GPL-3.0-or-later
// What it costs to tell a delivery's message: by how many are known already, and beside what reading a delivery of
// 1 KiB costs anyway. Prints a table; the figures to hold are ratios of one run.
#include "delivery/tracking/messagetracker.h"
#include "profile/eventfacts.h"
#include "profile/profilecatalog.h"

#include <QByteArray>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace hookloupe;

namespace {

constexpr qint64 PerSample = 2'000;
constexpr int Rounds = 15;

QByteArray bodyOf(qint64 number)
{
    QByteArray body = "{\"id\":\"82646f2c-" + QByteArray::number(number)
        + "\",\"event_name\":\"transaction_processed\",\"resource_id\":\"dab8-" + QByteArray::number(number / 4)
        + "\",\"subscription_id\":\"caec6725\",\"timestamp\":\"2026-01-02T03:04:05." + QByteArray::number(number)
        + "Z\",\"padding\":\"";
    return body + QByteArray(1024 - body.size() - 2, 'x') + "\"}";
}

/// Deliveries of Machnet; each message comes twice.
class Sender {
public:
    explicit Sender(const Profile& profile)
        : m_profile(profile)
    {
        m_head = RequestHead::parse("POST /hooks/machnet HTTP/1.1\r\nHost: example.test\r\nUser-Agent: sender/1.0\r\n"
                                    "Accept: */*\r\nContent-Type: application/json\r\nX-Request-Id: 6f1f9a52\r\n"
                                    "x-raas-event: transaction_processed\r\nConnection: keep-alive\r\n"
                                    "Content-Length: 1024\r\nx-raas-webhook-signature: 00\r\n\r\n");
    }

    Request request(qint64 number) const
    {
        Request request;
        request.head = m_head;
        request.body = Body(bodyOf(number / 2));
        request.framing = BodyFraming::ContentLength;
        return request;
    }

    TrackedDelivery tracked(qint64 number, const Request& request) const
    {
        RequestValues values(request, m_endpoint);
        const EventFacts event = eventFacts(m_profile, values);
        TrackedDelivery delivery;
        delivery.id = DeliveryId { number + 1 };
        delivery.arrivedAt = SystemTime(std::chrono::milliseconds(number));
        delivery.keys = messageKeys(&m_profile, request, values, {}, event);
        delivery.outcome = number % 2 == 0 ? Outcome::Retry : Outcome::Acknowledged;
        return delivery;
    }

private:
    const Profile& m_profile;
    RequestHead m_head;
    EndpointValues m_endpoint;
};

template<typename Work>
double microsecondsEach(const Work& work)
{
    const auto begin = std::chrono::steady_clock::now();
    for (qint64 i = 0; i < PerSample; ++i)
        work(i);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    return took.count() / PerSample;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

struct Level {
    qint64 size;
    MessageTracker tracker;
    std::vector<double> keys;
    std::vector<double> add;
};

/// Grows the tracker without measuring; keys are made the cheap way, from their number.
void fill(MessageTracker& tracker, qint64 from, qint64 to)
{
    for (qint64 number = from; number < to; ++number) {
        const auto hash = [&](quint64 kind, qint64 of) {
            quint64 x = (static_cast<quint64>(of) * 8 + kind) * 0x9e37'79b9'7f4a'7c15ULL;
            x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
            x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11ebULL;
            return KeyHash { x ^ (x >> 31) };
        };
        TrackedDelivery delivery;
        delivery.id = DeliveryId { number + 1 };
        delivery.arrivedAt = SystemTime(std::chrono::milliseconds(number));
        delivery.keys.keys
            = { { hash(1, number / 2), true, false, false }, { hash(2, number / 2), false, false, false } };
        delivery.keys.soft = hash(3, number / 2);
        delivery.keys.softWindow = std::chrono::hours(24);
        delivery.keys.order = hash(4, number / 8);
        delivery.keys.eventTime = delivery.arrivedAt;
        delivery.outcome = number % 2 == 0 ? Outcome::Retry : Outcome::Acknowledged;
        tracker.add(delivery);
    }
}

} // namespace

int main()
{
    const ProfilePtr profile = ProfileCatalog::load({}).find("machnet");
    if (!profile) {
        std::fprintf(stderr, "there is no profile of Machnet\n");
        return 1;
    }
    const Sender sender(*profile);
    std::vector<Level> levels;
    for (const qint64 messages : { 1'000, 100'000, 1'000'000 }) {
        levels.push_back({ messages * 2, {}, {}, {} });
        fill(levels.back().tracker, 0, levels.back().size);
    }
    qint64 next = levels.back().size;
    for (int round = 0; round < Rounds; ++round) {
        std::vector<Request> requests;
        for (qint64 i = 0; i < PerSample; ++i)
            requests.push_back(sender.request(next + i));
        for (Level& level : levels) {
            std::vector<TrackedDelivery> deliveries;
            deliveries.reserve(PerSample);
            level.keys.push_back(microsecondsEach([&](qint64 i) {
                deliveries.push_back(sender.tracked(next + i, requests[static_cast<std::size_t>(i)]));
            }));
            level.add.push_back(
                microsecondsEach([&](qint64 i) { level.tracker.add(deliveries[static_cast<std::size_t>(i)]); }));
            // What was added is taken away, so that each round meets the same size.
            for (const TrackedDelivery& delivery : deliveries)
                level.tracker.remove(delivery.id);
        }
        next += PerSample;
    }
    std::printf("%12s %10s %10s %12s %14s\n", "deliveries", "keys, us", "add, us", "to smallest", "bytes each");
    const double smallest = median(levels.front().keys) + median(levels.front().add);
    for (const Level& level : levels) {
        const double keys = median(level.keys);
        const double add = median(level.add);
        std::printf("%12lld %10.2f %10.2f %12.2f %14.0f\n", static_cast<long long>(level.size), keys, add,
            (keys + add) / smallest,
            static_cast<double>(level.tracker.memoryBytes()) / static_cast<double>(level.tracker.size()));
    }
    return 0;
}

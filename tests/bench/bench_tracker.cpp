// SPDX-License-Identifier: GPL-3.0-or-later

// What it costs to tell a delivery's message: the CPU time by how many messages are known already, beside that of
// capturing a delivery in the same round, and the memory. The deliveries are Machnet's, of 1 KiB; each comes twice.
//
// A capture is that of `hookloupe serve` without its output: 64 keep-alive connections over the loopback address, each
// delivery recognised, on disk and answered; the sender's CPU time is not counted. There is no secret to verify with.
// Rounds take turns; printed are the median and, behind it, the least and the most.
//
// bench_tracker [rounds, default 15]
#include "capture/requestframer.h"
#include "delivery/tracking/messagetracker.h"
#include "enginecapture.h"
#include "profile/eventfacts.h"
#include "profile/profilecatalog.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

using namespace hookloupe;

namespace {

constexpr qint64 PerSample = 2'000;

QByteArray bodyOf(qint64 number)
{
    QByteArray body = "{\"id\":\"82646f2c-" + QByteArray::number(number)
        + "\",\"event_name\":\"transaction_processed\",\"resource_id\":\"dab8-" + QByteArray::number(number / 4)
        + "\",\"subscription_id\":\"caec6725\",\"timestamp\":\"2026-01-02T03:04:05." + QByteArray::number(number)
        + "Z\",\"padding\":\"";
    return body + QByteArray(1024 - body.size() - 2, 'x') + "\"}";
}

QByteArray bytesOf(qint64 number)
{
    return "POST /hooks/machnet HTTP/1.1\r\nHost: example.test\r\nUser-Agent: sender/1.0\r\nAccept: */*\r\n"
           "Content-Type: application/json\r\nAccept-Encoding: gzip, deflate\r\nX-Request-Id: 6f1f9a52\r\n"
           "x-raas-event: transaction_processed\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
           "Connection: keep-alive\r\nContent-Length: 1024\r\n"
           "x-raas-webhook-signature: 5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd\r\n\r\n"
        + bodyOf(number / 2);
}

double cpuMicroseconds(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// Microseconds of one call, of \p clock.
template<typename Work>
double microsecondsEach(clockid_t clock, const Work& work)
{
    const double begin = cpuMicroseconds(clock);
    for (qint64 i = 0; i < PerSample; ++i)
        work(i);
    return (cpuMicroseconds(clock) - begin) / PerSample;
}

RequestPtr framed(const QByteArray& bytes)
{
    RequestFramer framer { CaptureLimits() };
    framer.feed(bytes);
    return std::make_shared<const Request>(framer.takeRequest());
}

struct Figure {
    std::vector<double> values;

    void add(double value) { values.push_back(value); }
    void print(int decimals)
    {
        std::sort(values.begin(), values.end());
        std::printf("  %8.*f (%.*f to %.*f)", decimals, values.at(values.size() / 2), decimals, values.front(),
            decimals, values.back());
    }
};

/// A tracker that knows so many messages.
struct Level {
    qint64 messages;
    MessageTracker tracker;
    Figure keys;
    Figure add;
    Figure toSmallest;
    Figure toCapture;
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

/// What was captured in one round, as the tracker gets it.
class Round {
public:
    Round(const Profile& profile, qint64 first)
        : m_profile(profile)
        , m_first(first)
    {
        for (qint64 i = 0; i < PerSample; ++i)
            m_bytes.push_back(bytesOf(first + i));
    }

    const std::vector<QByteArray>& bytes() const { return m_bytes; }

    /// \return the keys' and the adding's microseconds, together
    double measure(Level& level)
    {
        // The keys are made where the request was just read for its event: their cost is the difference.
        std::vector<TrackedDelivery> deliveries(PerSample);
        const double reading = microsecondsEach(CLOCK_THREAD_CPUTIME_ID, [&](qint64 i) {
            const RequestPtr request = framed(m_bytes[static_cast<std::size_t>(i)]);
            RequestValues values(*request, m_endpoint);
            const EventFacts event = eventFacts(m_profile, values);
            deliveries[static_cast<std::size_t>(i)].id = DeliveryId { m_first + i + 1 };
            if (event.id.isEmpty())
                std::abort();
        });
        const double withKeys = microsecondsEach(CLOCK_THREAD_CPUTIME_ID, [&](qint64 i) {
            const RequestPtr request = framed(m_bytes[static_cast<std::size_t>(i)]);
            RequestValues values(*request, m_endpoint);
            const EventFacts event = eventFacts(m_profile, values);
            TrackedDelivery& delivery = deliveries[static_cast<std::size_t>(i)];
            delivery.arrivedAt = SystemTime(std::chrono::milliseconds(m_first + i));
            delivery.keys = messageKeys(&m_profile, *request, values, {}, event);
            delivery.outcome = i % 2 == 0 ? Outcome::Retry : Outcome::Acknowledged;
        });
        const double keys = withKeys - reading;
        const double add = microsecondsEach(
            CLOCK_THREAD_CPUTIME_ID, [&](qint64 i) { level.tracker.add(deliveries[static_cast<std::size_t>(i)]); });
        // What was added is taken away, so that each round meets the same size.
        for (const TrackedDelivery& delivery : deliveries)
            level.tracker.remove(delivery.id);
        level.keys.add(keys);
        level.add.add(add);
        return keys + add;
    }

private:
    const Profile& m_profile;
    const EndpointValues m_endpoint;
    const qint64 m_first;
    std::vector<QByteArray> m_bytes;
};

void print(std::vector<Level>& levels, Figure& capture)
{
    std::printf("CPU time of capturing one delivery, us:");
    capture.print(2);
    std::printf("\n%9s  %-24s  %-24s  %-24s  %-24s  %s\n", "messages", "keys, us", "add, us", "both to the smallest",
        "both to a capture", "bytes each");
    for (Level& level : levels) {
        std::printf("%9lld", static_cast<long long>(level.messages));
        level.keys.print(2);
        level.add.print(2);
        level.toSmallest.print(2);
        level.toCapture.print(3);
        std::printf(
            "  %.0f\n", static_cast<double>(level.tracker.memoryBytes()) / static_cast<double>(level.tracker.size()));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 15;
    const auto catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    const ProfilePtr profile = catalog->find("machnet");
    const QTemporaryDir folder;
    bench::EngineCapture capture(folder.filePath(QStringLiteral("bench.hookloupe")), catalog);
    if (rounds < 1 || !profile || !capture.isListening()) {
        std::fputs("usage: bench_tracker [ROUNDS], with a folder for temporary files that can be written\n", stderr);
        return 2;
    }
    std::vector<Level> levels;
    for (const qint64 messages : { 1'000, 100'000, 1'000'000 }) {
        levels.push_back({ messages, {}, {}, {}, {}, {} });
        fill(levels.back().tracker, 0, messages * 2);
    }
    Figure captured;
    qint64 next = levels.back().messages * 2;
    for (int i = 0; i < rounds; ++i) {
        Round round(*profile, next);
        const double reference = capture.microsecondsEach(round.bytes());
        if (reference < 0) {
            std::fputs("a request was not answered\n", stderr);
            return 3;
        }
        captured.add(reference);
        double smallest = 0;
        for (Level& level : levels) {
            const double both = round.measure(level);
            smallest = smallest > 0 ? smallest : both;
            level.toSmallest.add(both / smallest);
            level.toCapture.add(both / reference);
        }
        next += PerSample;
    }
    print(levels, captured);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later

// What the journal costs: deliveries per second, CPU time of the whole process per delivery, how long a delivery waits
// for its commit, the size of the file against the raw bytes, and how fast a large session opens and lists.
//
// bench_journal [deliveries, default 200000] [under way at a time, default 64]
#include "session/journal.h"
#include "session/sessionreader.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

using namespace hookloupe;

namespace {

using Clock = std::chrono::steady_clock;

/// Lets a number of deliveries be under way at a time, as the connections of a provider do.
class Window final : public JournalListener {
public:
    Window(qint64 deliveries, qint64 width)
        : m_width(width)
    {
        m_sent.resize(static_cast<std::size_t>(deliveries) + 1);
        m_waits.reserve(static_cast<std::size_t>(deliveries));
    }

    void send(Journal& journal, Delivery delivery)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_underWay < m_width; });
        ++m_underWay;
        m_sent[static_cast<std::size_t>(delivery.id.value)] = Clock::now();
        lock.unlock();
        journal.append(std::move(delivery));
    }

    void committed(std::vector<Delivery> deliveries) override
    {
        const auto now = Clock::now();
        {
            const std::lock_guard lock(m_mutex);
            ++m_commits;
            for (const Delivery& delivery : deliveries)
                m_waits.push_back(now - m_sent[static_cast<std::size_t>(delivery.id.value)]);
            m_underWay -= std::ssize(deliveries);
        }
        m_wake.notify_one();
    }
    void failed(std::vector<Delivery>, const SessionError& error) override
    {
        std::fprintf(stderr, "%s\n", qPrintable(error.detail));
        std::abort();
    }
    void retired(std::vector<DeliveryId>) override { }

    double wait(double share)
    {
        std::sort(m_waits.begin(), m_waits.end());
        const auto index = static_cast<std::size_t>(share * static_cast<double>(m_waits.size() - 1));
        return std::chrono::duration<double, std::milli>(m_waits[index]).count();
    }
    qint64 commits() const { return m_commits; }

private:
    const qint64 m_width;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    qint64 m_underWay = 0;
    qint64 m_commits = 0;
    std::vector<Clock::time_point> m_sent;
    std::vector<Clock::duration> m_waits;
};

RequestPtr requestOf(qint64 id)
{
    static const QByteArray body
        = '{' + QByteArray("\"key\": \"some value of an event\", ").repeated(32).left(1022) + '}';
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse("POST /hooks/machnet?delivery=" + QByteArray::number(id)
        + " HTTP/1.1\r\nHost: localhost:8787\r\nUser-Agent: Provider/1.0 (webhooks)\r\nAccept: */*\r\n"
          "Content-Type: application/json\r\nContent-Length: 1024\r\nAccept-Encoding: gzip, deflate\r\n"
          "X-Webhook-Id: 82646f2c-0000-4000-8000-"
        + QByteArray::number(id).rightJustified(12, '0')
        + "\r\nX-Webhook-Timestamp: 1767225600\r\nX-Webhook-Attempt: 1\r\n"
          "X-Webhook-Signature: v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd\r\n"
          "X-Request-Source: bench\r\nConnection: keep-alive\r\n\r\n");
    request->body = Body(body);
    request->framing = BodyFraming::ContentLength;
    request->anomalies = request->head.anomalies();
    request->times = { now(), now(), now() };
    request->peer = { QStringLiteral("127.0.0.1"), 53122 };
    request->local = { QStringLiteral("127.0.0.1"), 8787 };
    return request;
}

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void measureWriting(const QString& file, qint64 deliveries, qint64 width)
{
    Window window(deliveries, width);
    auto journal = Journal::open(file, {}, window);
    if (!journal) {
        std::fprintf(stderr, "%s\n", qPrintable(journal.error().detail));
        std::exit(3);
    }
    // Requests are made before each piece, so that their making is not measured.
    constexpr qint64 Piece = 10'000;
    const auto response = std::make_shared<const Response>();
    double cpu = 0;
    double wall = 0;
    qint64 raw = 0;
    for (qint64 first = 1; first <= deliveries; first += Piece) {
        std::vector<RequestPtr> requests;
        for (qint64 id = first; id < std::min(first + Piece, deliveries + 1); ++id) {
            requests.push_back(requestOf(id));
            raw += rawSize(*requests.back());
        }
        const double cpuBefore = cpuSeconds();
        QElapsedTimer timer;
        timer.start();
        for (qint64 id = first; const RequestPtr& request : requests)
            window.send(**journal, { { id++ }, request, response, false });
        (*journal)->flush();
        wall += static_cast<double>(timer.nsecsElapsed()) / 1e9;
        cpu += cpuSeconds() - cpuBefore;
    }
    journal->reset();
    const double count = static_cast<double>(deliveries);
    std::printf("written %lld deliveries of %.0f bytes, %lld under way at a time\n", static_cast<long long>(deliveries),
        static_cast<double>(raw) / count, static_cast<long long>(width));
    std::printf("  deliveries per second      %10.0f\n", count / wall);
    std::printf("  CPU microseconds each      %10.1f\n", cpu * 1e6 / count);
    std::printf("  deliveries per commit      %10.1f\n", count / static_cast<double>(window.commits()));
    std::printf("  wait for the commit, ms    p50 %.2f  p99 %.2f  p99.9 %.2f  max %.2f\n", window.wait(0.5),
        window.wait(0.99), window.wait(0.999), window.wait(1));
    std::printf("  file / raw bytes           %10.3f\n",
        static_cast<double>(QFileInfo(file).size()) / static_cast<double>(raw));
}

void measureReading(const QString& file)
{
    QElapsedTimer timer;
    timer.start();
    auto reader = SessionReader::open(file);
    if (!reader)
        std::exit(3);
    const auto newest = (*reader)->summariesBefore({ std::numeric_limits<qint64>::max() }, 200);
    const double opened = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    const qint64 count = (*reader)->count();
    const double counted = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    qint64 listed = 0;
    for (DeliveryId last;;) {
        const auto page = (*reader)->summariesAfter(last, 5000);
        if (page.empty())
            break;
        listed += std::ssize(page);
        last = page.back().id;
    }
    const double all = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    std::printf("read: open and %zu newest %.1f ms, count() = %lld in %.2f ms, all %lld summaries %.0f ms\n",
        newest.size(), opened, static_cast<long long>(count), counted, static_cast<long long>(listed), all);
}

} // namespace

int main(int argc, char** argv)
{
    const qint64 deliveries = argc > 1 ? std::atoll(argv[1]) : 200'000;
    const qint64 width = argc > 2 ? std::atoll(argv[2]) : 64;
    if (deliveries < 1 || width < 1) {
        std::fputs("usage: bench_journal [DELIVERIES] [UNDER-WAY]\n", stderr);
        return 2;
    }
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("bench.hookloupe"));
    measureWriting(file, deliveries, width);
    measureReading(file);
    return 0;
}

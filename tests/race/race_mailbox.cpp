// SPDX-License-Identifier: GPL-3.0-or-later

// Several writers and one reader on one Mailbox, for ThreadSanitizer. Plain C++: the distributions' Qt is not built
// for ThreadSanitizer and would raise false alarms.
#include "base/mailbox.h"

#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace {

constexpr int Writers = 4;
constexpr int PerWriter = 20'000;
constexpr int BatchEvery = 16;

/// On the heap, so that a value that is handed over without care shows.
struct Letter {
    int writer = 0;
    int number = 0;
};
using LetterPtr = std::shared_ptr<const Letter>;

/// Sleeps until a writer says that the box is no longer empty, as an event loop does.
class Bell {
public:
    void ring()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_hasRung = true;
        }
        m_wake.notify_one();
    }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_hasRung; });
        m_hasRung = false;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_hasRung = false;
};

void write(hookloupe::Mailbox<LetterPtr>& box, Bell& bell, int writer)
{
    for (int number = 0; number < PerWriter;) {
        bool mustRing = false;
        if (number % BatchEvery == 0) {
            std::vector<LetterPtr> batch;
            for (int i = 0; i < BatchEvery / 2; ++i)
                batch.push_back(std::make_shared<const Letter>(Letter { writer, number++ }));
            mustRing = box.putAll(std::move(batch));
        } else {
            mustRing = box.put(std::make_shared<const Letter>(Letter { writer, number++ }));
        }
        if (mustRing)
            bell.ring();
    }
}

/// \return false when a letter was lost, came twice or out of order
bool readAll(hookloupe::Mailbox<LetterPtr>& box, Bell& bell)
{
    std::vector<int> next(Writers, 0);
    for (int left = Writers * PerWriter; left > 0;) {
        bell.wait(); // a lost wake shows as a hang, which ctest ends
        for (const LetterPtr& letter : box.takeAll()) {
            int& expected = next[static_cast<std::size_t>(letter->writer)];
            if (letter->number != expected++)
                return false;
            --left;
        }
    }
    return box.takeAll().empty();
}

} // namespace

int main()
{
    hookloupe::Mailbox<LetterPtr> box;
    Bell bell;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < Writers; ++writer)
        writers.emplace_back([&box, &bell, writer] { write(box, bell, writer); });
    const bool isWhole = readAll(box, bell);
    for (std::thread& writer : writers)
        writer.join();
    if (!isWhole)
        std::fputs("race_mailbox: a letter was lost, came twice or out of order\n", stderr);
    return isWhole ? 0 : 1;
}

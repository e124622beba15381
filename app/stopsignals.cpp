// SPDX-License-Identifier: GPL-3.0-or-later
#include "stopsignals.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace hookloupe {

namespace {

// A signal handler reaches nothing but what is static.
std::atomic<int> wakeDescriptor { -1 };

void wake(int)
{
    const int savedError = errno;
    const char byte = 0;
    // A full pipe already holds a wake-up.
    [[maybe_unused]] const ssize_t count = ::write(wakeDescriptor.load(), &byte, 1);
    errno = savedError;
}

} // namespace

struct StopSignals::Handlers {
    std::array<int, 2> pipe { -1, -1 };
    struct sigaction interrupt = {};
    struct sigaction terminate = {};
};

StopSignals::StopSignals(QObject* parent)
    : QObject(parent)
    , m_handlers(std::make_unique<Handlers>())
{
    if (::pipe(m_handlers->pipe.data()) != 0)
        return;
    for (const int end : m_handlers->pipe) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    wakeDescriptor = m_handlers->pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_handlers->pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::drain);

    struct sigaction action = {};
    action.sa_handler = wake;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &m_handlers->interrupt);
    sigaction(SIGTERM, &action, &m_handlers->terminate);
}

StopSignals::~StopSignals()
{
    if (!m_notifier)
        return;
    sigaction(SIGINT, &m_handlers->interrupt, nullptr);
    sigaction(SIGTERM, &m_handlers->terminate, nullptr);
    wakeDescriptor = -1;
    m_notifier.reset();
    for (const int end : m_handlers->pipe)
        ::close(end);
}

void StopSignals::drain()
{
    std::array<char, 64> bytes {};
    const ssize_t count = ::read(m_handlers->pipe[0], bytes.data(), bytes.size());
    for (ssize_t i = 0; i < count; ++i)
        emit stopAsked();
}

} // namespace hookloupe

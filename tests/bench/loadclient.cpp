// SPDX-License-Identifier: GPL-3.0-or-later
// A small HTTP client for measuring: it sends one request over and over and says in JSON what it saw.
//   loadclient rate  --port P --request FILE --connections C --per-second R --seconds S   open load: delay counts from
//   when a request was due loadclient count --port P --request FILE --connections C --requests N                 closed
//   load, a given number loadclient storm --port P --request FILE --connections C --seconds S                  all
//   connect at once, ask once, close loadclient hold  --port P --connections C connects and stays until stdin ends
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

[[noreturn]] void fail(const std::string& text)
{
    std::fprintf(stderr, "loadclient: %s\n", text.c_str());
    std::exit(2);
}

/// The options behind the mode: --name value.
class Options {
public:
    Options(int argc, char** argv)
    {
        for (int i = 2; i + 1 < argc; i += 2)
            m_values[argv[i]] = argv[i + 1];
    }

    std::string text(const char* name) const
    {
        const auto found = m_values.find(name);
        if (found == m_values.end())
            fail(std::string(name) + " is missing");
        return found->second;
    }

    long number(const char* name) const
    {
        const std::string value = text(name);
        long number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size() || number < 1)
            fail(std::string(name) + " wants a number from 1 up, not " + value);
        return number;
    }

private:
    std::map<std::string, std::string> m_values;
};

std::string readFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (bytes.empty())
        fail(path + " cannot be read or is empty");
    return bytes;
}

/// Size of the first response in \p bytes, 0 while it is not whole.
std::size_t wholeResponse(std::string_view bytes)
{
    const std::size_t headEnd = bytes.find("\r\n\r\n");
    if (headEnd == std::string_view::npos)
        return 0;
    std::size_t length = 0;
    constexpr std::string_view Name = "\r\ncontent-length:";
    const auto found = std::search(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(headEnd), Name.begin(),
        Name.end(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    if (found != bytes.begin() + static_cast<std::ptrdiff_t>(headEnd)) {
        auto at = static_cast<std::size_t>(found - bytes.begin()) + Name.size();
        at = bytes.find_first_not_of(' ', at);
        std::from_chars(bytes.data() + at, bytes.data() + headEnd, length);
    }
    const std::size_t whole = headEnd + 4 + length;
    return bytes.size() >= whole ? whole : 0;
}

struct Connection {
    int descriptor = -1;
    bool isConnected = false;
    bool isBusy = false; ///< a request is under way
    std::size_t sent = 0;
    std::string received;
    Clock::time_point due;
};

struct Tally {
    std::vector<double> delaysMs;
    long good = 0; ///< answered with a 2xx
    long other = 0; ///< answered with something else
    long refused = 0; ///< closed or reset before an answer
    long connected = 0;

    double percentile(double part) const
    {
        if (delaysMs.empty())
            return std::nan("");
        const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(delaysMs.size())));
        return delaysMs[std::min(delaysMs.size(), std::max<std::size_t>(rank, 1)) - 1];
    }

    void print(double seconds, long unanswered)
    {
        std::sort(delaysMs.begin(), delaysMs.end());
        std::printf("{\"good\":%ld,\"other\":%ld,\"refused\":%ld,\"connected\":%ld,\"unanswered\":%ld,\"seconds\":%.4f",
            good, other, refused, connected, unanswered, seconds);
        if (!delaysMs.empty())
            std::printf(",\"p50_ms\":%.4f,\"p90_ms\":%.4f,\"p99_ms\":%.4f,\"max_ms\":%.4f", percentile(0.5),
                percentile(0.9), percentile(0.99), delaysMs.back());
        std::printf("}\n");
        std::fflush(stdout);
    }
};

/// Many connections to one port, each with at most one request under way.
class Client {
public:
    Client(long port, std::string request, long connections)
        : m_request(std::move(request))
        , m_connections(static_cast<std::size_t>(connections))
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    {
        m_address.sin_family = AF_INET;
        m_address.sin_port = htons(static_cast<std::uint16_t>(port));
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }

    void openAll(bool waits)
    {
        for (Connection& connection : m_connections)
            open(connection, waits);
    }

    /// A closed load: each connection asks again as soon as it is answered.
    void runCount(long requests)
    {
        openAll(true);
        m_left = requests;
        const auto begin = Clock::now();
        for (Connection& connection : m_connections)
            askNext(connection);
        while (m_tally.good + m_tally.other + m_tally.refused < requests) {
            if (!wait(10'000))
                fail("no answer for ten seconds");
        }
        m_tally.print(secondsSince(begin), 0);
    }

    /// An open load: requests are due at their times whether or not the answers keep up.
    void runRate(long perSecond, long seconds)
    {
        openAll(true);
        const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        watch(timer, EPOLLIN, EPOLL_CTL_ADD, nullptr);
        const long total = perSecond * seconds;
        const auto begin = Clock::now();
        const auto dueAt = [&](long index) { return begin + nanoseconds(index * 1'000'000'000L / perSecond); };
        long next = 0;
        while (m_tally.good + m_tally.other + m_tally.refused < total) {
            for (; next < total && dueAt(next) <= Clock::now(); ++next) {
                const auto idle = std::find_if(
                    m_connections.begin(), m_connections.end(), [](const Connection& each) { return !each.isBusy; });
                if (idle == m_connections.end())
                    break;
                ask(*idle, dueAt(next));
            }
            const nanoseconds left = next < total ? dueAt(next) - Clock::now() : nanoseconds(1'000'000'000);
            itimerspec when {};
            when.it_value.tv_nsec = std::clamp<long>(left.count(), 1'000, 999'999'999);
            timerfd_settime(timer, 0, &when, nullptr);
            wait(1'000);
            if (secondsSince(begin) > static_cast<double>(seconds) + 10.0)
                break;
        }
        m_tally.print(secondsSince(begin), total - m_tally.good - m_tally.other - m_tally.refused);
    }

    /// Everybody at once, one request each; what is not answered in time is counted as such.
    void runStorm(long seconds)
    {
        m_left = static_cast<long>(m_connections.size());
        m_closesAfterAnswer = true;
        const auto begin = Clock::now();
        openAll(false);
        const auto total = static_cast<long>(m_connections.size());
        while (m_tally.good + m_tally.other + m_tally.refused < total
            && secondsSince(begin) < static_cast<double>(seconds))
            wait(20);
        m_tally.print(secondsSince(begin), total - m_tally.good - m_tally.other - m_tally.refused);
    }

    void runHold()
    {
        openAll(true);
        std::printf("{\"held\":%zu}\n", m_connections.size());
        std::fflush(stdout);
        std::array<char, 64> ignored {};
        while (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) { }
    }

private:
    static double secondsSince(Clock::time_point begin)
    {
        return std::chrono::duration<double>(Clock::now() - begin).count();
    }

    void watch(int descriptor, std::uint32_t events, int operation, Connection* connection)
    {
        epoll_event event {};
        event.events = events;
        event.data.ptr = connection;
        epoll_ctl(m_epoll, operation, descriptor, &event);
    }

    void open(Connection& connection, bool waits)
    {
        connection.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (waits ? 0 : SOCK_NONBLOCK), 0);
        if (connection.descriptor < 0)
            fail(std::string("no more sockets: ") + std::strerror(errno) + "; raise ulimit -n");
        const int on = 1;
        setsockopt(connection.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const int result
            = connect(connection.descriptor, reinterpret_cast<const sockaddr*>(&m_address), sizeof m_address);
        if (result != 0 && errno != EINPROGRESS)
            fail(std::string("cannot connect: ") + std::strerror(errno));
        connection.isConnected = result == 0;
        m_tally.connected += connection.isConnected ? 1 : 0;
        watch(connection.descriptor, connection.isConnected ? EPOLLIN : EPOLLOUT, EPOLL_CTL_ADD, &connection);
        if (connection.isConnected && m_closesAfterAnswer)
            askNext(connection);
    }

    void askNext(Connection& connection)
    {
        if (m_left == 0)
            return;
        --m_left;
        ask(connection, Clock::now());
    }

    void ask(Connection& connection, Clock::time_point due)
    {
        connection.isBusy = true;
        connection.due = due;
        connection.sent = 0;
        send(connection);
    }

    void send(Connection& connection)
    {
        const auto rest = std::string_view(m_request).substr(connection.sent);
        const ssize_t sent = ::send(connection.descriptor, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) {
            lose(connection);
            return;
        }
        connection.sent += static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
        const bool isSent = connection.sent == m_request.size();
        if (!isSent)
            watch(connection.descriptor, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD, &connection);
    }

    bool wait(int milliseconds)
    {
        std::array<epoll_event, 256> events {};
        const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), milliseconds);
        for (int i = 0; i < count; ++i) {
            if (events[static_cast<std::size_t>(i)].data.ptr)
                meet(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr),
                    events[static_cast<std::size_t>(i)].events);
        }
        return count > 0;
    }

    void meet(Connection& connection, std::uint32_t events)
    {
        if (connection.descriptor < 0)
            return;
        if (!connection.isConnected) {
            if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
                lose(connection);
                return;
            }
            connection.isConnected = true;
            ++m_tally.connected;
            watch(connection.descriptor, EPOLLIN, EPOLL_CTL_MOD, &connection);
            askNext(connection);
            return;
        }
        if ((events & EPOLLOUT) != 0) {
            watch(connection.descriptor, EPOLLIN, EPOLL_CTL_MOD, &connection);
            send(connection);
        }
        if (connection.descriptor >= 0 && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0)
            receive(connection);
    }

    void receive(Connection& connection)
    {
        const ssize_t got = recv(connection.descriptor, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            lose(connection);
            return;
        }
        connection.received.append(m_buffer.data(), static_cast<std::size_t>(got));
        const std::size_t whole = wholeResponse(connection.received);
        if (whole == 0 || !connection.isBusy)
            return;
        const bool isGood = connection.received.size() > 9 && connection.received[9] == '2';
        ++(isGood ? m_tally.good : m_tally.other);
        m_tally.delaysMs.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.due).count());
        connection.received.erase(0, whole);
        connection.isBusy = false;
        if (m_closesAfterAnswer) {
            close(connection.descriptor);
            connection.descriptor = -1;
        } else {
            askNext(connection);
        }
    }

    void lose(Connection& connection)
    {
        close(connection.descriptor);
        connection.descriptor = -1;
        const bool counts = connection.isBusy || !connection.isConnected;
        m_tally.refused += counts ? 1 : 0;
        connection = Connection {};
        if (m_closesAfterAnswer)
            return;
        open(connection, true);
        if (counts)
            askNext(connection);
    }

    std::string m_request;
    std::vector<Connection> m_connections;
    int m_epoll;
    sockaddr_in m_address {};
    long m_left = 0; ///< requests that a closed load has still to send
    bool m_closesAfterAnswer = false;
    Tally m_tally;
    std::array<char, 64 << 10> m_buffer {};
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        fail("say rate, count, storm or hold");
    rlimit files {};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const std::string_view mode = argv[1];
    const Options options(argc, argv);
    const std::string request = mode == "hold" ? std::string() : readFile(options.text("--request"));
    Client client(options.number("--port"), request, options.number("--connections"));
    if (mode == "rate")
        client.runRate(options.number("--per-second"), options.number("--seconds"));
    else if (mode == "count")
        client.runCount(options.number("--requests"));
    else if (mode == "storm")
        client.runStorm(options.number("--seconds"));
    else if (mode == "hold")
        client.runHold();
    else
        fail("say rate, count, storm or hold");
    return 0;
}

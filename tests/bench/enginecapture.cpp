// SPDX-License-Identifier: GPL-3.0-or-later
#include "enginecapture.h"

#include "engine/deliveryfeed.h"

#include <QEventLoop>
#include <QTimer>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <ctime>
#include <thread>

namespace hookloupe::bench {

namespace {

constexpr std::size_t Connections = 64;

double cpuMicroseconds(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

int connected(quint16 port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int isOn = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &isOn, sizeof isOn);
    const timeval longest { 10, 0 };
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

/// Reads one answer; none of them has a body.
bool isAnswered(int socket)
{
    QByteArray answer;
    std::array<char, 4096> piece {};
    while (!answer.contains("\r\n\r\n")) {
        const ssize_t size = ::recv(socket, piece.data(), piece.size(), 0);
        if (size <= 0)
            return false;
        answer.append(piece.data(), size);
    }
    return answer.startsWith("HTTP/1.1 200");
}

bool sendAll(const std::vector<int>& sockets, const std::vector<QByteArray>& requests)
{
    bool isGood = true;
    for (std::size_t first = 0; first < requests.size() && isGood; first += sockets.size()) {
        const std::size_t count = std::min(sockets.size(), requests.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            const QByteArray& request = requests[first + i];
            isGood
                = isGood && ::send(sockets[i], request.data(), size_t(request.size()), MSG_NOSIGNAL) == request.size();
        }
        for (std::size_t i = 0; i < count && isGood; ++i)
            isGood = isAnswered(sockets[i]);
    }
    return isGood;
}

} // namespace

EngineCapture::EngineCapture(const QString& file, std::shared_ptr<const ProfileCatalog> catalog)
{
    m_engine.setProfiles(std::move(catalog));
    if (!m_engine.openSession(file, {}))
        return;
    QEventLoop loop;
    QObject::connect(&m_engine, &CaptureEngine::listening, &loop, &QEventLoop::quit);
    QObject::connect(&m_engine, &CaptureEngine::listenFailed, &loop, &QEventLoop::quit);
    CaptureEngine::Settings settings;
    settings.addresses.front().port = 0;
    m_engine.startListening(settings);
    loop.exec();
    if (!m_engine.isListening())
        return;
    m_port = m_engine.listeningAt().front().port;
    for (std::size_t i = 0; i < Connections; ++i)
        m_sockets.push_back(connected(m_port));
}

EngineCapture::~EngineCapture()
{
    for (const int socket : m_sockets)
        ::close(socket);
}

double EngineCapture::microsecondsEach(const std::vector<QByteArray>& requests)
{
    QEventLoop loop;
    bool isGood = false;
    double own = 0;
    // As serve does: what was captured is taken when there is something.
    QObject::connect(&m_engine.feed(), &DeliveryFeed::arrived, &loop, [this] { m_engine.feed().take(); });
    const double begin = cpuMicroseconds(CLOCK_PROCESS_CPUTIME_ID);
    std::thread sender([&] {
        const double ownBegin = cpuMicroseconds(CLOCK_THREAD_CPUTIME_ID);
        isGood = sendAll(m_sockets, requests);
        own = cpuMicroseconds(CLOCK_THREAD_CPUTIME_ID) - ownBegin;
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    sender.join();
    const double all = cpuMicroseconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
    return isGood ? (all - own) / static_cast<double>(requests.size()) : -1;
}

} // namespace hookloupe::bench

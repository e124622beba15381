// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawclient.h"

#include <QDeadlineTimer>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hookloupe {

namespace {

bool waitFor(int descriptor, short events, std::chrono::milliseconds deadline)
{
    const QDeadlineTimer timer(deadline);
    pollfd question { descriptor, events, 0 };
    int answer = -1;
    do {
        answer = poll(&question, 1, static_cast<int>(timer.remainingTime()));
    } while (answer < 0 && errno == EINTR);
    return answer > 0;
}

} // namespace

RawClient::RawClient(quint16 port, const QByteArray& address)
{
    addrinfo hints {};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(address.constData(), QByteArray::number(port).constData(), &hints, &found) != 0)
        return;
    m_descriptor = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(m_descriptor, found->ai_addr, found->ai_addrlen) != 0)
        close();
    else
        fcntl(m_descriptor, F_SETFL, O_NONBLOCK);
    freeaddrinfo(found);
}

RawClient::~RawClient()
{
    close();
}

quint16 RawClient::localPort() const
{
    sockaddr_storage address {};
    socklen_t size = sizeof address;
    getsockname(m_descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    const auto* const v4 = reinterpret_cast<const sockaddr_in*>(&address);
    const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(&address);
    return ntohs(address.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port);
}

bool RawClient::send(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::send(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
        if (count >= 0)
            bytes = bytes.sliced(count);
        else if (errno == EAGAIN && !waitFor(m_descriptor, POLLOUT, Deadline))
            return false;
        else if (errno != EAGAIN && errno != EINTR)
            return false;
    }
    return true;
}

void RawClient::finish()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawClient::reset()
{
    const linger immediate { 1, 0 };
    setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &immediate, sizeof immediate);
    close();
}

void RawClient::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawClient::setReceiveBuffer(int bytes)
{
    setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool RawClient::waitForInput(std::chrono::milliseconds deadline) const
{
    return !m_received.isEmpty() || waitFor(m_descriptor, POLLIN, deadline);
}

bool RawClient::receive(std::chrono::milliseconds deadline)
{
    if (m_end != End::Open || !waitFor(m_descriptor, POLLIN, deadline))
        return false;
    std::array<char, 65536> buffer; // NOLINT: filled by recv
    const ssize_t count = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
    if (count > 0)
        m_received.append(buffer.data(), count);
    else if (count == 0)
        m_end = End::Fin;
    else if (errno != EAGAIN && errno != EINTR)
        m_end = End::Reset;
    return true;
}

WireResponse RawClient::readResponse(bool isHead, std::chrono::milliseconds deadline)
{
    const QDeadlineTimer timer(deadline);
    while (true) {
        if (auto response = parseWireResponse(m_received, isHead, m_end == End::Fin)) {
            m_received.remove(0, response->size);
            return *response;
        }
        if (!receive(std::chrono::milliseconds(timer.remainingTime())))
            return {};
    }
}

QByteArray RawClient::readToEnd(std::chrono::milliseconds deadline)
{
    const QDeadlineTimer timer(deadline);
    while (receive(std::chrono::milliseconds(timer.remainingTime()))) { }
    return std::exchange(m_received, {});
}

WireResponse ask(quint16 port, const QByteArray& request)
{
    RawClient client(port);
    client.send(request);
    return client.readResponse(request.startsWith("HEAD "));
}

} // namespace hookloupe

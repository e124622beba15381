// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/nativesocket.h"

#include <QHostAddress>

#include <cerrno>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hookloupe {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int SendFlags = MSG_NOSIGNAL;
#else
constexpr int SendFlags = 0;
#endif

int asInt(qintptr descriptor)
{
    return static_cast<int>(descriptor);
}

bool isTemporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

SocketEnd endOf(const sockaddr_storage& storage)
{
    const QHostAddress address(reinterpret_cast<const sockaddr*>(&storage));
    SocketEnd end;
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    end.address = isV4 ? QHostAddress(v4).toString() : address.toString();
    if (storage.ss_family == AF_INET6)
        end.port = ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
    else if (storage.ss_family == AF_INET)
        end.port = ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
    return end;
}

} // namespace

NativeSocket::NativeSocket(qintptr descriptor)
    : m_descriptor(descriptor)
{
    if (!isOpen())
        return;
    const int fd = asInt(m_descriptor);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
    ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

NativeSocket& NativeSocket::operator=(NativeSocket&& other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = other.release();
    }
    return *this;
}

NativeSocket::~NativeSocket()
{
    close();
}

NativeSocket::Transfer NativeSocket::receiveWith(char* buffer, qsizetype size, int flags)
{
    for (;;) {
        const ssize_t got = ::recv(asInt(m_descriptor), buffer, static_cast<std::size_t>(size), flags);
        if (got > 0)
            return { Outcome::Ok, static_cast<qsizetype>(got) };
        if (got == 0)
            return { Outcome::EndOfStream, 0 };
        if (errno == EINTR)
            continue;
        return { isTemporary(errno) ? Outcome::WouldBlock : Outcome::Gone, 0 };
    }
}

NativeSocket::Transfer NativeSocket::receive(char* buffer, qsizetype size)
{
    return receiveWith(buffer, size, 0);
}

NativeSocket::Transfer NativeSocket::peek(char* buffer, qsizetype size)
{
    return receiveWith(buffer, size, MSG_PEEK);
}

void NativeSocket::setReadableFrom(qsizetype bytes)
{
    const int least = static_cast<int>(bytes);
    ::setsockopt(asInt(m_descriptor), SOL_SOCKET, SO_RCVLOWAT, &least, sizeof least);
}

NativeSocket::Transfer NativeSocket::send(QByteArrayView bytes)
{
    for (;;) {
        const ssize_t sent
            = ::send(asInt(m_descriptor), bytes.data(), static_cast<std::size_t>(bytes.size()), SendFlags);
        if (sent >= 0)
            return { Outcome::Ok, static_cast<qsizetype>(sent) };
        if (errno == EINTR)
            continue;
        return { isTemporary(errno) ? Outcome::WouldBlock : Outcome::Gone, 0 };
    }
}

void NativeSocket::finishSending()
{
    if (isOpen())
        ::shutdown(asInt(m_descriptor), SHUT_WR);
}

void NativeSocket::reset()
{
    if (!isOpen())
        return;
    armReset(m_descriptor);
    close();
}

void NativeSocket::close()
{
    if (isOpen())
        ::close(asInt(release()));
}

SocketEnd NativeSocket::peerEnd() const
{
    sockaddr_storage storage {};
    socklen_t size = sizeof storage;
    return ::getpeername(asInt(m_descriptor), reinterpret_cast<sockaddr*>(&storage), &size) == 0 ? endOf(storage)
                                                                                                 : SocketEnd {};
}

SocketEnd NativeSocket::localEnd() const
{
    sockaddr_storage storage {};
    socklen_t size = sizeof storage;
    return ::getsockname(asInt(m_descriptor), reinterpret_cast<sockaddr*>(&storage), &size) == 0 ? endOf(storage)
                                                                                                 : SocketEnd {};
}

void armReset(qintptr descriptor)
{
    const linger dropAll { 1, 0 };
    ::setsockopt(asInt(descriptor), SOL_SOCKET, SO_LINGER, &dropAll, sizeof dropAll);
}

AcceptResult acceptFrom(qintptr listeningDescriptor)
{
    const int fd = ::accept(asInt(listeningDescriptor), nullptr, nullptr);
    if (fd >= 0)
        return { AcceptResult::Outcome::Accepted, NativeSocket(fd) };
    if (isTemporary(errno))
        return { AcceptResult::Outcome::NothingWaiting, {} };
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        return { AcceptResult::Outcome::NoResources, {} };
    return { errno == EBADF || errno == EINVAL ? AcceptResult::Outcome::NothingWaiting : AcceptResult::Outcome::Again,
        {} };
}

qint64 raiseOpenFilesLimit()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 256;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = qMin<rlim_t>(limit.rlim_max, 65'536);
        if (raised.rlim_cur > limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<qint64>(qMin<rlim_t>(limit.rlim_cur, 1 << 30));
}

} // namespace hookloupe

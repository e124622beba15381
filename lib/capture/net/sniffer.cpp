// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/sniffer.h"

#include <array>

namespace hookloupe {

Sniffer::Sniffer(NativeSocket socket, std::shared_ptr<ReadinessSet> readiness, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_watch(std::move(readiness), m_socket.descriptor())
{
    connect(&m_watch, &SocketWatch::readable, this, &Sniffer::look);
    m_watch.setReading(true);
}

void Sniffer::look()
{
    std::array<char, 16 << 10> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the peek
    const auto transfer = m_socket.peek(buffer.data(), static_cast<qsizetype>(buffer.size()));
    switch (transfer.outcome) {
    case NativeSocket::Outcome::WouldBlock:
        return;
    case NativeSocket::Outcome::EndOfStream:
    case NativeSocket::Outcome::Gone:
        m_watch.setReading(false);
        emit gone();
        return;
    case NativeSocket::Outcome::Ok:
        break;
    }
    m_hasBegun = true;
    ClientHello hello;
    const QByteArrayView bytes(buffer.data(), transfer.bytes);
    HelloState state = parseClientHello(bytes, hello);
    if (state == HelloState::Incomplete && transfer.bytes == static_cast<qsizetype>(buffer.size()))
        state = HelloState::Complete;
    if (state == HelloState::Incomplete && transfer.bytes > m_seen) {
        // What was only looked at stays readable: without this, half a hello would keep the thread busy.
        m_seen = transfer.bytes;
        m_socket.setReadableFrom(m_seen + 1);
        return;
    }
    m_watch.setReading(false);
    if (state == HelloState::Incomplete) {
        emit gone(); // woken without more bytes: the client has ended
        return;
    }
    if (m_seen > 0)
        m_socket.setReadableFrom(1);
    if (state == HelloState::Complete)
        emit foundTls(hello);
    else
        emit foundPlain();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/net/plaintransport.h"

namespace hookloupe {

PlainTransport::PlainTransport(NativeSocket socket, std::shared_ptr<ReadinessSet> readiness, QObject* parent)
    : Transport(parent)
    , m_socket(std::move(socket))
    , m_watch(std::move(readiness), m_socket.descriptor())
{
    connect(&m_watch, &SocketWatch::readable, this, &PlainTransport::onReadable);
    connect(&m_watch, &SocketWatch::writable, this, &PlainTransport::sendPending);
    m_watch.setReading(true);
}

void PlainTransport::onReadable()
{
    if (m_isPaused)
        peekWhilePaused();
    else
        emit readable();
}

void PlainTransport::peekWhilePaused()
{
    char byte = 0;
    const auto outcome = m_socket.peek(&byte, 1).outcome;
    if (outcome == NativeSocket::Outcome::WouldBlock)
        return;
    m_watch.setReading(false);
    if (outcome == NativeSocket::Outcome::EndOfStream)
        endInput();
    else if (outcome == NativeSocket::Outcome::Gone)
        lose();
}

qsizetype PlainTransport::read(char* buffer, qsizetype size)
{
    if (m_isGone || m_isInputEnded)
        return 0;
    const auto transfer = m_socket.receive(buffer, size);
    if (transfer.outcome == NativeSocket::Outcome::EndOfStream)
        endInput();
    else if (transfer.outcome == NativeSocket::Outcome::Gone)
        lose();
    return transfer.bytes;
}

void PlainTransport::pauseReading(bool isPaused)
{
    m_isPaused = isPaused;
    if (!m_isGone && !m_isInputEnded)
        m_watch.setReading(true);
}

void PlainTransport::write(const QByteArray& bytes)
{
    if (m_isGone || bytes.isEmpty())
        return;
    if (bytesToWrite() > 0) {
        m_pending = m_pending.mid(std::exchange(m_sent, 0)) + bytes;
        return;
    }
    m_pending = bytes;
    m_sent = 0;
    sendPending();
}

void PlainTransport::sendPending()
{
    while (bytesToWrite() > 0) {
        const auto transfer = m_socket.send(QByteArrayView(m_pending).sliced(m_sent));
        m_sent += transfer.bytes;
        if (transfer.outcome == NativeSocket::Outcome::WouldBlock) {
            m_watch.setWriting(true);
            return;
        }
        if (transfer.outcome == NativeSocket::Outcome::Gone) {
            lose();
            return;
        }
    }
    const bool wasWaiting = m_watch.isWriting();
    m_pending.clear();
    m_sent = 0;
    m_watch.setWriting(false);
    if (m_finishWhenSent)
        m_socket.finishSending();
    if (wasWaiting)
        emit drained();
}

void PlainTransport::finishSending()
{
    m_finishWhenSent = true;
    if (bytesToWrite() == 0 && !m_isGone)
        m_socket.finishSending();
}

void PlainTransport::reset()
{
    m_watch.stop();
    m_isGone = true;
    m_socket.reset();
}

void PlainTransport::endInput()
{
    m_watch.setReading(false);
    m_isInputEnded = true;
    emit inputEnded();
}

void PlainTransport::lose()
{
    if (m_isGone)
        return;
    m_isGone = true;
    m_watch.stop();
    m_pending.clear();
    m_sent = 0;
    emit gone();
}

} // namespace hookloupe

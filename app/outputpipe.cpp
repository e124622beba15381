// SPDX-License-Identifier: GPL-3.0-or-later
#include "outputpipe.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// A pipe that polls writable takes PIPE_BUF bytes without blocking (POSIX); a file takes anything.
qsizetype pieceBytesFor(int descriptor)
{
    struct stat status = {};
    const bool isFile = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    return isFile ? 1 << 20 : PIPE_BUF;
}

} // namespace

OutputPipe::OutputPipe(int descriptor, QObject* parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_pieceBytes(pieceBytesFor(descriptor))
    , m_notifier(descriptor, QSocketNotifier::Write)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        send();
        if (pendingBytes() == 0 && !m_isBroken)
            emit drained();
    });
}

void OutputPipe::write(const QByteArray& bytes)
{
    if (m_isBroken)
        return;
    m_pending += bytes;
    if (!m_notifier.isEnabled())
        send();
}

bool OutputPipe::hasRoom() const
{
    pollfd question { m_descriptor, POLLOUT, 0 };
    return poll(&question, 1, 0) > 0;
}

void OutputPipe::send()
{
    while (m_sent < m_pending.size() && hasRoom()) {
        const qsizetype piece = std::min(m_pieceBytes, m_pending.size() - m_sent);
        const ssize_t count = ::write(m_descriptor, m_pending.constData() + m_sent, static_cast<std::size_t>(piece));
        if (count >= 0) {
            m_sent += count;
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            breakWith(errno);
            return;
        }
    }
    if (m_sent == m_pending.size() || m_sent >= qsizetype(1) << 20) {
        m_pending.remove(0, m_sent);
        m_sent = 0;
    }
    m_notifier.setEnabled(!m_pending.isEmpty());
}

void OutputPipe::breakWith(int error)
{
    m_isBroken = true;
    m_notifier.setEnabled(false);
    m_pending.clear();
    m_sent = 0;
    emit broken(error == EPIPE
            ? QString()
            : u"standard output cannot be written: %1"_s.arg(QString::fromLocal8Bit(std::strerror(error))));
}

} // namespace hookloupe

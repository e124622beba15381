// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QByteArrayView>
#include <QtGlobal>

#include <utility>

namespace hookloupe {

/// A connected TCP socket by its system descriptor: the few calls that QTcpSocket hides.
///
/// QTcpSocket closes a connection as soon as it reads the client's end of stream, which loses the answer to a client
/// that half-closes after its request; it cannot send RST either. Non-blocking. Owns the descriptor. POSIX.
class NativeSocket {
public:
    enum class Outcome : quint8 {
        Ok,
        WouldBlock,
        EndOfStream, ///< the client has sent everything it will send
        Gone, ///< reset, or broken in another way
    };
    struct Transfer {
        Outcome outcome = Outcome::Ok;
        qsizetype bytes = 0;
    };

    NativeSocket() = default;
    /// Takes the descriptor over; makes it non-blocking, without Nagle's delay.
    explicit NativeSocket(qintptr descriptor);
    NativeSocket(NativeSocket&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    NativeSocket& operator=(NativeSocket&& other) noexcept;
    ~NativeSocket();

    qintptr descriptor() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    /// Gives the descriptor away.
    qintptr release() { return std::exchange(m_descriptor, -1); }

    Transfer receive(char* buffer, qsizetype size);
    /// Looks without taking.
    Transfer peek(char* buffer, qsizetype size);
    /// Counts as readable only once so many bytes wait, or the client has ended; 1 is the usual.
    void setReadableFrom(qsizetype bytes);
    Transfer send(QByteArrayView bytes);
    /// Sends FIN; reading goes on.
    void finishSending();
    /// Closes so that the client sees RST.
    void reset();
    void close();

    SocketEnd peerEnd() const;
    SocketEnd localEnd() const;

private:
    Transfer receiveWith(char* buffer, qsizetype size, int flags);

    qintptr m_descriptor = -1;
};

/// Makes the next close of a descriptor, by whoever owns it, send RST.
void armReset(qintptr descriptor);

/// Accepts one connection of a listening descriptor.
struct AcceptResult {
    enum class Outcome : quint8 {
        Accepted,
        NothingWaiting,
        Again, ///< this one was lost, look for the next
        NoResources, ///< out of descriptors or memory: try again later
    };
    Outcome outcome = Outcome::NothingWaiting;
    NativeSocket socket;
};
AcceptResult acceptFrom(qintptr listeningDescriptor);

/// Raises the soft limit of open files to the hard one, as far as the system allows.
/// \return the limit now in force
qint64 raiseOpenFilesLimit();

} // namespace hookloupe

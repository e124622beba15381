// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/wireresponse.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>

namespace hookloupe {

/// A TCP client that sends exactly the bytes it is told to, when it is told to. Blocking, every wait with a deadline.
class RawClient {
public:
    /// How the server ended the connection.
    enum class End : quint8 { Open, Fin, Reset };

    static constexpr std::chrono::milliseconds Deadline { 20'000 };

    explicit RawClient(quint16 port, const QByteArray& address = "127.0.0.1");
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool isConnected() const { return m_descriptor >= 0; }
    quint16 localPort() const;

    /// \return false when the server has closed, or took nothing for the deadline
    bool send(QByteArrayView bytes);
    /// Sends FIN; reading goes on.
    void finish();
    /// Sends RST and forgets the connection.
    void reset();
    void close();
    /// The kernel keeps at most about so many bytes that were not read.
    void setReceiveBuffer(int bytes);

    /// The next response; status 0 when none came before the end or the deadline.
    WireResponse readResponse(bool isHead = false, std::chrono::milliseconds deadline = Deadline);
    /// Everything until the server ends the connection or the deadline passes; end() tells which.
    QByteArray readToEnd(std::chrono::milliseconds deadline = Deadline);
    /// True when something can be read, the end included, before the deadline.
    bool waitForInput(std::chrono::milliseconds deadline) const;
    End end() const { return m_end; }

private:
    bool receive(std::chrono::milliseconds deadline);

    int m_descriptor = -1;
    QByteArray m_received;
    End m_end = End::Open;
};

/// Sends one request over a connection of its own and reads its response.
WireResponse ask(quint16 port, const QByteArray& request);

} // namespace hookloupe

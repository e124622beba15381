// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/net/transport.h"
#include "response/responseprogram.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace hookloupe {

/// Plays a response program on a connection, step by step. Capture thread only.
class ProgramPlayer final : public QObject {
    Q_OBJECT

public:
    explicit ProgramPlayer(Transport& transport, QObject* parent = nullptr);

    /// \param since  when the request was complete; the waits of the program count from there
    void play(ResponseProgram program, std::chrono::steady_clock::time_point since);
    /// True from the start of a program that hangs until the client leaves.
    bool isHanging() const { return m_isHanging; }

signals:
    /// The answer is written; the connection may go on.
    void finished();
    /// The answer is written; the connection is to be closed behind it.
    void closing();
    /// RST was sent.
    void wasReset();

private:
    void playNext();

    Transport& m_transport;
    ResponseProgram m_program;
    std::size_t m_next = 0;
    std::chrono::steady_clock::time_point m_since;
    QTimer* m_timer = nullptr; ///< made when a program first waits: most never do
    bool m_isHanging = false;
};

} // namespace hookloupe

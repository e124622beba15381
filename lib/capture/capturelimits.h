// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>

namespace hookloupe {

/// What to do with `Expect: 100-continue`.
enum class ExpectContinue : quint8 {
    Send, ///< answer 100 and read the body
    Withhold, ///< say nothing and wait for the body
    Refuse, ///< answer 417 and close; the body is not read
};

/// Limits of the wire. Everything beyond is answered and captured as a stub that says so.
struct CaptureLimits {
    qint64 headBytes = 1 << 20; ///< request line and headers; 1 KiB to 64 MiB
    qint64 bodyBytes = 100LL << 20; ///< decoded body; 0 and up
    qint64 chunkMarkBytes = 16LL << 20; ///< bytes of a chunked body that are not data
    qint64 spillBytes = 256 << 10; ///< a larger body goes to a file while it arrives
    int connections = 6000; ///< open at the same time; more wait in the backlog
    std::chrono::milliseconds headTime { 30'000 }; ///< from the first byte to the end of the head
    std::chrono::milliseconds bodyPause { 60'000 }; ///< longest pause within a body
    std::chrono::milliseconds idleTime { 60'000 }; ///< between two requests of a connection
    std::chrono::milliseconds handshakeTime { 10'000 }; ///< from the connection to the end of the TLS handshake
    ExpectContinue expectContinue = ExpectContinue::Send;
};

} // namespace hookloupe

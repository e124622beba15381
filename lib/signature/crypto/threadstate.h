// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace hookloupe {

/// Frees what OpenSSL keeps for the thread, at the end of a scope that used it.
///
/// OpenSSL frees it by itself when the thread has quite ended, which neither QThread::wait() nor a thread pool waits
/// for: at the end of the program it may be lost. For tasks in pools; the thread may use OpenSSL again afterwards.
class CryptoThreadState {
public:
    CryptoThreadState() = default;
    ~CryptoThreadState();
    Q_DISABLE_COPY_MOVE(CryptoThreadState)
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>

namespace hookloupe {

enum class KeyringErrorCode : quint8 {
    NoEntry, ///< the keyring is there, and holds nothing of that name
    Denied, ///< it is locked, or a person refused
    Unavailable, ///< no keyring service, or no way to it
    TooSlow, ///< no answer in time
};
using KeyringError = Error<KeyringErrorCode>;

/// The system's store of passwords: entries with a name and a value, which the system keeps encrypted.
///
/// Answers through the event loop of the thread that asks, in any order, and possibly after the keyring object is gone:
/// what a callback uses it must hold or watch.
class Keyring {
public:
    using Read = std::function<void(const Result<QByteArray, KeyringError>&)>;
    using Written = std::function<void(const Result<Done, KeyringError>&)>;

    Keyring() = default;
    virtual ~Keyring();
    Q_DISABLE_COPY_MOVE(Keyring)

    virtual void read(const QString& name, Read answer) = 0;
    /// Overwrites an entry that is there.
    virtual void write(const QString& name, const QByteArray& value, Written answer) = 0;
    /// An entry that is not there is no error.
    virtual void remove(const QString& name, Written answer) = 0;
};

/// Asks and waits, for programs without an event loop of their own; needs a QCoreApplication.
Result<QByteArray, KeyringError> readAndWait(Keyring& keyring, const QString& name, std::chrono::milliseconds limit);

} // namespace hookloupe

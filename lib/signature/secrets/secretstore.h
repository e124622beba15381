// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "signature/secrets/keyring.h"
#include "signature/secrets/secretsource.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace hookloupe {

enum class SecretErrorCode : quint8 {
    NotHere, ///< not entered since the program began, or no such entry in the keyring
    NotSet, ///< no such environment variable
    Unreadable, ///< no such file, or it is empty or too long
    KeyringDenied, ///< it is locked, or a person refused
    KeyringUnavailable, ///< there is no keyring, or it did not answer
};
using SecretError = Error<SecretErrorCode>;

/// Finds and keeps the values of secrets, wherever their source says.
///
/// What came from the keyring, or was entered, is held in memory as well, and wiped where it is practical once it is
/// forgotten. Nothing here logs. One thread; answers come through its event loop, those that need no keyring at once.
class SecretStore final : public QObject {
    Q_OBJECT

public:
    using Found = std::function<void(const Result<QByteArray, SecretError>&)>;
    using Kept = std::function<void(const Result<Done, SecretError>&)>;

    /// \param keyring  not null
    explicit SecretStore(std::unique_ptr<Keyring> keyring, QObject* parent = nullptr);
    ~SecretStore() override;

    void find(const SecretSource& source, Found answer);
    /// The value that is held in memory for a source of the kinds Memory and Keychain.
    std::optional<QByteArray> held(const SecretSource& source) const;
    /// Holds the value in memory at once, whatever comes after, and writes it to the keyring where the source says so.
    /// Sources of the kinds Environment and File are not written: they answer NotHere.
    void keep(const SecretSource& source, const QByteArray& value, Kept answer);
    /// Wipes it from memory, and removes it from the keyring where the source is there.
    void forget(const SecretSource& source);
    /// Looks whether there is a keyring: keyringProbed() follows.
    void probeKeyring();

signals:
    /// \param isThere  entries can be kept
    /// \param reason   why not; one English sentence or part of one, empty where they can
    void keyringProbed(bool isThere, const QString& reason);

private:
    std::unique_ptr<Keyring> m_keyring;
    std::map<SecretSource, QByteArray> m_held;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/secrets/keyring.h"

namespace hookloupe {

/// The keyring of the desktop session by QtKeychain: Secret Service (GNOME Keyring, KeePassXC) or KWallet. Never a file
/// of its own: where there is no keyring, there is an error.
///
/// The entries stand under the service "hookloupe".
class SystemKeyring final : public Keyring {
public:
    void read(const QString& name, Read answer) override;
    void write(const QString& name, const QByteArray& value, Written answer) override;
    void remove(const QString& name, Written answer) override;
};

} // namespace hookloupe

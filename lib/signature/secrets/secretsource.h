// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tuple>

namespace hookloupe {

/// Where the value of a secret is kept.
struct SecretSource {
    /// Stored: append, never reorder.
    enum class Kind : quint8 {
        Memory, ///< in this program alone, until it ends; `place` is any text that tells it from others
        Environment, ///< `place` names the variable
        File, ///< `place` is its path
        Keychain, ///< `place` names the entry in the system's keyring
    };

    Kind kind = Kind::Memory;
    QString place;

    bool operator==(const SecretSource&) const = default;
    bool operator<(const SecretSource& other) const
    {
        return std::tie(kind, place) < std::tie(other.kind, other.place);
    }
};

} // namespace hookloupe

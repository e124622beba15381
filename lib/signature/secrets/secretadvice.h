// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace hookloupe {

/// What is odd about a secret as it was pasted. Advice: none of it makes the secret wrong for certain.
enum class SecretOddity : quint8 {
    WhiteSpaceAround, ///< blanks or tabs before or behind it
    LineEnd, ///< it ends with a line end, or has one before it
    LineEndInside, ///< of several lines, and no key in PEM
    InQuotes, ///< it stands in quotes
    PrivateKey, ///< a private key where a public one or a shared secret is wanted
    PrefixLeftOff, ///< it begins with a text that the provider's scheme leaves off: not a mistake
    DoesNotDecode, ///< none of the provider's schemes can make a key of it
};

/// \param profile  the provider that it is for; null: any
std::vector<SecretOddity> secretOddities(QByteArrayView secret, const Profile* profile);

/// Without white space, line ends and quotes around it.
QByteArray cleanedSecret(QByteArrayView secret);

/// The text at its beginning that the provider's schemes leave off; empty where there is none.
QByteArray prefixLeftOff(QByteArrayView secret, const Profile& profile);

/// True where a scheme of the provider needs a secret, or a key, at all.
bool needsSecret(const Profile& profile);
/// True where schemes of the provider check with a public key, which is no secret and has several lines.
bool takesPublicKey(const Profile& profile);
/// True where schemes of the provider check with a secret that both sides know.
bool takesSharedSecret(const Profile& profile);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/secrets/secretadvice.h"
#include "signature/secrets/secretsource.h"
#include "signature/secrets/secretstore.h"

#include <QString>

namespace hookloupe {

/// "system's keyring", "memory only", …
QString placeName(SecretSource::Kind kind);
/// "variable STRIPE_SECRET", "file /run/secrets/stripe", or as above.
QString placeText(const SecretSource& source);
/// Why a secret is not here, in a few words.
QString shortReason(const SecretError& error);
/// What is odd about a pasted secret, in one sentence. It holds nothing of the secret.
/// \param prefix  for PrefixLeftOff
QString oddityText(SecretOddity oddity, const QString& provider, const QByteArray& prefix);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "signature/verifier.h"

#include <QString>

namespace hookloupe {

/// Reads a secret as it is given on a command line: `env:NAME` (an environment variable), `file:PATH` (the content of a
/// file, at most 64 KiB, without the one line end at its end), `keychain:NAME` (an entry of the system's keyring under
/// the service "hookloupe"; waits up to a minute, and needs a QCoreApplication), or the text itself. The name of the
/// result says where it came from, and never what it is.
/// \return one sentence where it cannot be had; it never holds the secret
Result<NamedSecret, QString> readSecretArgument(const QString& argument);

} // namespace hookloupe

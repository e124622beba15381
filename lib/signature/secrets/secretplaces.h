// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// The value of an environment variable.
/// \return one sentence where it is not set, or empty
Result<QByteArray, QString> readSecretVariable(const QString& name);

/// What a secret is read from: a pipe waits for whoever writes to it, so it is only for a path that a person gave now.
enum class SecretFileKind : quint8 { RegularFile, AnyFile };

/// The content of a file, at most 64 KiB, without the one line end at its end.
/// \return one sentence where it cannot be read, is longer, or empty; it holds nothing of the content
Result<QByteArray, QString> readSecretFile(const QString& path, SecretFileKind kind = SecretFileKind::RegularFile);

/// Overwrites the bytes of a secret that is no longer needed, then empties it. Copies that share the bytes keep them:
/// only the last one can be wiped.
void wipeSecret(QByteArray& value);

} // namespace hookloupe

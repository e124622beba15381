// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "http/request.h"

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// Reads one raw HTTP/1.1 request message from a file, or from standard input for "-".
///
/// As lenient as it can be without guessing: lines may end in LF alone; a message without a length has all that follows
/// the empty line as its body; one that is shorter than its length says is truncated.
/// \return one sentence with the file's name where it is no such message
Result<Request, QString> readRequestFile(const QString& path);

/// The same of bytes. \param name  for the sentence
Result<Request, QString> parseRequestMessage(const QByteArray& message, const QString& name);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <cstdio>

namespace hookloupe {

void printMessage(const QString& sentence)
{
    QString line = sentence;
    line.replace(u'\n', u' ');
    const QByteArray text = "hookloupe: " + line.toLocal8Bit() + '\n';
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr);
    std::fflush(stderr);
}

ExitCode exitCodeOf(SessionErrorCode code)
{
    switch (code) {
    case SessionErrorCode::NotFound:
    case SessionErrorCode::NotASession:
    case SessionErrorCode::TooNew:
    case SessionErrorCode::Damaged:
        return ExitCode::Usage;
    case SessionErrorCode::Locked:
    case SessionErrorCode::NoSpace:
    case SessionErrorCode::Failed:
        break;
    }
    return ExitCode::Resource;
}

} // namespace hookloupe

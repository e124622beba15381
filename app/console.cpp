// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

QString printable(const QString& text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar character : text) {
        switch (character.category()) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            safe += u"\\u"_s + QString::number(character.unicode(), 16).rightJustified(4, u'0');
            break;
        default:
            safe += character;
        }
    }
    return safe;
}

void printMessage(const QString& sentence)
{
    QString line = sentence;
    line.replace(u'\n', u' ');
    const QByteArray text = "hookloupe: " + printable(line).toLocal8Bit() + '\n';
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

bool writeToStdout(const QByteArray& bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count
            = ::write(STDOUT_FILENO, bytes.constData() + sent, static_cast<std::size_t>(bytes.size() - sent));
        if (count < 0 && errno != EINTR)
            return false;
        sent += std::max<ssize_t>(count, 0);
    }
    return true;
}

ExitCode afterStdoutFailure()
{
    if (errno == EPIPE)
        return ExitCode::Done;
    printMessage(u"standard output cannot be written: %1"_s.arg(qt_error_string(errno)));
    return ExitCode::Resource;
}

QString fileName(const std::string& argument)
{
    return QFile::decodeName(QByteArray(argument.data(), static_cast<qsizetype>(argument.size())));
}

} // namespace hookloupe

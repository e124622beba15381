// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/sessionerror.h"

#include <QByteArray>
#include <QString>

#include <string>

namespace hookloupe {

/// The exit codes of every command; scripts depend on them.
enum class ExitCode : int {
    Done = 0,
    NotMet = 1, ///< what was waited for did not come
    Usage = 2, ///< wrong usage or unreadable input
    Resource = 3, ///< port in use, disk full, session locked
};

/// The text with control characters and those that turn the writing direction spelt out: names of files and messages
/// about them can hold what a terminal would obey.
QString printable(const QString& text);

/// One line on stderr, with the program's name before it.
void printMessage(const QString& sentence);

/// Blocks until the reader has taken it.
/// \return false when nothing more can be written
bool writeToStdout(const QByteArray& bytes);

/// After writeToStdout() failed: a reader that has left took what it wanted; anything else is a failure.
ExitCode afterStdoutFailure();

/// A file's name as given on the command line.
QString fileName(const std::string& argument);

/// What a failure to open or read a session means for the exit code.
ExitCode exitCodeOf(SessionErrorCode code);

} // namespace hookloupe

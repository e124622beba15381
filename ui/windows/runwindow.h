// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

/// The program with a window, until it is closed.
/// \param file  the session to open; empty: a new one
/// \return the exit code of the program
int runWindow(int& argc, char** argv, const QString& file);

} // namespace hookloupe

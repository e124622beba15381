// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace hookloupe {

/// The program with a window, until it is closed.
/// \param file  the session to open; empty: a new one
/// \param begin  called once the application is there and before the window is: for what needs its event loop
/// \return the exit code of the program
int runWindow(int& argc, char** argv, const QString& file, const std::function<void()>& begin = {});

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace hookloupe {

/// What stands on the command line without a subcommand: the session to open, or nothing.
class WindowArguments {
public:
    /// Adds the argument to the parser, which must outlive this object.
    explicit WindowArguments(CLI::App& parser);
    ~WindowArguments();

    QString sessionFile() const;

private:
    std::unique_ptr<std::string> m_file;
};

/// `hookloupe` and `hookloupe FILE.hookloupe`: opens the window.
ExitCode runWindow(const WindowArguments& arguments, int& argc, char* argv[]);

} // namespace hookloupe

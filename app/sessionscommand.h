// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <memory>

namespace CLI {
class App;
}

namespace hookloupe {

class StoredSession;

/// `hookloupe sessions`: lists, shows and exports what was captured.
class SessionsCommand {
public:
    /// Adds the subcommands to the parser, which must outlive this object.
    explicit SessionsCommand(CLI::App& parser);
    ~SessionsCommand();

    /// After parsing: runs the one that was chosen. Needs no event loop.
    ExitCode run() const;

private:
    ExitCode list() const;
    ExitCode show() const;
    ExitCode showOne(StoredSession& session) const;
    ExitCode exportAll() const;

    struct Arguments;
    std::unique_ptr<Arguments> m_arguments;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <memory>

namespace CLI {
class App;
}

namespace hookloupe {

/// `hookloupe providers`: lists, shows and checks the profiles of providers.
class ProvidersCommand {
public:
    /// Adds the subcommands to the parser, which must outlive this object.
    explicit ProvidersCommand(CLI::App& parser);
    ~ProvidersCommand();

    /// After parsing: runs the one that was chosen. Needs no event loop.
    ExitCode run() const;

private:
    ExitCode list() const;
    ExitCode show() const;
    ExitCode lint() const;
    ExitCode events() const;

    struct Arguments;
    std::unique_ptr<Arguments> m_arguments;
};

} // namespace hookloupe

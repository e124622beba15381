// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include <memory>

namespace CLI {
class App;
}

namespace hookloupe {

/// `hookloupe verify`: checks the signature of one request from a file.
class VerifyCommand {
public:
    /// Adds its options to the parser, which must outlive this object.
    explicit VerifyCommand(CLI::App& parser);
    ~VerifyCommand();

    /// After parsing. Needs no event loop.
    ExitCode run() const;

private:
    struct Arguments;
    std::unique_ptr<Arguments> m_arguments;
};

} // namespace hookloupe

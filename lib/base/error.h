// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

/// A failure: the code to branch on, and the evidence for logs and the command line.
/// \c detail is one English sentence that names the place (file, address, column) and, where there is one, the
/// remedy. The command line prints it; the window turns \c code into its own words and shows \c detail below.
template<typename Code>
struct Error {
    Code code {};
    QString detail;
};

} // namespace hookloupe

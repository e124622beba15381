// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

namespace hookloupe {

enum class SessionErrorCode {
    NotFound, ///< no such file
    NotASession, ///< a file, but not one of ours
    TooNew, ///< written by a newer version of the program
    Locked, ///< another program writes it
    Damaged, ///< SQLite says that the file is malformed
    NoSpace, ///< the disk is full
    Failed, ///< anything else that the system refuses
};

using SessionError = Error<SessionErrorCode>;

} // namespace hookloupe

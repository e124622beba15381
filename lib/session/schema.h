// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/sessionerror.h"
#include "session/sqlite.h"

#include <span>

namespace hookloupe {

/// One step from a version of the session file to the next.
struct Migration {
    const char* sql; ///< statements that are run in one transaction with the new version's number
};

/// The steps from an empty file to the newest version; the version is the number of steps taken.
/// A step that was released once is never changed: later versions append to the list.
std::span<const Migration> sessionMigrations();

/// Makes an empty file a session, or brings an older session to the newest version.
/// \param database    opened with Create or ReadWrite, by the one writer
/// \param migrations  sessionMigrations(), or a list of its own for a test
/// \retval NotASession  a database of another program
/// \retval TooNew       made by a newer version; nothing was changed
Result<Done, SessionError> migrate(Database& database, std::span<const Migration> migrations);

/// The version from which on deliveries have facts, and a session has words and endpoints.
constexpr int FactsVersion = 2;

/// Checks that a file is a session that this version can read, and changes nothing.
/// \return its version: 1 and up, at most the number of steps
Result<int, SessionError> checkVersion(Database& database, std::span<const Migration> migrations);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/sessionerror.h"

#include <QString>

namespace hookloupe {

/// Where a session lies: the SQLite file and what stands beside it.
struct SessionPaths {
    QString file; ///< absolute path, "….hookloupe"
    QString bodies; ///< folder of the large bodies: "….hookloupe.bodies"
    QString lock; ///< held by the one program that writes: "….hookloupe.lock"

    static SessionPaths of(const QString& file);

    /// The path of a body file whose name stands in the session; empty when the name is none that we give.
    QString bodyPath(const QString& name) const;
};

/// The folder in which sessions without a name of their own are made; it exists after the call when that is possible.
/// The environment variable HOOKLOUPE_SESSIONS names another one.
QString sessionFolder();

/// A path in sessionFolder() that is not taken, named after the current local time.
QString newSessionPath();

/// Removes a session with everything beside it. For temporary sessions and for prune; never while it is open.
void removeSession(const QString& file);

/// Writes a complete copy of a session, as of a moment during the call, also while it is being written.
/// The caller sees to it that no body file is deleted meanwhile. Nothing is left behind on failure.
/// \retval Failed  \p to exists already, or cannot be written
Result<Done, SessionError> copySession(const QString& from, const QString& to);

} // namespace hookloupe

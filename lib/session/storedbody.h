// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/body.h"
#include "session/sessionfile.h"

#include <QByteArrayView>

namespace hookloupe {

/// A body whose bytes lie in a file of the session, as its row tells. Nothing of the row is trusted.
/// \param name  of the file; empty body for a name that is none of ours, and for a link
/// \param size  as stored
Body storedBody(const SessionPaths& paths, QByteArrayView name, qint64 size);

} // namespace hookloupe

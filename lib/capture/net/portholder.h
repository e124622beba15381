// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

/// Which program listens on a TCP port of this machine: "nginx (pid 812)"; empty when that cannot be found out, as for
/// programs of other users or on systems without /proc.
QString portHolder(quint16 port);

} // namespace hookloupe

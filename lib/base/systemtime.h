// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>

namespace hookloupe {

/// A moment by the wall clock, UTC, in microseconds since 1970-01-01T00:00:00Z.
using SystemTime = std::chrono::sys_time<std::chrono::microseconds>;

/// The wall clock now.
SystemTime now();

/// RFC 3339 in UTC with milliseconds (truncated, not rounded): "2026-01-02T03:04:05.678Z".
QByteArray toRfc3339(SystemTime time);

} // namespace hookloupe

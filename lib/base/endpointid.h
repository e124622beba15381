// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <compare>

namespace hookloupe {

/// Number of an endpoint within its session: 1 and up, never used twice. 0 is the default endpoint, which takes every
/// request that no other one takes.
struct EndpointId {
    qint64 value = 0;

    auto operator<=>(const EndpointId&) const = default;
};

} // namespace hookloupe

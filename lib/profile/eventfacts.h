// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/requestvalues.h"

#include <QByteArray>

namespace hookloupe {

/// The facts of the event that a delivery brings, raw as sent; empty where absent. Of a batch: those of its first
/// event.
struct EventFacts {
    QByteArray id;
    QByteArray type;
    QByteArray time;
    QByteArray resource;

    bool operator==(const EventFacts&) const = default;
};

/// Each fact has at most MaxFactBytes; a longer one is cut.
constexpr qsizetype MaxFactBytes = 4096;

EventFacts eventFacts(const Profile& profile, RequestValues& values);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// The settings that a profile's `param:` locators read from the endpoint, sorted, each once.
std::vector<QByteArray> parameterNames(const Profile& profile);

/// True where a scheme or a challenge of the profile looks at the URL: then a tunnel or proxy makes the endpoint's
/// public URL matter.
bool looksAtUrl(const Profile& profile);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <utility>
#include <vector>

namespace hookloupe {

/// Headers in their order, with case and repeats as given: name, value.
using HeaderList = std::vector<std::pair<QByteArray, QByteArray>>;

} // namespace hookloupe

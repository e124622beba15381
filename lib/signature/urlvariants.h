// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// The ways in which a URL behind a tunnel or proxy may have been written by the sender: itself first, then without its
/// port, with the default port of its scheme, and all of that with http in place of https and the reverse.
/// \return at most 6, no repeats
std::vector<QByteArray> urlVariants(const QByteArray& url);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace hookloupe {

/// Feeds the bodies that a request may have had before something on the way changed it in one of the usual ways, each
/// with the code of that change, the most specific change first.
/// \param visit  returns true to stop
/// \return true when it was stopped
bool forEachBodyVariant(
    const Request& request, const QByteArray& body, const std::function<bool(const char*, const QByteArray&)>& visit);

} // namespace hookloupe

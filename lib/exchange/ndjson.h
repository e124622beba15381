// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QByteArray>

namespace hookloupe {

/// A delivery as one line of NDJSON, without the line end, in the form that the command line promises.
///
/// Facts that nobody has established are null or neutral (signature verdict "unknown", reaction "unknown").
/// \param delivery  its body is read from its file where it lies in one
QByteArray toNdjson(const Delivery& delivery);

} // namespace hookloupe

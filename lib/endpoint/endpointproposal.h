// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "endpoint/endpoint.h"

#include <QByteArrayView>

namespace hookloupe {

/// A pattern for the path of a request target, always one that PathPattern takes: what looks like an id (digits, UUID,
/// ULID, long hexadecimal or mixed text) becomes `{id}`, `{id2}`, …; a step that a pattern cannot write becomes `*`.
QByteArray proposedPath(QByteArrayView target);

/// An endpoint that takes requests like this one: path, method, the provider if it is known, and the public URL (scheme
/// and host) where the request came from outside of this machine or through something that says so.
Endpoint proposedEndpoint(const Delivery& delivery);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QByteArray>
#include <QByteArrayView>

namespace hookloupe {

/// A delivery as one line for people, without the line end: time, method, target, answer, size, where the provider is
/// known who sent what and whether the signature holds, which attempt it is and what the provider does then, what is
/// unusual.
/// `2026-01-02T03:04:05.678Z  POST  /hooks?x=1  200  280 B  stripe charge.succeeded  signature valid  bare-lf`
///
/// Plain ASCII, safe for any terminal; a target beyond 512 bytes is cut.
QByteArray toTextLine(const Delivery& delivery);

/// Bytes of others as printable ASCII: control bytes, DEL, the backslash and all above become \xNN, so that no escape
/// sequence reaches a terminal and no two texts look alike.
QByteArray terminalSafe(QByteArrayView bytes);

} // namespace hookloupe

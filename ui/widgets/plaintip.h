// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace hookloupe {

/// The text as a tool tip shows it unchanged: Qt takes a tip that looks like markup for markup, and captured text may.
QString plainTip(const QString& text);

} // namespace hookloupe

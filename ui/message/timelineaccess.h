// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hookloupe {

class AttemptTimeLine;

/// Gives screen readers a time line as a list with one child per mark. May be called again.
void installTimeLineAccess();
/// Tells that the focus has moved to a mark.
void tellTimeLineFocus(AttemptTimeLine* line, int item);

} // namespace hookloupe

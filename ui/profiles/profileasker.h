// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profilewindow.h"

namespace hookloupe {

/// The questions of the profile editor as dialogs.
ProfileWindow::Asker profileDialogs();

} // namespace hookloupe

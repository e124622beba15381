// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

namespace hookloupe {

/// How the program looks. Stored by its number: append, never reorder.
enum class ThemeChoice : int { System, Light, Dark, HighContrast };

/// The palette of a choice that has one of its own; that of the system's style for System.
QPalette themePalette(ThemeChoice choice);

/// Puts style and palette of the choice on the whole program, at once. Where the desktop gives a program no colours of
/// its own, System means our light or dark ones.
void applyTheme(ThemeChoice choice);

/// Row height of lists: generous, and it follows the font.
int rowHeightFor(const QFont& font);

/// The fixed font in the size of \p font.
QFont fixedFontLike(const QFont& font);

} // namespace hookloupe

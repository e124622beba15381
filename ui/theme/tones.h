// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QColor>
#include <QPalette>

namespace hookloupe {

/// True when the palette puts light text on a dark ground.
bool isDark(const QPalette& palette);

/// The colour of a tone for text and marks: at least 4.5:1 on the grounds of the palette it is chosen for.
QColor toneColor(Tone tone, const QPalette& palette);

/// WCAG 2.1 contrast ratio: 1 to 21.
double contrastRatio(const QColor& left, const QColor& right);

/// \p top laid over \p ground with the given opacity, 0 to 1.
QColor mixed(const QColor& ground, const QColor& top, double opacity);

/// Text that steps back: hints and units, still at least 4.5:1.
QColor quietText(const QPalette& palette);

/// True for pure black and white: outlines must then be at full strength.
bool isHighContrast(const QPalette& palette);

/// A hairline between areas.
QColor hairline(const QPalette& palette);

} // namespace hookloupe

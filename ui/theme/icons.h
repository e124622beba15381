// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QStringView>

namespace hookloupe {

/// A symbolic icon in the colours of the palette, from resources/icons.
/// \param name  file name without suffix: "copy"
/// \param color the ink; the disabled and selected states follow from the palette
QIcon symbolicIcon(QStringView name, const QPalette& palette);
QIcon symbolicIcon(QStringView name, const QColor& color);

/// The icon of the program, in its own colours.
QIcon programIcon();

} // namespace hookloupe

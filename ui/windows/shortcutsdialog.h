// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace hookloupe {

class WindowActions;

/// Every key of the window in one list.
class ShortcutsDialog final : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(const WindowActions& actions, QWidget* parent);
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace hookloupe {

/// The manual that comes with the program.
class ManualWindow final : public QDialog {
    Q_OBJECT

public:
    /// \param page     a file of the manual; empty: its contents
    /// \param section  the heading to begin at; empty: the top
    explicit ManualWindow(QWidget* parent = nullptr, const QString& page = {}, const QString& section = {});
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/savedfilters.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace hookloupe {

/// Asks under which name a filter is to be saved, and saves it.
class SaveFilterDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param name  what stands in the field at first
    SaveFilterDialog(SavedFilters filters, const QString& text, const QString& name, QWidget* parent = nullptr);

    void accept() override;

private:
    void updateNote();

    SavedFilters m_filters;
    QString m_text;
    QLineEdit* m_name;
    QLabel* m_note;
    QPushButton* m_save;
};

} // namespace hookloupe

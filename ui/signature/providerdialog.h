// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profilecatalog.h"

#include <QDialog>

#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace hookloupe {

/// Lets a person say which provider a delivery is from: the possible ones first, then all, with a search.
class ProviderDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param candidates  ids of the profiles whose marks fit; may be empty
    ProviderDialog(const ProfileCatalog& catalog, const std::vector<QByteArray>& candidates, QWidget* parent = nullptr);

    /// The id of the one chosen; empty: the marks decide again.
    QByteArray provider() const;

private:
    void narrow(const QString& text);

    QLineEdit* m_search = nullptr;
    QListWidget* m_list = nullptr;
    QPushButton* m_choose = nullptr;
    bool m_isByMarks = false;
};

} // namespace hookloupe

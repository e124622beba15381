// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profilefolder.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace hookloupe {

class ProfileListModel;

/// The profiles to choose from, with a search over names and ids.
class ProfileList final : public QWidget {
    Q_OBJECT

public:
    explicit ProfileList(QWidget* parent = nullptr);

    void setEntries(const std::vector<ProfileEntry>& entries);
    std::optional<ProfileEntry> current() const;
    /// Marks the profile of a file without telling; none for an empty one.
    void setCurrentFile(const QString& file);
    void focusSearch();

signals:
    /// Somebody chose another profile.
    void chosen(const hookloupe::ProfileEntry& entry);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateCount();

    ProfileListModel* m_model;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_search;
    QTreeView* m_list;
    QLabel* m_count;
    bool m_isQuiet = false;
};

} // namespace hookloupe

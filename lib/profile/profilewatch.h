// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profilecatalog.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>

namespace hookloupe {

/// Keeps the catalogue in step with the user's folder of profiles.
///
/// The folder may come later, go, and come again; files may be written in place or replaced by a rename. Changes are
/// read once the folder has been quiet for a moment, at the latest MaxWait after the first of them. A file that gets
/// broken keeps its last good version in force, and the catalogue's errors() tell what is wrong with it; a file that
/// goes takes its profile with it. Lives in one thread and emits there; reading blocks it for the user's files alone.
class ProfileWatch final : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds DefaultSettleTime { 200 };
    static constexpr std::chrono::milliseconds MaxWait { 2000 };

    /// Reads the catalogue at once.
    /// \param folder      absolute; empty: the shipped profiles alone, nothing is watched
    /// \param settleTime  how long the folder must be quiet; 0 to MaxWait
    explicit ProfileWatch(
        const QString& folder, std::chrono::milliseconds settleTime = DefaultSettleTime, QObject* parent = nullptr);

    /// What is in force; never null.
    std::shared_ptr<const ProfileCatalog> catalog() const { return m_catalog; }

signals:
    /// Profiles, or what is wrong with files, are others than before.
    void changed(const std::shared_ptr<const hookloupe::ProfileCatalog>& catalog);

private:
    void noteChange();
    void reload();
    void watch();

    QString m_folder;
    std::shared_ptr<const ProfileCatalog> m_catalog;
    QFileSystemWatcher m_watcher;
    QTimer m_settled;
    QElapsedTimer m_sinceFirst; ///< since the first change that is not yet read
};

} // namespace hookloupe

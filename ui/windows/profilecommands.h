// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QWidget;

namespace hookloupe {

class CaptureEngine;
class MessageStrip;
class ProfileCatalog;
class ProfileWatch;

/// Puts the profiles in force, those of the user's folder included, and says what is wrong with them.
class ProfileCommands final : public QObject {
    Q_OBJECT

public:
    /// The engine must outlive the object.
    ProfileCommands(CaptureEngine& engine, QWidget* window);
    ~ProfileCommands() override;

    /// What lasts: profile files that cannot be read, and that others are in force now.
    MessageStrip* notice() { return m_notice; }
    /// Reads the shipped profiles and those of the user's folder, and again whenever that changes.
    void load();

signals:
    /// Others are in force now.
    void changed();
    void checkAgainRequested();

private:
    void take(const std::shared_ptr<const ProfileCatalog>& catalog);
    void showErrors(const ProfileCatalog& catalog);

    CaptureEngine& m_engine;
    MessageStrip* m_notice;
    std::unique_ptr<ProfileWatch> m_watch;
    bool m_isLoaded = false;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QWidget;

namespace hookloupe {

class CaptureEngine;
class MessageStrip;
class ProfileCatalog;

/// Puts the profiles in force, those of the user's folder included, and says what is wrong with them.
class ProfileCommands final : public QObject {
    Q_OBJECT

public:
    /// The engine must outlive the object.
    ProfileCommands(CaptureEngine& engine, QWidget* window);

    /// What lasts: profile files that cannot be read, and that others are in force now.
    MessageStrip* notice() { return m_notice; }
    /// Reads the shipped profiles and those of the user's folder.
    void load();
    /// Puts others in force. \param catalog  not null
    void take(std::shared_ptr<const ProfileCatalog> catalog);

signals:
    void checkAgainRequested();

private:
    void showErrors(const ProfileCatalog& catalog);

    CaptureEngine& m_engine;
    MessageStrip* m_notice;
    bool m_isLoaded = false;
};

} // namespace hookloupe

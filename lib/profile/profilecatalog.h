// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/profilereader.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace hookloupe {

/// All profiles that the program knows: the shipped ones, overridden and added to by the user's folder.
/// A value; sorted by id. Broken files are left out and told by errors().
class ProfileCatalog {
public:
    /// \param userFolder  may be empty or absent
    static ProfileCatalog load(const QString& userFolder);
    /// Reads the user's folder again. A file that has become broken keeps the version that \p previous holds of it, and
    /// errors() tell about it; what is as it was keeps its ProfilePtr.
    static ProfileCatalog reload(const QString& userFolder, const ProfileCatalog& previous);
    /// The files of the user's folder that are read, with their paths; sorted, at most 1,000.
    static QStringList userFiles(const QString& userFolder);
    /// The user's folder of profiles; the environment variable HOOKLOUPE_PROFILES overrides it.
    static QString userFolder();

    const std::vector<ProfilePtr>& profiles() const { return m_profiles; }
    /// \return null when there is none of that id
    ProfilePtr find(QByteArrayView id) const;
    const std::vector<ProfileError>& errors() const { return m_errors; }

    /// True for the same profiles, by identity, and the same errors.
    bool operator==(const ProfileCatalog&) const = default;

private:
    std::vector<ProfilePtr> m_shipped;
    std::vector<ProfilePtr> m_profiles;
    std::vector<ProfileError> m_errors;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "profile/profilecatalog.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace hookloupe {

/// One profile as a person sees it in a list: shipped, theirs, or a file of theirs that cannot be used.
struct ProfileEntry {
    enum class Origin : quint8 {
        Shipped,
        Own, ///< in the user's folder
        Override, ///< the same, in the place of a shipped one
        Broken, ///< in the user's folder, and not in force
    };

    QByteArray id; ///< empty for a broken one
    QString name;
    QString file; ///< starts with ":/" for a shipped one
    Origin origin = Origin::Shipped;
    QString problem; ///< Broken: the first thing that is wrong, one English sentence

    bool isOwn() const { return origin != Origin::Shipped; }
    bool operator==(const ProfileEntry&) const = default;
};

/// All profiles, and all files that wanted to be one.
struct ProfileShelf {
    ProfileCatalog catalog;
    std::vector<ProfileEntry> entries; ///< theirs first, then the shipped ones; each by name
};

/// Reads the shipped profiles and those of a folder. Thread-safe.
ProfileShelf readProfileShelf(const QString& folder);

/// The bytes of a profile's file; at most a little more than a profile may have. \return nothing where it cannot be
/// read
std::optional<QByteArray> readProfileFile(const QString& file);

enum class ProfileSaveCode {
    Refused, ///< the reader does not accept it
    Taken, ///< another file of the folder has the id
    NotWritten,
};

/// Writes a profile into the user's folder as ID.json: all of it or nothing.
/// \param known     what is in force: another file with the same id is never written over
/// \param previous  the file that it was read from: when it is in the folder and named otherwise, it goes
/// \return the file
Result<QString, Error<ProfileSaveCode>> saveProfile(
    const QByteArray& json, const QString& folder, const ProfileCatalog& known, const QString& previous = {});

} // namespace hookloupe

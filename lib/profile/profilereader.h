// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "profile/profile.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// What is wrong in a profile file, and where.
struct ProfileError {
    QString file;
    QString pointer; ///< JSON pointer of the place; empty for the whole file
    QString detail; ///< one English sentence with the remedy

    bool operator==(const ProfileError&) const = default;
};

/// Reads a profile, strictly: an unknown key, an unknown word in a template, a missing algorithm are errors.
/// Bounded: at most 1 MiB, 32 levels.
/// \return all errors that were found, at least one
Result<ProfilePtr, std::vector<ProfileError>> readProfile(const QByteArray& json, const QString& file);

/// "stripe.json: /schemes/0/hash: …"
QString toText(const ProfileError& error);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxUserFiles = 1'000;
constexpr qint64 MaxFileBytes = 1 << 20;

using ProfileMap = std::map<QByteArray, ProfilePtr>;

Result<ProfilePtr, std::vector<ProfileError>> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        const QString reason = file.errorString();
        return Unexpected(std::vector<ProfileError> { { path, {}, u"cannot be read: %1."_s.arg(reason) } });
    }
    // One byte more than a profile may have: the reader then says that it is too large.
    return readProfile(file.read(MaxFileBytes + 1), path);
}

/// Reads the profiles of one folder into a map; two files of one id are an error of the second.
ProfileMap readFolder(const QString& folder, qsizetype limit, std::vector<ProfileError>& errors)
{
    ProfileMap profiles;
    QStringList names = QDir(folder).entryList({ u"*.json"_s }, QDir::Files | QDir::Readable, QDir::Name);
    if (names.size() > limit) {
        errors.push_back({ folder, {}, u"holds more than %1 profiles; the rest is not read."_s.arg(limit) });
        names.resize(limit);
    }
    for (const QString& name : std::as_const(names)) {
        if (name.endsWith(".schema.json"_L1))
            continue;
        const QString path = folder + u'/' + name;
        const auto profile = readFile(path);
        if (!profile) {
            errors.insert(errors.end(), profile.error().begin(), profile.error().end());
            continue;
        }
        const auto [known, isNew] = profiles.emplace((*profile)->id, *profile);
        if (!isNew)
            errors.push_back({ path, u"/id"_s,
                u"is the id of %1, too; choose another."_s.arg(QFileInfo(known->second->file).fileName()) });
    }
    return profiles;
}

} // namespace

ProfileCatalog ProfileCatalog::load(const QString& userFolder)
{
    ProfileCatalog catalog;
    ProfileMap profiles = readFolder(u":/profiles"_s, std::numeric_limits<qsizetype>::max(), catalog.m_errors);
    if (!userFolder.isEmpty()) {
        for (auto& [id, profile] : readFolder(userFolder, MaxUserFiles, catalog.m_errors))
            profiles.insert_or_assign(id, profile);
    }
    for (const auto& [id, profile] : profiles)
        catalog.m_profiles.push_back(profile);
    return catalog;
}

QString ProfileCatalog::userFolder()
{
    const QString chosen = qEnvironmentVariable("HOOKLOUPE_PROFILES");
    if (!chosen.isEmpty())
        return chosen;
    return QString(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/hookloupe/profiles"_s);
}

ProfilePtr ProfileCatalog::find(QByteArrayView id) const
{
    const auto found = std::lower_bound(m_profiles.begin(), m_profiles.end(), id,
        [](const ProfilePtr& profile, QByteArrayView wanted) { return QByteArrayView(profile->id) < wanted; });
    return found != m_profiles.end() && (*found)->id == id ? *found : nullptr;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilecatalog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <map>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxUserFiles = 1'000;
constexpr qint64 MaxFileBytes = 1 << 20;

using ProfileMap = std::map<QByteArray, ProfilePtr>;

/// \param known  the version of this file that was read before; null: none
Result<ProfilePtr, std::vector<ProfileError>> readFile(const QString& path, const ProfilePtr& known)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        const QString reason = file.errorString();
        return Unexpected(std::vector<ProfileError> { { path, {}, u"cannot be read: %1."_s.arg(reason) } });
    }
    // One byte more than a profile may have: the reader then says that it is too large.
    const QByteArray json = file.read(MaxFileBytes + 1);
    if (known && known->json == json)
        return known;
    return readProfile(json, path);
}

QStringList filesOf(const QString& folder)
{
    QStringList paths;
    const QStringList names = QDir(folder).entryList({ u"*.json"_s }, QDir::Files | QDir::Readable, QDir::Name);
    for (const QString& name : names) {
        if (!name.endsWith(".schema.json"_L1))
            paths.append(folder + u'/' + name);
    }
    return paths;
}

/// Reads profiles into a map; two files of one id are an error of the second, a broken one keeps what is known of it.
ProfileMap readFiles(
    const QStringList& paths, const std::vector<ProfilePtr>& previous, std::vector<ProfileError>& errors)
{
    ProfileMap profiles;
    for (const QString& path : paths) {
        const auto before = std::find_if(
            previous.begin(), previous.end(), [&](const ProfilePtr& profile) { return profile->file == path; });
        const ProfilePtr known = before == previous.end() ? nullptr : *before;
        const auto read = readFile(path, known);
        if (!read)
            errors.insert(errors.end(), read.error().begin(), read.error().end());
        const ProfilePtr profile = read ? *read : known;
        if (!profile)
            continue;
        const auto [other, isNew] = profiles.emplace(profile->id, profile);
        if (!isNew)
            errors.push_back({ path, u"/id"_s,
                u"is the id of %1, too; choose another."_s.arg(QFileInfo(other->second->file).fileName()) });
    }
    return profiles;
}

} // namespace

ProfileCatalog ProfileCatalog::load(const QString& userFolder)
{
    ProfileCatalog shipped;
    for (const auto& [id, profile] : readFiles(filesOf(u":/profiles"_s), {}, shipped.m_errors))
        shipped.m_shipped.push_back(profile);
    ProfileCatalog catalog = reload(userFolder, shipped);
    catalog.m_errors.insert(catalog.m_errors.begin(), shipped.m_errors.begin(), shipped.m_errors.end());
    return catalog;
}

ProfileCatalog ProfileCatalog::reload(const QString& userFolder, const ProfileCatalog& previous)
{
    ProfileCatalog catalog;
    catalog.m_shipped = previous.m_shipped;
    ProfileMap profiles;
    for (const ProfilePtr& profile : catalog.m_shipped)
        profiles.emplace(profile->id, profile);
    if (!userFolder.isEmpty()) {
        if (filesOf(userFolder).size() > MaxUserFiles)
            catalog.m_errors.push_back(
                { userFolder, {}, u"holds more than %1 profiles; the rest is not read."_s.arg(MaxUserFiles) });
        for (auto& [id, profile] : readFiles(userFiles(userFolder), previous.m_profiles, catalog.m_errors))
            profiles.insert_or_assign(id, profile);
    }
    for (const auto& [id, profile] : profiles)
        catalog.m_profiles.push_back(profile);
    return catalog;
}

QStringList ProfileCatalog::userFiles(const QString& userFolder)
{
    return filesOf(userFolder).mid(0, MaxUserFiles);
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

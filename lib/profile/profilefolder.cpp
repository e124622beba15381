// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilefolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <set>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxFileBytes = 1 << 20;

bool isShippedFile(const QString& file)
{
    return file.startsWith(u":/"_s);
}

bool isShippedId(const QByteArray& id)
{
    return QFile::exists(u":/profiles/"_s + QString::fromUtf8(id) + u".json"_s);
}

bool isSameFile(const QString& left, const QString& right)
{
    return QFileInfo(left).absoluteFilePath() == QFileInfo(right).absoluteFilePath();
}

ProfileEntry entryOf(const Profile& profile)
{
    const auto origin = isShippedFile(profile.file) ? ProfileEntry::Origin::Shipped
        : isShippedId(profile.id)                   ? ProfileEntry::Origin::Override
                                                    : ProfileEntry::Origin::Own;
    return { profile.id, profile.name, profile.file, origin, {} };
}

/// A file that could not be opened for writing, or not to its end.
Unexpected<Error<ProfileSaveCode>> notWritten(const QString& file, const QString& reason)
{
    return Unexpected(
        Error<ProfileSaveCode> { ProfileSaveCode::NotWritten, u"%1 cannot be written: %2."_s.arg(file, reason) });
}

} // namespace

ProfileShelf readProfileShelf(const QString& folder)
{
    ProfileShelf shelf { ProfileCatalog::load(folder), {} };
    for (const ProfilePtr& profile : shelf.catalog.profiles())
        shelf.entries.push_back(entryOf(*profile));
    std::set<QString> told;
    for (const ProfileError& error : shelf.catalog.errors()) {
        if (QFileInfo(error.file).isDir() || !told.insert(error.file).second)
            continue;
        shelf.entries.push_back(
            { {}, QFileInfo(error.file).fileName(), error.file, ProfileEntry::Origin::Broken, toText(error) });
    }
    std::stable_sort(shelf.entries.begin(), shelf.entries.end(), [](const auto& left, const auto& right) {
        if (left.isOwn() != right.isOwn())
            return left.isOwn();
        return QString::compare(left.name, right.name, Qt::CaseInsensitive) < 0;
    });
    return shelf;
}

std::optional<QByteArray> readProfileFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.read(MaxFileBytes + 1);
}

Result<QString, Error<ProfileSaveCode>> saveProfile(
    const QByteArray& json, const QString& folder, const ProfileCatalog& known, const QString& previous)
{
    const auto profile = readProfile(json, previous.isEmpty() ? u"profile"_s : previous);
    if (!profile) {
        return Unexpected(Error<ProfileSaveCode> { ProfileSaveCode::Refused, toText(profile.error().front()) });
    }
    const QString file = QDir(folder).absoluteFilePath(QString::fromUtf8((*profile)->id) + u".json"_s);
    const ProfilePtr other = known.find((*profile)->id);
    const QString holder = other && !isShippedFile(other->file) ? other->file : QFile::exists(file) ? file : QString();
    if (!holder.isEmpty() && (previous.isEmpty() || !isSameFile(holder, previous))) {
        return Unexpected(Error<ProfileSaveCode> { ProfileSaveCode::Taken,
            u"%1 has the id \"%2\" already; choose another id, or delete that one first."_s.arg(
                QFileInfo(holder).fileName(), QString::fromUtf8((*profile)->id)) });
    }
    if (!QDir().mkpath(folder))
        return notWritten(folder, u"the folder cannot be made"_s);
    QSaveFile writing(file);
    if (!writing.open(QIODevice::WriteOnly) || writing.write(json) != json.size() || !writing.commit())
        return notWritten(file, writing.errorString());
    const bool isInFolder = !previous.isEmpty() && isSameFile(QFileInfo(previous).absolutePath(), folder);
    if (isInFolder && !isSameFile(previous, file))
        QFile::remove(previous);
    return file;
}

} // namespace hookloupe

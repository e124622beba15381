// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionfile.h"

#include "session/sqlite.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <filesystem>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool isNameByte(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
}

/// A hard link where the file system has them, otherwise a copy: body files never change.
bool linkOrCopy(const QString& from, const QString& to)
{
    std::error_code failure;
    std::filesystem::create_hard_link(
        std::filesystem::path(from.toStdU16String()), std::filesystem::path(to.toStdU16String()), failure);
    return !failure || QFile::copy(from, to);
}

Result<Done, SessionError> copyBodies(Database& copy, const SessionPaths& from, const SessionPaths& to)
{
    auto names = copy.prepare("SELECT body_file FROM payload WHERE body_file IS NOT NULL");
    if (!names)
        return Unexpected(names.error());
    Statement::Step step = names->step();
    for (; step == Statement::Step::Row; step = names->step()) {
        const QString name = QString::fromUtf8(names->bytes(0));
        const QString source = from.bodyPath(name);
        if (source.isEmpty() || !QFileInfo::exists(source) || QFileInfo(source).isSymLink())
            continue;
        if (!QDir().mkpath(to.bodies) || !linkOrCopy(source, to.bodyPath(name))) {
            return Unexpected(SessionError { SessionErrorCode::Failed,
                u"%1 cannot be written: check the free space and the permissions of the folder"_s.arg(to.bodies) });
        }
    }
    if (step == Statement::Step::Failed)
        return Unexpected(copy.error());
    return Done {};
}

Result<Done, SessionError> copyInto(const SessionPaths& from, const SessionPaths& part, const SessionPaths& to)
{
    auto source = Database::open(from.file, Database::Mode::ReadWrite);
    if (!source)
        return Unexpected(source.error());
    auto vacuum = source->prepare("VACUUM INTO ?1");
    if (!vacuum)
        return Unexpected(vacuum.error());
    const QByteArray name = part.file.toUtf8();
    vacuum->bindBytes(1, name);
    if (!vacuum->run()) {
        SessionError error = source->error();
        error.detail = u"The copy %1 cannot be written: %2"_s.arg(to.file, error.detail);
        return Unexpected(error);
    }
    auto copy = Database::open(part.file, Database::Mode::ReadWrite);
    if (!copy)
        return Unexpected(copy.error());
    if (auto done = copyBodies(*copy, from, part); !done)
        return done;
    return Done {};
}

} // namespace

SessionPaths SessionPaths::of(const QString& file)
{
    const QFileInfo info(file);
    const QString canonical = info.canonicalFilePath();
    const QString path = canonical.isEmpty() ? QDir::cleanPath(info.absoluteFilePath()) : canonical;
    return { path, path + u".bodies"_s, path + u".lock"_s };
}

QString SessionPaths::bodyPath(const QString& name) const
{
    if (name.isEmpty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), isNameByte))
        return {};
    return bodies + u'/' + name;
}

QString sessionFolder()
{
    QString folder = qEnvironmentVariable("HOOKLOUPE_SESSIONS");
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/sessions"_s;
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder;
}

QString newSessionPath()
{
    const QString base = sessionFolder() + u'/' + QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH-mm-ss"_s);
    QString path = base + u".hookloupe"_s;
    for (int number = 2; QFileInfo::exists(path) || QFileInfo::exists(path + u".lock"_s); ++number)
        path = base + u' ' + QString::number(number) + u".hookloupe"_s;
    return path;
}

void removeSession(const QString& file)
{
    const SessionPaths paths = SessionPaths::of(file);
    QDir(paths.bodies).removeRecursively();
    for (const QString& suffix : { u""_s, u"-wal"_s, u"-shm"_s, u".lock"_s })
        QFile::remove(paths.file + suffix);
}

Result<Done, SessionError> copySession(const QString& from, const QString& to)
{
    const SessionPaths target = SessionPaths::of(to);
    const SessionPaths part = SessionPaths::of(target.file + u".part"_s);
    if (QFileInfo::exists(target.file) || QFileInfo::exists(target.bodies)) {
        return Unexpected(
            SessionError { SessionErrorCode::Failed, u"%1 exists already: choose another name"_s.arg(target.file) });
    }
    removeSession(part.file);
    Result<Done, SessionError> done = copyInto(SessionPaths::of(from), part, target);
    if (done) {
        const bool hasBodies = QFileInfo::exists(part.bodies);
        if ((hasBodies && !QFile::rename(part.bodies, target.bodies)) || !QFile::rename(part.file, target.file)) {
            done = Unexpected(SessionError { SessionErrorCode::Failed,
                u"%1 cannot be written: check the permissions of the folder"_s.arg(target.file) });
            QDir(target.bodies).removeRecursively();
        }
    }
    if (!done)
        removeSession(part.file);
    return done;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilewatch.h"

#include <QDir>
#include <QFileInfo>
#include <QStringList>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// The folder itself, or what there is of the way to it: its making is seen there.
QString nearestFolder(QString folder)
{
    while (!QFileInfo(folder).isDir()) {
        const QString above = QFileInfo(folder).path();
        if (above == folder)
            return {};
        folder = above;
    }
    return folder;
}

} // namespace

ProfileWatch::ProfileWatch(const QString& folder, std::chrono::milliseconds settleTime, QObject* parent)
    : QObject(parent)
    , m_folder(folder.isEmpty() ? QString() : QDir::cleanPath(QFileInfo(folder).absoluteFilePath()))
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleTime);
    connect(&m_settled, &QTimer::timeout, this, &ProfileWatch::reload);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &ProfileWatch::noteChange);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &ProfileWatch::noteChange);
    // Watching first: what changes while the files are read is then read again.
    watch();
    m_catalog = std::make_shared<const ProfileCatalog>(ProfileCatalog::load(m_folder));
}

void ProfileWatch::noteChange()
{
    if (!m_settled.isActive())
        m_sinceFirst.start();
    const bool mayWaitLonger = m_sinceFirst.elapsed() + m_settled.interval() < MaxWait.count();
    if (!m_settled.isActive() || mayWaitLonger)
        m_settled.start();
}

void ProfileWatch::reload()
{
    watch();
    ProfileCatalog read = ProfileCatalog::reload(m_folder, *m_catalog);
    if (read == *m_catalog)
        return;
    m_catalog = std::make_shared<const ProfileCatalog>(std::move(read));
    emit changed(m_catalog);
}

/// Watches anew: a file that was replaced would still be watched where somebody holds the old one open.
void ProfileWatch::watch()
{
    if (m_folder.isEmpty())
        return;
    if (const QStringList watched = m_watcher.directories() + m_watcher.files(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    const QString nearest = nearestFolder(m_folder);
    QStringList wanted = nearest == m_folder ? ProfileCatalog::userFiles(m_folder) : QStringList();
    if (!nearest.isEmpty())
        wanted.prepend(nearest);
    if (!wanted.isEmpty())
        m_watcher.addPaths(wanted);
}

} // namespace hookloupe

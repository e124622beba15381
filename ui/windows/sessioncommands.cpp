// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/sessioncommands.h"

#include "engine/captureengine.h"
#include "session/sessionfile.h"
#include "settings/captureoptions.h"
#include "settings/settingsstore.h"
#include "widgets/plaintip.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QWidget>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString pattern()
{
    return SessionCommands::tr("Hookloupe sessions (*.hookloupe);;All files (*)");
}

SessionCommands::Asker dialogs()
{
    return { [](QWidget* window, const QString& folder) {
                return QFileDialog::getOpenFileName(window, SessionCommands::tr("Open Session"), folder, pattern());
            },
        [](QWidget* window, const QString& proposal) {
            return QFileDialog::getSaveFileName(window, SessionCommands::tr("Save Session As"), proposal, pattern());
        } };
}

bool isUnnamed(const QString& file)
{
    return QFileInfo(file).absolutePath() == QFileInfo(sessionFolder()).absoluteFilePath();
}

} // namespace

SessionCommands::SessionCommands(CaptureEngine& engine, SettingsStore& settings, QWidget* window)
    : QObject(window)
    , m_engine(engine)
    , m_settings(settings)
    , m_window(window)
    , m_asker(dialogs())
{
}

QString SessionCommands::name() const
{
    return m_file.isEmpty() ? QString() : QFileInfo(m_file).completeBaseName();
}

void SessionCommands::openNew()
{
    open(newSessionPath());
}

void SessionCommands::open(const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    const bool isNew = !QFileInfo::exists(path);
    const auto result = m_engine.openSession(path, retentionLimits(m_settings));
    if (!result && result.error().code != SessionErrorCode::Locked) {
        emit failed(result.error(), path);
        return;
    }
    m_isNew = isNew && result;
    show(path, !result);
}

void SessionCommands::show(const QString& file, bool isFollowing)
{
    emit leaving();
    m_file = file;
    m_isFollowing = isFollowing;
    if (!isUnnamed(file))
        m_settings.addRecentSession(file);
    emit opened();
}

void SessionCommands::askAndOpen()
{
    const QString file = m_asker.fileToOpen(m_window, QFileInfo(m_file).absolutePath());
    if (!file.isEmpty())
        open(file);
}

void SessionCommands::askAndSaveAs()
{
    QString file = m_asker.fileToSave(m_window, QDir::home().filePath(name() + u".hookloupe"_s));
    if (file.isEmpty())
        return;
    if (QFileInfo(file).suffix().isEmpty())
        file += ".hookloupe"_L1;
    emit leaving();
    if (const auto result = m_engine.saveSessionAs(file); !result) {
        emit failed(result.error(), file);
        return;
    }
    m_file = m_engine.sessionFile();
    m_isNew = false;
    m_settings.addRecentSession(m_file);
    emit opened();
    emit saved(m_file);
}

void SessionCommands::fillRecent(QMenu& menu)
{
    menu.clear();
    const QStringList files = m_settings.recentSessions();
    for (const QString& file : files) {
        QString name = QFileInfo(file).completeBaseName();
        QAction* action = menu.addAction(name.replace(u'&', u"&&"_s));
        action->setToolTip(plainTip(QDir::toNativeSeparators(file)));
        action->setStatusTip(QDir::toNativeSeparators(file));
        connect(action, &QAction::triggered, this, [this, file] { open(file); });
    }
    menu.setToolTipsVisible(true);
    if (files.isEmpty()) {
        menu.addAction(tr("No session yet"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    connect(
        menu.addAction(tr("Clear This List")), &QAction::triggered, this, [this] { m_settings.clearRecentSessions(); });
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/sessionerror.h"

#include <QObject>
#include <QString>

#include <functional>

class QMenu;
class QWidget;

namespace hookloupe {

class CaptureEngine;
class SettingsStore;

/// New, open, open recent, save as: which session the program writes, and which one the window shows.
class SessionCommands final : public QObject {
    Q_OBJECT

public:
    /// Asks for a file; an empty path means that the user changed their mind. Tests put their own in place.
    struct Asker {
        std::function<QString(QWidget* window, const QString& folder)> fileToOpen;
        std::function<QString(QWidget* window, const QString& proposal)> fileToSave;
    };

    SessionCommands(CaptureEngine& engine, SettingsStore& settings, QWidget* window);

    void setAsker(Asker asker) { m_asker = std::move(asker); }
    /// The session that is shown; empty: none.
    QString file() const { return m_file; }
    /// Another program writes it; here it is read only.
    bool isFollowing() const { return m_isFollowing; }
    /// It was made just now, and holds nothing yet.
    bool isNew() const { return m_isNew; }
    /// What the title bar calls it.
    QString name() const;

    void openNew();
    void open(const QString& file);
    void askAndOpen();
    void askAndSaveAs();
    void fillRecent(QMenu& menu);

signals:
    /// About to leave the session; what can still be undone is settled now.
    void leaving();
    void opened();
    void failed(const hookloupe::SessionError& error, const QString& file);
    void saved(const QString& file);

private:
    void show(const QString& file, bool isFollowing);

    CaptureEngine& m_engine;
    SettingsStore& m_settings;
    QWidget* m_window;
    Asker m_asker;
    QString m_file;
    bool m_isFollowing = false;
    bool m_isNew = false;
};

} // namespace hookloupe

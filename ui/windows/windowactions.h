// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QMenu>
#include <QMenuBar>
#include <QString>

namespace hookloupe {

class ResponseBar;

/// The commands of the window: their words, keys and icons, and their places in the menus.
class WindowActions final : public QObject {
    Q_OBJECT

public:
    explicit WindowActions(QWidget* window);

    void fillMenus(QMenuBar& bar, const ResponseBar& responses);
    /// Recolours the icons.
    void updateIcons(const QPalette& palette);
    /// Every command with keys, in the order of the menus: for the list of shortcuts.
    QList<QAction*> all() const { return m_all; }

    QAction* newSession = nullptr;
    QAction* openSession = nullptr;
    QMenu* recent = nullptr;
    QAction* saveAs = nullptr;
    QAction* settings = nullptr;
    QAction* quit = nullptr;
    QAction* copyCell = nullptr;
    QAction* copyUrl = nullptr;
    QAction* filter = nullptr;
    QAction* filterHelp = nullptr;
    QAction* pin = nullptr;
    QAction* remove = nullptr;
    QAction* clear = nullptr;
    QAction* focusUrl = nullptr;
    QAction* focusList = nullptr;
    QAction* focusDetails = nullptr;
    QAction* nextPane = nullptr;
    QAction* previousPane = nullptr;
    QAction* followNewest = nullptr;
    QAction* byMessage = nullptr;
    QAction* unfoldAll = nullptr;
    QAction* foldAll = nullptr;
    QAction* previousAttempt = nullptr;
    QAction* nextAttempt = nullptr;
    QAction* resetColumns = nullptr;
    QAction* capture = nullptr;
    QAction* sendTest = nullptr;
    QAction* endpoints = nullptr;
    QAction* makeEndpoint = nullptr;
    QAction* checkAgain = nullptr;
    QAction* profiles = nullptr;
    QAction* help = nullptr;
    QAction* shortcuts = nullptr;
    QAction* about = nullptr;

private:
    QAction* add(const char* name, const QString& text, const QKeySequence& keys = {}, const QString& icon = {});
    void addKey(QAction* action, const QKeySequence& second);

    QWidget* m_window;
    QList<QAction*> m_all;
};

} // namespace hookloupe

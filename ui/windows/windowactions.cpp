// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/windowactions.h"

#include "response/responsebar.h"
#include "theme/icons.h"

#include <QWidget>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr auto IconProperty = "symbolicIcon";

QKeySequence key(const char* text)
{
    return QKeySequence(QString::fromLatin1(text));
}

} // namespace

WindowActions::WindowActions(QWidget* window)
    : QObject(window)
    , m_window(window)
{
    newSession = add("newSession", tr("&New Session"), QKeySequence::New, u"new"_s);
    openSession = add("openSession", tr("&Open Session\u2026"), QKeySequence::Open, u"open"_s);
    saveAs = add("saveAs", tr("&Save Session As\u2026"), key("Ctrl+S"), u"save"_s);
    settings = add("settings", tr("Se&ttings\u2026"), key("Ctrl+,"), u"settings"_s);
    quit = add("quit", tr("&Quit"), key("Ctrl+Q"));
    copyCell = add("copyCell", tr("&Copy Cell"), QKeySequence::Copy, u"copy"_s);
    copyUrl = add("copyUrl", tr("Copy &URL"), key("Ctrl+U"), u"copy"_s);
    filter = add("filter", tr("&Filter"), QKeySequence::Find, u"filter"_s);
    addKey(filter, key("/"));
    filterHelp = add("filterHelp", tr("Fields of the F&ilter\u2026"), key("Ctrl+Shift+F"));
    pin = add("pin", tr("&Pin"), key("Ctrl+P"), u"pin"_s);
    remove = add("remove", tr("&Remove"), key("Del"));
    clear = add("clear", tr("C&lear All"), key("Ctrl+Shift+Del"), u"clear"_s);
    focusUrl = add("focusUrl", tr("Go to the &Address"), key("Ctrl+L"));
    focusList = add("focusList", tr("Go to the &List"), key("Ctrl+["));
    focusDetails = add("focusDetails", tr("Go to the &Details"), key("Ctrl+]"));
    nextPane = add("nextPane", tr("&Next Part"), key("F6"));
    previousPane = add("previousPane", tr("&Previous Part"), key("Shift+F6"));
    followNewest = add("followNewest", tr("&Follow the Newest"), key("Ctrl+End"));
    byMessage = add("byMessage", tr("List by &Message"), key("Ctrl+G"));
    byMessage->setCheckable(true);
    unfoldAll = add("unfoldAll", tr("&Unfold All Messages"));
    foldAll = add("foldAll", tr("F&old All Messages"));
    previousAttempt = add("previousAttempt", tr("Pre&vious Attempt"), key("["));
    nextAttempt = add("nextAttempt", tr("Ne&xt Attempt"), key("]"));
    resetColumns = add("resetColumns", tr("&Reset Columns"));
    capture = add("capture", tr("&Capture"), key("Ctrl+E"), u"capture"_s);
    capture->setCheckable(true);
    sendTest = add("sendTest", tr("Send a &Test Webhook"), key("Ctrl+T"), u"send"_s);
    endpoints = add("endpoints", tr("&Endpoints\u2026"), key("Ctrl+Shift+E"), u"endpoint"_s);
    makeEndpoint = add("makeEndpoint", tr("&Make an Endpoint from This Delivery\u2026"), key("Ctrl+Shift+M"));
    checkAgain = add("checkAgain", tr("Check All Deliveries &Again"));
    profiles = add("profiles", tr("&Profiles\u2026"), key("Ctrl+Shift+P"));
    help = add("help", tr("&Manual"), QKeySequence::HelpContents);
    shortcuts = add("shortcuts", tr("&Keyboard Shortcuts"), key("Ctrl+/"));
    about = add("about", tr("&About Hookloupe"));
    pin->setCheckable(true);
    settings->setMenuRole(QAction::PreferencesRole);
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    updateIcons(window->palette());
}

QAction* WindowActions::add(const char* name, const QString& text, const QKeySequence& keys, const QString& icon)
{
    auto* action = new QAction(text, m_window);
    action->setObjectName(QString::fromLatin1(name) + u"Action"_s);
    action->setShortcut(keys);
    action->setProperty(IconProperty, icon);
    const QString plain = QString(text).remove(u'&').remove(u'\u2026');
    action->setToolTip(keys.isEmpty() ? plain : plain + u" ("_s + keys.toString(QKeySequence::NativeText) + u")"_s);
    m_window->addAction(action);
    m_all.append(action);
    return action;
}

void WindowActions::addKey(QAction* action, const QKeySequence& second)
{
    action->setShortcuts({ action->shortcut(), second });
}

void WindowActions::updateIcons(const QPalette& palette)
{
    for (QAction* action : std::as_const(m_all)) {
        const QString icon = action->property(IconProperty).toString();
        if (!icon.isEmpty())
            action->setIcon(symbolicIcon(icon, palette));
    }
}

void WindowActions::fillMenus(QMenuBar& bar, const ResponseBar& responses)
{
    QMenu* file = bar.addMenu(tr("&File"));
    file->addActions({ newSession, openSession });
    recent = file->addMenu(tr("Open &Recent"));
    recent->setObjectName(u"recentMenu"_s);
    file->addSeparator();
    file->addAction(saveAs);
    file->addSeparator();
    file->addAction(settings);
    file->addSeparator();
    file->addAction(quit);

    QMenu* edit = bar.addMenu(tr("&Edit"));
    edit->addActions({ copyCell, copyUrl });
    edit->addSeparator();
    edit->addActions({ filter, filterHelp });
    edit->addSeparator();
    edit->addActions({ pin, remove, clear });

    QMenu* view = bar.addMenu(tr("&View"));
    view->addActions({ focusUrl, focusList, focusDetails, nextPane, previousPane });
    view->addSeparator();
    view->addActions({ byMessage, unfoldAll, foldAll });
    view->addSeparator();
    view->addActions({ previousAttempt, nextAttempt });
    view->addSeparator();
    view->addActions({ followNewest, resetColumns });

    QMenu* capturing = bar.addMenu(tr("&Capture"));
    capturing->addActions({ capture, sendTest });
    capturing->addSeparator();
    capturing->addActions({ endpoints, makeEndpoint, checkAgain });
    capturing->addAction(profiles);

    QMenu* response = bar.addMenu(tr("&Response"));
    response->addActions(responses.choiceActions());
    response->addSeparator();
    response->addActions({ responses.moreAction(), responses.backAction() });
    m_all += responses.choiceActions();
    m_all += { responses.moreAction(), responses.backAction() };

    QMenu* helping = bar.addMenu(tr("&Help"));
    helping->addActions({ help, shortcuts });
    helping->addSeparator();
    helping->addAction(about);
}

} // namespace hookloupe

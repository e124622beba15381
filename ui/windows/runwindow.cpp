// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/runwindow.h"

#include "engine/captureengine.h"
#include "session/sessionfile.h"
#include "session/sessionreader.h"
#include "settings/settingsstore.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "windows/mainwindow.h"
#include "windows/sessioncommands.h"

#include <QApplication>
#include <QStyleHints>
#include <QTimer>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// A session that the program made by itself and that nothing came into is not worth a file.
void removeIfUnused(const QString& file)
{
    if (file.isEmpty() || !file.startsWith(sessionFolder() + u'/'))
        return;
    bool isUnused = false;
    if (auto reader = SessionReader::open(file))
        isUnused = (*reader)->count() == 0;
    if (isUnused)
        removeSession(file);
}

} // namespace

int runWindow(int& argc, char** argv, const QString& file, const std::function<void()>& begin)
{
    QApplication program(argc, argv);
    QApplication::setApplicationName(u"hookloupe"_s);
    QApplication::setApplicationDisplayName(u"Hookloupe"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(HOOKLOUPE_VERSION));
    QGuiApplication::setDesktopFileName(u"io.github.hookloupe.Hookloupe"_s);
    QApplication::setWindowIcon(programIcon());
    if (begin)
        begin();
    SettingsStore settings;
    applyTheme(static_cast<ThemeChoice>(settings.get(setting::Theme)));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, &settings, [&settings] {
        if (settings.get(setting::Theme) == static_cast<int>(ThemeChoice::System))
            applyTheme(ThemeChoice::System);
    });
#endif
    QString written;
    int code = 0;
    {
        CaptureEngine engine;
        MainWindow window(engine, settings);
        window.show();
        QTimer::singleShot(0, &window, [&window, file] { window.start(file); });
        code = QApplication::exec();
        written = engine.sessionFile();
    }
    removeIfUnused(written);
    return code;
}

} // namespace hookloupe

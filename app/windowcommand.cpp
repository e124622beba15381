// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowcommand.h"

#ifdef HOOKLOUPE_WINDOW
#include "stopsignals.h"
#include "windows/runwindow.h"

#include <QApplication>
#endif

#include <QFile>
#include <QFileInfo>

#include <CLI/CLI.hpp>

namespace hookloupe {

using namespace Qt::StringLiterals;

WindowArguments::WindowArguments(CLI::App& parser)
    : m_file(std::make_unique<std::string>())
{
    parser.add_option("file", *m_file, "Session to open in the window; without it, a new one")
        ->type_name("FILE.hookloupe");
}

WindowArguments::~WindowArguments() = default;

QString WindowArguments::sessionFile() const
{
    return QFile::decodeName(QByteArray(m_file->data(), static_cast<qsizetype>(m_file->size())));
}

ExitCode runWindow(const WindowArguments& arguments, [[maybe_unused]] int& argc, [[maybe_unused]] char* argv[])
{
    const QString file = arguments.sessionFile();
    if (!file.isEmpty() && !file.endsWith(".hookloupe"_L1) && !QFileInfo::exists(file)) {
        printMessage(u"there is no command and no session file %1; see hookloupe --help"_s.arg(file));
        return ExitCode::Usage;
    }
#ifdef HOOKLOUPE_WINDOW
    // Ended from outside, the window closes as by hand: what it remembers is kept, and the session is let go.
    return static_cast<ExitCode>(runWindow(argc, argv, file, [] {
        const auto* stopSignals = new StopSignals(qApp);
        QObject::connect(stopSignals, &StopSignals::stopAsked, qApp, [] { QApplication::closeAllWindows(); });
    }));
#else
    printMessage(u"this build has no window; use hookloupe serve"_s);
    return ExitCode::Usage;
#endif
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowcommand.h"

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

ExitCode runWindow(const WindowArguments& arguments, int&, char*[])
{
    const QString file = arguments.sessionFile();
    if (!file.isEmpty() && !file.endsWith(".hookloupe"_L1) && !QFileInfo::exists(file)) {
        printMessage(u"there is no command and no session file %1; see hookloupe --help"_s.arg(file));
        return ExitCode::Usage;
    }
    printMessage(u"this build has no window; use hookloupe serve"_s);
    return ExitCode::Usage;
}

} // namespace hookloupe

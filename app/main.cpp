// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"
#include "providerscommand.h"
#include "servecommand.h"
#include "serveoptions.h"
#include "sessionscommand.h"
#include "verifycommand.h"
#include "windowcommand.h"

#include <QCoreApplication>
#include <QString>

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace {

using namespace hookloupe;
using namespace Qt::StringLiterals;

void prepareProcess()
{
    // Descriptors 0 to 2 must be taken, or a session file could be opened as one of them and written by a message.
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDWR);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor > STDERR_FILENO)
        close(descriptor);

    // A reader that leaves and a file that may not grow are errors to handle, not reasons to die.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);

    // Qt's own event dispatcher takes about a fifth less time per request than the one of GLib.
    setenv("QT_NO_THREADED_GLIB", "1", 0);
}

int asInt(ExitCode code)
{
    return static_cast<int>(code);
}

int runServe(const ServeArguments& arguments, int argc, char* argv[])
{
    const QCoreApplication application(argc, argv); // the keyring, which a secret may come from, needs its event loop
    auto options = arguments.read();
    if (!options) {
        printMessage(options.error());
        return asInt(ExitCode::Usage);
    }
    return asInt(ServeCommand(std::move(options).value()).run());
}

int runSessions(const SessionsCommand& sessions, int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    return asInt(sessions.run());
}

int runVerify(const VerifyCommand& verify, int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    return asInt(verify.run());
}

int runProviders(const ProvidersCommand& providers, int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    return asInt(providers.run());
}

/// One line for a wrong command line; help and version go to stdout.
int reportParsing(const CLI::App& root, const CLI::ParseError& error)
{
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
        return root.exit(error);
    std::string command = "hookloupe";
    const CLI::App* parser = &root;
    while (!parser->get_subcommands().empty()) {
        parser = parser->get_subcommands().front();
        command += ' ' + parser->get_name();
    }
    QString problem = QString::fromLocal8Bit(error.what());
    // An unknown subcommand is left over, and the parser complains that there is none.
    if (!parser->get_subcommands({}).empty() && parser->remaining_size() > 0)
        problem = u"there is no command %1"_s.arg(QString::fromLocal8Bit(parser->remaining().front().c_str()));
    printMessage(problem + u"; see %1 --help"_s.arg(QString::fromStdString(command)));
    return asInt(ExitCode::Usage);
}

} // namespace

int main(int argc, char* argv[])
{
    prepareProcess();
    QCoreApplication::setApplicationName(u"hookloupe"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(HOOKLOUPE_VERSION));

    CLI::App root("Webhook inspector: catches deliveries byte for byte and answers them as you choose.", "hookloupe");
    root.set_version_flag("--version", std::string("hookloupe " HOOKLOUPE_VERSION));
    root.footer("Exit codes: 0 done, 1 condition not met, 2 wrong usage or unreadable input, 3 a resource failed.");
    const WindowArguments window(root);
    CLI::App* const serveParser = root.add_subcommand("serve", "Captures without a window and prints deliveries");
    const ServeArguments serve(*serveParser);
    CLI::App* const sessionsParser = root.add_subcommand("sessions", "Lists, shows and exports what was captured");
    const SessionsCommand sessions(*sessionsParser);
    CLI::App* const providersParser = root.add_subcommand("providers", "Shows and checks the profiles of providers");
    const ProvidersCommand providers(*providersParser);
    CLI::App* const verifyParser = root.add_subcommand("verify", "Checks the signature of one request from a file");
    const VerifyCommand verify(*verifyParser);
    root.require_subcommand(0, 1);

    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return reportParsing(root, error);
    }
    if (serveParser->parsed())
        return runServe(serve, argc, argv);
    if (sessionsParser->parsed())
        return runSessions(sessions, argc, argv);
    if (providersParser->parsed())
        return runProviders(providers, argc, argv);
    if (verifyParser->parsed())
        return runVerify(verify, argc, argv);
    return asInt(runWindow(window, argc, argv));
}

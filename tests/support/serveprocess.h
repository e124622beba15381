// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/sessionrecords.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <chrono>
#include <vector>

namespace hookloupe {

/// The program that is tested; the environment variable HOOKLOUPE_PROGRAM names another one.
QString programPath();

/// What a command that ends by itself gave.
struct CommandResult {
    int exitCode = -1; ///< -1: it did not end in time, or crashed
    QByteArray output;
    QByteArray error;
};

/// Runs the program to its end.
/// \param dataFolder  taken for the user's data folder; empty: the real one, for commands that do not look there
CommandResult runProgram(const QStringList& arguments, const QString& dataFolder = {});

/// Runs any other program to its end, with \p input on its stdin.
CommandResult runOther(const QString& program, const QStringList& arguments, const QByteArray& input = {});

/// `hookloupe serve` as a process. Killed when this object goes, if it still runs.
class ServeProcess {
public:
    static constexpr std::chrono::milliseconds Deadline { 20'000 };

    ServeProcess();
    ~ServeProcess();

    /// The command that starts the program with its arguments behind its own: {"sh", "-c", "...; exec \"$@\"", "sh"}.
    void setWrapper(const QStringList& wrapper) { m_wrapper = wrapper; }

    /// Starts it and waits until it listens. Beside what is given: `--listen 127.0.0.1:0`, a session in a folder of
    /// its own and `--format ndjson`, unless the arguments name their own.
    bool start(const QStringList& arguments = {});
    /// Starts it without waiting for anything.
    bool launch(const QStringList& arguments);

    quint16 port(std::size_t address = 0) const { return address < m_ports.size() ? m_ports[address] : quint16(0); }
    QStringList urls() const { return m_urls; }
    QString sessionFile() const { return m_sessionFile; }
    /// Of this process, with everything that it writes; the user's own folders are left alone.
    QString folder() const { return m_folder.path(); }
    qint64 processId() const { return m_process.processId(); }

    /// The next line of stdout; empty when none came.
    QByteArray readLine(std::chrono::milliseconds deadline = Deadline);
    /// The next line that tells of a delivery; empty when none came.
    QJsonObject readDelivery(std::chrono::milliseconds deadline = Deadline);
    /// The record of the delivery that the next line tells of; one without a request when none came.
    Delivery readRecord(std::chrono::milliseconds deadline = Deadline);
    /// True when a line of stderr that holds \p text came.
    bool waitForError(const QByteArray& text, std::chrono::milliseconds deadline = Deadline);
    QByteArray errorText();
    /// What is left of stdout once it has ended.
    QByteArray remainingOutput() { return m_process.readAllStandardOutput(); }

    void signal(int number) const;
    /// \return the exit code; -1 when it crashed or did not end in time
    int waitForExit(std::chrono::milliseconds deadline = Deadline);
    /// SIGTERM, then waitForExit().
    int stop();
    /// SIGKILL, then waits.
    void kill();
    bool isRunning();

    /// Peak of the resident memory, bytes.
    qint64 peakMemory() const;
    /// Time that the process has spent on a CPU.
    std::chrono::milliseconds cpuTime() const;

private:
    bool waitForListening(qsizetype addresses);

    QTemporaryDir m_folder;
    QStringList m_wrapper;
    QProcess m_process;
    QString m_sessionFile;
    QStringList m_urls;
    std::vector<quint16> m_ports;
    QByteArray m_error;
};

} // namespace hookloupe

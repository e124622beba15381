// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serveprocess.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QUrl>

#include <csignal>
#include <unistd.h>

namespace hookloupe {

using namespace Qt::StringLiterals;

QString programPath()
{
    return qEnvironmentVariable("HOOKLOUPE_PROGRAM", QStringLiteral(HOOKLOUPE_PROGRAM));
}

namespace {

QProcessEnvironment environmentWith(const QString& dataFolder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!dataFolder.isEmpty())
        environment.insert(u"XDG_DATA_HOME"_s, dataFolder);
    return environment;
}

CommandResult runToEnd(QProcess& process, const QString& program, const QStringList& arguments, const QByteArray& input)
{
    constexpr int DeadlineMs = 30'000;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(DeadlineMs);
    if (!hasEnded) {
        process.kill();
        process.waitForFinished();
    }
    const bool isNormal = hasEnded && process.exitStatus() == QProcess::NormalExit;
    return { isNormal ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError() };
}

} // namespace

CommandResult runProgram(const QStringList& arguments, const QString& dataFolder)
{
    QProcess process;
    process.setProcessEnvironment(environmentWith(dataFolder));
    return runToEnd(process, programPath(), arguments, {});
}

CommandResult runOther(const QString& program, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    return runToEnd(process, program, arguments, input);
}

ServeProcess::ServeProcess()
    : m_sessionFile(m_folder.filePath(u"s.hookloupe"_s))
{
}

ServeProcess::~ServeProcess()
{
    if (isRunning())
        kill();
}

bool ServeProcess::launch(const QStringList& arguments)
{
    QStringList words = m_wrapper;
    words += programPath();
    words += arguments;
    const QString program = words.takeFirst();
    m_process.setProcessEnvironment(environmentWith(m_folder.filePath(u"data"_s)));
    m_process.start(program, words);
    return m_process.waitForStarted();
}

bool ServeProcess::start(const QStringList& arguments)
{
    QStringList words { u"serve"_s };
    words += arguments;
    if (!words.contains("--listen"_L1) && !words.contains("--tls-listen"_L1))
        words += { u"--listen"_s, u"127.0.0.1:0"_s };
    const qsizetype session = words.indexOf("--session"_L1);
    if (session >= 0)
        m_sessionFile = words.value(session + 1);
    else
        words += { u"--session"_s, m_sessionFile };
    if (!words.contains("--format"_L1))
        words += { u"--format"_s, u"ndjson"_s };
    return launch(words) && waitForListening(words.count("--listen"_L1) + words.count("--tls-listen"_L1));
}

bool ServeProcess::waitForListening(qsizetype addresses)
{
    m_urls.clear();
    m_ports.clear();
    const QDeadlineTimer timer(Deadline);
    m_process.setReadChannel(QProcess::StandardError);
    while (m_urls.size() < addresses) {
        if (!m_process.canReadLine() && !m_process.waitForReadyRead(static_cast<int>(timer.remainingTime()))) {
            qWarning("the program does not listen: %s", m_error.constData());
            break;
        }
        const QByteArray line = m_process.readLine();
        m_error += line;
        if (line.startsWith("listening on ")) {
            m_urls += QString::fromUtf8(line.sliced(13)).trimmed();
            m_ports.push_back(static_cast<quint16>(QUrl(m_urls.last()).port()));
        }
    }
    m_process.setReadChannel(QProcess::StandardOutput);
    return m_urls.size() == addresses;
}

QByteArray ServeProcess::readLine(std::chrono::milliseconds deadline)
{
    const QDeadlineTimer timer(deadline);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(static_cast<int>(timer.remainingTime())))
            return {};
    }
    return m_process.readLine();
}

QJsonObject ServeProcess::readDelivery(std::chrono::milliseconds deadline)
{
    while (true) {
        const QByteArray line = readLine(deadline);
        if (line.isEmpty())
            return {};
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object[u"type"] == "delivery"_L1)
            return object;
    }
}

Delivery ServeProcess::readRecord(std::chrono::milliseconds deadline)
{
    const QJsonObject line = readDelivery(deadline);
    return line.isEmpty() ? Delivery {} : recordOf(m_sessionFile, line[u"id"].toInteger());
}

QByteArray ServeProcess::errorText()
{
    m_error += m_process.readAllStandardError();
    return m_error;
}

bool ServeProcess::waitForError(const QByteArray& text, std::chrono::milliseconds deadline)
{
    const QDeadlineTimer timer(deadline);
    m_process.setReadChannel(QProcess::StandardError);
    while (!errorText().contains(text)) {
        if (!m_process.waitForReadyRead(static_cast<int>(timer.remainingTime())))
            break;
    }
    m_process.setReadChannel(QProcess::StandardOutput);
    return errorText().contains(text);
}

bool ServeProcess::isRunning()
{
    return m_process.state() != QProcess::NotRunning;
}

void ServeProcess::signal(int number) const
{
    if (m_process.processId() > 0)
        ::kill(static_cast<pid_t>(m_process.processId()), number);
}

int ServeProcess::waitForExit(std::chrono::milliseconds deadline)
{
    if (isRunning() && !m_process.waitForFinished(static_cast<int>(deadline.count())))
        return -1;
    const int code = m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    if (errorText().contains("Sanitizer") || code > 1)
        qWarning("%s", m_error.constData());
    return code;
}

int ServeProcess::stop()
{
    signal(SIGTERM);
    return waitForExit();
}

void ServeProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

qint64 ServeProcess::peakMemory() const
{
    QFile file(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmHWM:");
    return at < 0 ? -1 : status.sliced(at + 6, status.indexOf("kB", at) - at - 6).trimmed().toLongLong() * 1024;
}

std::chrono::milliseconds ServeProcess::cpuTime() const
{
    QFile file(u"/proc/%1/stat"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return std::chrono::milliseconds(-1);
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 2).split(' ');
    const qint64 ticks = fields.value(11).toLongLong() + fields.value(12).toLongLong();
    return std::chrono::milliseconds(ticks * 1000 / sysconf(_SC_CLK_TCK));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionscommand.h"

#include "base/jsontext.h"
#include "base/systemtime.h"
#include "exchange/factstext.h"
#include "exchange/messagetext.h"
#include "exchange/ndjson.h"
#include "exchange/textline.h"
#include "response/responseprogram.h"
#include "session/sessionfile.h"
#include "session/sessionreader.h"
#include "storedsession.h"
#include "wherefilter.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>
#include <limits>
#include <optional>
#include <string>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxShownBody = 64 << 10;

/// Printable text stays readable over its lines; anything else is escaped.
QByteArray shownLines(QByteArrayView bytes)
{
    QByteArray text;
    qsizetype begin = 0;
    while (begin < bytes.size()) {
        qsizetype end = bytes.indexOf('\n', begin);
        end = end < 0 ? bytes.size() : end;
        QByteArrayView line = bytes.sliced(begin, end - begin);
        if (line.endsWith('\r'))
            line.chop(1);
        text += terminalSafe(line) + '\n';
        begin = end + 1;
    }
    return text;
}

/// How a command ends that wrote all that the reader gave to stdout.
ExitCode endOfReading(const SessionReader& reader, bool isWritten)
{
    if (!isWritten)
        return afterStdoutFailure();
    if (!reader.error())
        return ExitCode::Done;
    printMessage(reader.error()->detail);
    return exitCodeOf(reader.error()->code);
}

QByteArray numberedLine(const Delivery& delivery)
{
    return '#' + QByteArray::number(delivery.id.value) + "  " + toTextLine(delivery) + '\n';
}

QByteArray wholeText(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    QByteArray text = numberedLine(delivery);
    text += "from " + terminalSafe(request.peer.address.toUtf8()) + " port " + QByteArray::number(request.peer.port);
    if (request.tls)
        text += " over " + terminalSafe(request.tls->protocol.toUtf8());
    text += '\n' + toFactsText(delivery.facts);
    if (delivery.attempt)
        text += toAttemptText(*delivery.attempt);
    text += '\n' + shownLines(request.head.raw()) + shownLines(request.body.read(0, MaxShownBody));
    if (request.body.size() > MaxShownBody)
        text += "... " + QByteArray::number(request.body.size() - MaxShownBody) + " bytes more\n";
    const Response& response = *delivery.response;
    if (hasStatus(response.fault))
        text += '\n' + shownLines(responseBytes(response, request.head, request.anomalies.hasFault()));
    return text;
}

QByteArray listLine(const QFileInfo& file, bool isJson)
{
    const QString modified = QString::fromLatin1(
        toRfc3339(SystemTime(std::chrono::milliseconds(file.lastModified().toMSecsSinceEpoch()))));
    const auto reader = SessionReader::open(file.filePath());
    const qint64 count = reader ? (*reader)->count() : 0;
    std::optional<SessionError> error;
    if (reader)
        error = (*reader)->error();
    else
        error = reader.error();
    if (!isJson) {
        const QString state = error ? error->detail : QString(QString::number(count) + " deliveries"_L1);
        return printable(modified + "  "_L1 + file.filePath() + "  "_L1 + state).toLocal8Bit() + '\n';
    }
    JsonText json;
    json.beginObject();
    json.key("file").string(file.filePath());
    json.key("modified_at").string(modified);
    json.key("size_bytes").number(file.size());
    json.key("deliveries");
    if (error)
        json.null();
    else
        json.number(count);
    json.key("error").string(error ? error->detail : QString());
    json.endObject();
    return json.take();
}

} // namespace

struct SessionsCommand::Arguments {
    CLI::App* list = nullptr;
    CLI::App* show = nullptr;
    CLI::App* exportAll = nullptr;
    std::string session;
    std::string format;
    std::string where;
    std::string output;
    qint64 id = 0;
    bool isJson = false;
    bool areMessages = false;
};

SessionsCommand::SessionsCommand(CLI::App& parser)
    : m_arguments(std::make_unique<Arguments>())
{
    Arguments& arguments = *m_arguments;
    parser.require_subcommand(1);
    arguments.list = parser.add_subcommand("list", "Lists the sessions in the usual folder");
    arguments.list->add_flag(
        "--json", arguments.isJson, "One JSON array: file, modified_at, size_bytes, deliveries, error");

    arguments.show = parser.add_subcommand("show", "Shows the deliveries of a session, or one of them whole");
    arguments.show->add_option("--session", arguments.session, "The session file")->type_name("FILE")->required();
    arguments.show->add_option("--id", arguments.id, "Only this delivery, with headers, body and response")
        ->type_name("ID")
        ->check(CLI::Range(qint64(1), std::numeric_limits<qint64>::max()));
    auto* const json = arguments.show->add_flag(
        "--json", arguments.isJson, "One line of JSON for each delivery, as serve prints it");
    arguments.show
        ->add_flag("--messages", arguments.areMessages,
            "The story of each message: its attempts, what the provider did and does; with --id of that delivery's "
            "alone")
        ->excludes(json);

    arguments.exportAll = parser.add_subcommand("export", "Writes the deliveries of a session in another form");
    arguments.exportAll->add_option("--session", arguments.session, "The session file")->type_name("FILE")->required();
    arguments.exportAll->add_option("--format", arguments.format, "ndjson: one line of JSON for each delivery")
        ->type_name("FORMAT")
        ->required();
    addWhereOption(*arguments.exportAll, arguments.where, "Only deliveries that match");
    arguments.exportAll
        ->add_option("--output", arguments.output, "File to write; it is replaced when all is done. Default: stdout")
        ->type_name("FILE");
}

SessionsCommand::~SessionsCommand() = default;

ExitCode SessionsCommand::run() const
{
    if (m_arguments->list->parsed())
        return list();
    return m_arguments->show->parsed() ? show() : exportAll();
}

ExitCode SessionsCommand::list() const
{
    const QFileInfoList files
        = QDir(sessionFolder()).entryInfoList({ u"*.hookloupe"_s }, QDir::Files, QDir::Time | QDir::Reversed);
    QByteArray text;
    for (const QFileInfo& file : files) {
        if (m_arguments->isJson)
            text += text.isEmpty() ? "[" : ",\n ";
        text += listLine(file, m_arguments->isJson);
    }
    if (m_arguments->isJson)
        text += text.isEmpty() ? "[]\n" : "]\n";
    return writeToStdout(text) ? ExitCode::Done : afterStdoutFailure();
}

ExitCode SessionsCommand::show() const
{
    auto opened = StoredSession::open(fileName(m_arguments->session));
    if (!opened) {
        printMessage(opened.error().detail);
        return exitCodeOf(opened.error().code);
    }
    StoredSession& session = **opened;
    if (m_arguments->id != 0)
        return showOne(session);
    const bool isJson = m_arguments->isJson;
    const bool isWritten = m_arguments->areMessages
        ? session.forEachMessage([](const MessageStory& story) { return writeToStdout(toMessageText(story, now())); })
        : session.forEach({}, [isJson](const Delivery& delivery) {
              return writeToStdout(isJson ? QByteArray(toNdjson(delivery) + '\n') : numberedLine(delivery));
          });
    return endOfReading(session.reader(), isWritten);
}

ExitCode SessionsCommand::showOne(StoredSession& session) const
{
    const DeliveryId id { m_arguments->id };
    const std::optional<Delivery> delivery = session.delivery(id);
    if (!delivery) {
        if (session.reader().error())
            return endOfReading(session.reader(), true);
        printMessage(u"%1 holds no delivery %2: the last one is %3"_s.arg(fileName(m_arguments->session),
            QString::number(id.value), QString::number(session.reader().lastId().value)));
        return ExitCode::Usage;
    }
    QByteArray text = wholeText(*delivery);
    if (m_arguments->areMessages)
        text = toMessageText(session.history().story(id), now());
    else if (m_arguments->isJson)
        text = toNdjson(*delivery) + '\n';
    return writeToStdout(text) ? ExitCode::Done : afterStdoutFailure();
}

ExitCode SessionsCommand::exportAll() const
{
    if (m_arguments->format != "ndjson") {
        printMessage(u"format %1 is not available in this version; available: ndjson"_s.arg(
            QString::fromLocal8Bit(m_arguments->format.c_str())));
        return ExitCode::Usage;
    }
    const auto filter = readWhereOption(m_arguments->where);
    if (!filter) {
        printMessage(filter.error());
        return ExitCode::Usage;
    }
    auto opened = StoredSession::open(fileName(m_arguments->session));
    if (!opened) {
        printMessage(opened.error().detail);
        return exitCodeOf(opened.error().code);
    }
    StoredSession& session = **opened;
    if (m_arguments->output.empty()) {
        const bool isWritten = session.forEach(
            *filter, [](const Delivery& delivery) { return writeToStdout(toNdjson(delivery) + '\n'); });
        return endOfReading(session.reader(), isWritten);
    }
    QSaveFile file(fileName(m_arguments->output));
    const auto writeToFile = [&file](const Delivery& delivery) {
        const QByteArray line = toNdjson(delivery) + '\n';
        return file.write(line) == line.size();
    };
    const bool isWritten = file.open(QIODevice::WriteOnly) && session.forEach(*filter, writeToFile);
    if (isWritten && session.reader().error())
        return endOfReading(session.reader(), true); // nothing half exported
    if (!isWritten || !file.commit()) {
        printMessage(u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()));
        return ExitCode::Resource;
    }
    return ExitCode::Done;
}

} // namespace hookloupe

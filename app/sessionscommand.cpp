// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionscommand.h"

#include "base/jsontext.h"
#include "base/systemtime.h"
#include "exchange/factstext.h"
#include "exchange/ndjson.h"
#include "exchange/textline.h"
#include "response/responseprogram.h"
#include "session/query/deliveryquery.h"
#include "session/sessionfile.h"
#include "session/sessionreader.h"
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

constexpr int PageSize = 64;
constexpr qint64 MaxShownBody = 64 << 10;

using Output = std::function<bool(const QByteArray&)>;

/// The next deliveries that match, and where to go on.
std::vector<Delivery> nextPage(SessionReader& reader, MatchQuestion& question)
{
    std::vector<Delivery> page;
    if (question.filter.kind == FilterExpression::Kind::All) {
        page = reader.deliveriesAfter(question.after, question.limit);
        question.after = page.empty() ? question.before : page.back().id;
        return page;
    }
    const std::vector<DeliveryId> ids = reader.matching(question);
    question.after = ids.empty() ? question.before : ids.back();
    for (const DeliveryId id : ids) {
        std::optional<Delivery> delivery = reader.delivery(id);
        if (reader.error())
            break;
        if (delivery)
            page.push_back(std::move(*delivery));
    }
    return page;
}

/// \return false when a visit did; what could not be read stands in the error of the reader
bool forEachDelivery(
    SessionReader& reader, const FilterExpression& filter, const std::function<bool(const Delivery&)>& visit)
{
    MatchQuestion question;
    question.filter = filter;
    question.now = now();
    question.limit = PageSize;
    while (question.after != question.before) {
        for (const Delivery& delivery : nextPage(reader, question)) {
            if (!visit(delivery))
                return false;
        }
        if (reader.error())
            return true;
    }
    return true;
}

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
    arguments.show->add_flag("--json", arguments.isJson, "One line of JSON for each delivery, as serve prints it");

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
    auto reader = SessionReader::open(fileName(m_arguments->session));
    if (!reader) {
        printMessage(reader.error().detail);
        return exitCodeOf(reader.error().code);
    }
    const bool isJson = m_arguments->isJson;
    if (m_arguments->id == 0) {
        const bool isWritten = forEachDelivery(**reader, {}, [isJson](const Delivery& delivery) {
            return writeToStdout(isJson ? QByteArray(toNdjson(delivery) + '\n') : numberedLine(delivery));
        });
        return endOfReading(**reader, isWritten);
    }
    const std::optional<Delivery> delivery = (*reader)->delivery(DeliveryId { m_arguments->id });
    if (!delivery) {
        if ((*reader)->error())
            return endOfReading(**reader, true);
        printMessage(u"%1 holds no delivery %2: the last one is %3"_s.arg(fileName(m_arguments->session),
            QString::number(m_arguments->id), QString::number((*reader)->lastId().value)));
        return ExitCode::Usage;
    }
    return writeToStdout(isJson ? QByteArray(toNdjson(*delivery) + '\n') : wholeText(*delivery)) ? ExitCode::Done
                                                                                                 : afterStdoutFailure();
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
    auto reader = SessionReader::open(fileName(m_arguments->session));
    if (!reader) {
        printMessage(reader.error().detail);
        return exitCodeOf(reader.error().code);
    }
    if (m_arguments->output.empty()) {
        const bool isWritten = forEachDelivery(
            **reader, *filter, [](const Delivery& delivery) { return writeToStdout(toNdjson(delivery) + '\n'); });
        return endOfReading(**reader, isWritten);
    }
    QSaveFile file(fileName(m_arguments->output));
    const auto writeToFile = [&file](const Delivery& delivery) {
        const QByteArray line = toNdjson(delivery) + '\n';
        return file.write(line) == line.size();
    };
    const bool isWritten = file.open(QIODevice::WriteOnly) && forEachDelivery(**reader, *filter, writeToFile);
    if (isWritten && (*reader)->error())
        return endOfReading(**reader, true); // nothing half exported
    if (!isWritten || !file.commit()) {
        printMessage(u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()));
        return ExitCode::Resource;
    }
    return ExitCode::Done;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "serveoptions.h"

#include "base/bytesize.h"
#include "wherefilter.h"

#include <QFile>
#include <QFileInfo>

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxCount = 1'000'000'000'000;
constexpr int MaxConnections = 100'000;

QString text(const std::string& argument)
{
    return QString::fromLocal8Bit(argument.data(), static_cast<qsizetype>(argument.size()));
}

QString fileName(const std::string& argument)
{
    return QFile::decodeName(QByteArray(argument.data(), static_cast<qsizetype>(argument.size())));
}

using Problem = std::optional<QString>;

} // namespace

struct ServeArguments::Texts {
    std::vector<std::string> listen;
    std::vector<std::string> tlsListen;
    std::string certificate;
    std::string key;
    std::string session;
    std::string provider;
    std::vector<std::string> secrets;
    std::string respond;
    std::string where;
    std::string count;
    std::string timeout;
    std::string format = "text";
    std::string maxBody;
    std::string maxConnections;
    std::string expectContinue = "send";

    Problem readAddresses(ServeOptions& options) const;
    Problem readTls(ServeOptions& options) const;
    Problem readProviders(ServeOptions& options) const;
    Problem readResponse(ServeOptions& options) const;
    Problem readWhere(ServeOptions& options) const;
    Problem readEnd(ServeOptions& options) const;
    Problem readFormat(ServeOptions& options) const;
    Problem readLimits(ServeOptions& options) const;
};

ServeArguments::ServeArguments(CLI::App& parser)
    : m_texts(std::make_unique<Texts>())
{
    Texts& texts = *m_texts;
    parser
        .add_option("--listen", texts.listen,
            "Address to listen on, repeatable: 127.0.0.1:8787, [::1]:0, *:8787 or a port; port 0 picks a free one. "
            "Default without --tls-listen: 127.0.0.1:8787")
        ->type_name("ADDR:PORT")
        ->allow_extra_args(false);
    parser.add_option("--tls-listen", texts.tlsListen, "The same, announced as https; repeatable")
        ->type_name("ADDR:PORT")
        ->allow_extra_args(false);
    parser
        .add_option("--cert", texts.certificate, "Certificate chain, PEM, leaf first. Default: a made, self-signed one")
        ->type_name("FILE");
    parser.add_option("--key", texts.key, "Private key of --cert, PEM, without a pass phrase")->type_name("FILE");
    parser.add_option("--session", texts.session, "Session file to create or continue. Default: a temporary one")
        ->type_name("FILE");
    parser
        .add_option("--provider", texts.provider,
            "Who sends what the default endpoint takes; see hookloupe providers list. Default: told by the marks of "
            "each request")
        ->type_name("ID");
    parser
        .add_option("--secret", texts.secrets,
            "A secret of a provider, for the default endpoint: env:NAME, file:PATH, keychain:NAME or the text itself; "
            "repeatable")
        ->type_name("ID=SECRET")
        ->allow_extra_args(false);
    parser
        .add_option("--respond", texts.respond,
            "What to answer: a status, a fault (timeout, reset, close, truncate, garbage) or steps that end in what "
            "stays, such as 503x2,409,200; options in parentheses: 429(retry-after=5), "
            "200(delay=2s,body=ok,type=text/plain). Default: 200")
        ->type_name("SPEC");
    addWhereOption(parser, texts.where, "Print and count only what matches; everything is captured");
    parser
        .add_option("--count", texts.count,
            "End with exit code 0 after N deliveries. Responses under way are still sent, for at most 2 s beyond the "
            "longest delay of --respond")
        ->type_name("N");
    parser
        .add_option("--timeout", texts.timeout,
            "End after this time (250ms, 10s, 5m, 1h): with --count, exit code 1 when the deliveries did not come; "
            "without it, exit code 0 when at least one came, else 1")
        ->type_name("DURATION");
    parser.add_option("--format", texts.format, "Output on stdout: text or ndjson")
        ->type_name("FORMAT")
        ->capture_default_str();
    parser.add_option("--max-body", texts.maxBody, "Largest body, such as 10MiB. Default: 100MiB")->type_name("SIZE");
    parser.add_option("--max-connections", texts.maxConnections, "Connections open at a time. Default: 6000")
        ->type_name("N");
    parser
        .add_option(
            "--expect-continue", texts.expectContinue, "What Expect: 100-continue gets: send, withhold or refuse (417)")
        ->type_name("POLICY")
        ->capture_default_str();
    // An empty value is mostly a script's variable that was not set: a default in its place would lose what was meant.
    for (CLI::Option* option : parser.get_options()) {
        if (option->get_type_size() > 0) {
            option->check(CLI::Validator(
                [](const std::string& value) { return value.empty() ? "the value is empty" : ""; }, std::string()));
        }
    }
    parser.footer("SIGINT and SIGTERM end it cleanly, with exit code 1 when --count was not reached.");
}

ServeArguments::~ServeArguments() = default;

Result<ServeOptions, QString> ServeArguments::read() const
{
    ServeOptions options;
    options.session = fileName(m_texts->session);
    using Reader = Problem (Texts::*)(ServeOptions&) const;
    for (const Reader reader : { &Texts::readAddresses, &Texts::readTls, &Texts::readProviders, &Texts::readResponse,
             &Texts::readWhere, &Texts::readEnd, &Texts::readFormat, &Texts::readLimits }) {
        if (const Problem problem = (*m_texts.*reader)(options))
            return Unexpected(*problem);
    }
    return options;
}

Problem ServeArguments::Texts::readAddresses(ServeOptions& options) const
{
    if (listen.empty() && tlsListen.empty())
        return std::nullopt;
    options.capture.addresses.clear();
    const auto add = [&options](const std::string& argument, bool announcesTls) -> Problem {
        auto address = parseListenAddress(text(argument));
        if (!address)
            return address.error().detail;
        address->announcesTls = announcesTls;
        options.capture.addresses.push_back(*address);
        return std::nullopt;
    };
    for (const std::string& argument : listen) {
        if (const Problem problem = add(argument, false))
            return problem;
    }
    for (const std::string& argument : tlsListen) {
        if (const Problem problem = add(argument, true))
            return problem;
    }
    return std::nullopt;
}

Problem ServeArguments::Texts::readTls(ServeOptions& options) const
{
    if (certificate.empty() != key.empty())
        return u"--cert and --key belong together: give both files, or neither for a made certificate"_s;
    for (const std::string* file : { &certificate, &key }) {
        if (!file->empty() && !QFileInfo(fileName(*file)).isReadable())
            return QString(u"the file %1 cannot be read: give a PEM file"_s.arg(fileName(*file)));
    }
    options.capture.tls.certificateFile = fileName(certificate);
    options.capture.tls.keyFile = fileName(key);
    return std::nullopt;
}

Problem ServeArguments::Texts::readProviders(ServeOptions& options) const
{
    options.provider = QByteArray::fromStdString(provider);
    for (const std::string& argument : secrets) {
        // What stands there may be a secret: it is not repeated.
        const std::size_t equals = argument.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
            return u"--secret is not of the form ID=SECRET: give the provider's id before the secret, as in "
                   "stripe=env:STRIPE_SECRET"_s;
        options.secrets.emplace_back(
            QByteArray::fromStdString(argument.substr(0, equals)), text(argument.substr(equals + 1)));
    }
    return std::nullopt;
}

Problem ServeArguments::Texts::readResponse(ServeOptions& options) const
{
    if (respond.empty())
        return std::nullopt;
    auto sequence = parseResponseSequence(text(respond));
    if (!sequence)
        return QString(u"--respond: %1"_s.arg(sequence.error().detail));
    options.response = std::move(sequence).value();
    return std::nullopt;
}

Problem ServeArguments::Texts::readWhere(ServeOptions& options) const
{
    auto filter = readWhereOption(where);
    if (!filter)
        return filter.error();
    options.where = std::move(*filter);
    return std::nullopt;
}

Problem ServeArguments::Texts::readEnd(ServeOptions& options) const
{
    if (!count.empty()) {
        bool isNumber = false;
        const qint64 number = text(count).toLongLong(&isNumber);
        if (!isNumber || number < 1 || number > MaxCount)
            return QString(u"--count \"%1\" is not a number of deliveries: give 1 or more"_s.arg(text(count)));
        options.count = number;
    }
    if (!timeout.empty()) {
        options.timeout = parseDuration(text(timeout));
        if (!options.timeout)
            return QString(
                u"--timeout \"%1\" is not a duration: give one such as 250ms, 10s, 5m or 1h"_s.arg(text(timeout)));
    }
    return std::nullopt;
}

Problem ServeArguments::Texts::readFormat(ServeOptions& options) const
{
    if (format != "text" && format != "ndjson")
        return QString(u"--format \"%1\" is not known: give text or ndjson"_s.arg(text(format)));
    options.isNdjson = format == "ndjson";
    return std::nullopt;
}

Problem ServeArguments::Texts::readLimits(ServeOptions& options) const
{
    CaptureLimits& limits = options.capture.limits;
    if (!maxBody.empty()) {
        const auto bytes = parseByteSize(text(maxBody));
        if (!bytes)
            return QString(
                u"--max-body \"%1\" is not a size: give one such as 65536, 512KiB or 10MiB"_s.arg(text(maxBody)));
        limits.bodyBytes = *bytes;
    }
    if (!maxConnections.empty()) {
        bool isNumber = false;
        const int number = text(maxConnections).toInt(&isNumber);
        if (!isNumber || number < 1 || number > MaxConnections)
            return QString(
                u"--max-connections \"%1\" is not possible: give a number from 1 to %2"_s.arg(text(maxConnections))
                    .arg(MaxConnections));
        limits.connections = number;
    }
    if (expectContinue == "withhold")
        limits.expectContinue = ExpectContinue::Withhold;
    else if (expectContinue == "refuse")
        limits.expectContinue = ExpectContinue::Refuse;
    else if (expectContinue != "send")
        return QString(
            u"--expect-continue \"%1\" is not known: give send, withhold or refuse"_s.arg(text(expectContinue)));
    return std::nullopt;
}

} // namespace hookloupe

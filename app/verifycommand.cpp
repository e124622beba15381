// SPDX-License-Identifier: GPL-3.0-or-later
#include "verifycommand.h"

#include "base/jsontext.h"
#include "profile/profilecatalog.h"
#include "requestfile.h"
#include "signature/secretargument.h"
#include "signature/shownsignature.h"
#include "signature/signingtime.h"
#include "signature/verifier.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString text(const std::string& argument)
{
    return QString::fromLocal8Bit(argument.data(), static_cast<qsizetype>(argument.size()));
}

QByteArray bytes(const std::string& argument)
{
    return QByteArray(argument.data(), static_cast<qsizetype>(argument.size()));
}

/// What is to be checked, read from the arguments.
struct VerifyInput {
    ProfilePtr profile;
    std::vector<NamedSecret> secrets;
    EndpointValues endpoint;
    SystemTime at {};
    Request request;
};

QByteArray toJson(const SignatureReport& report, const Profile& profile)
{
    JsonText json;
    json.beginObject();
    json.key("verdict").latin1(verdictName(report.verdict));
    json.key("scheme").latin1(report.scheme);
    json.key("freshness").latin1(freshnessName(report.freshness));
    json.key("body_covered").boolean(report.isBodyCovered);
    json.key("reason").latin1(report.reason);
    json.key("expected").latin1(report.expected);
    json.key("received").latin1(receivedToShow(report, profile));
    json.key("signed_content_base64").base64(report.signedContent);
    json.key("checks").beginArray();
    for (const SignatureCheck& check : report.checks) {
        json.beginObject();
        json.key("name").latin1(check.name);
        json.key("ok").boolean(check.outcome != SignatureCheck::Outcome::Failed);
        json.key("detail").string(check.detail);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return json.take();
}

QByteArray toText(const SignatureReport& report)
{
    QByteArray shown = verdictName(report.verdict).toByteArray();
    if (!report.scheme.isEmpty())
        shown += "  scheme " + report.scheme + QByteArray(report.isSchemeUndocumented ? " (undocumented)" : "");
    if (report.freshness != Freshness::NotChecked)
        shown += "  " + freshnessName(report.freshness).toByteArray();
    if (report.verdict == Verdict::Valid)
        shown += "  secret: " + report.secretName.toUtf8();
    shown += '\n';
    for (const SignatureCheck& check : report.checks) {
        const char* const mark = check.outcome == SignatureCheck::Outcome::Passed ? "  ok      "
            : check.outcome == SignatureCheck::Outcome::Failed                    ? "  failed  "
                                                                                  : "  note    ";
        shown += mark + check.name + ": " + check.detail.toUtf8() + '\n';
    }
    if (!report.reason.isEmpty())
        shown += "cause: " + report.reason + " (see the manual, \"Why a signature does not match\")\n";
    return shown;
}

} // namespace

struct VerifyCommand::Arguments {
    std::string provider;
    std::vector<std::string> secrets;
    std::vector<std::string> params;
    std::string url;
    std::string at;
    std::string file;
    bool requiresFresh = false;
    bool isJson = false;

    Result<VerifyInput, QString> read() const;
    Result<Done, QString> readProfile(VerifyInput& input) const;
    Result<Done, QString> readTime(VerifyInput& input) const;
};

Result<Done, QString> VerifyCommand::Arguments::readProfile(VerifyInput& input) const
{
    const ProfileCatalog catalog = ProfileCatalog::load(ProfileCatalog::userFolder());
    input.profile = catalog.find(bytes(provider));
    if (!input.profile)
        return Unexpected(
            u"there is no provider %1; hookloupe providers list names those that are known"_s.arg(text(provider)));
    for (const std::string& argument : params) {
        const std::size_t equals = argument.find('=');
        if (equals == std::string::npos || equals == 0)
            return Unexpected(u"--param %1 is not of the form NAME=VALUE"_s.arg(text(argument)));
        input.endpoint.params.insert_or_assign(bytes(argument.substr(0, equals)), bytes(argument.substr(equals + 1)));
    }
    for (const std::string& argument : secrets) {
        Result<NamedSecret, QString> secret = readSecretArgument(text(argument));
        if (!secret)
            return Unexpected(secret.error());
        input.secrets.push_back(*std::move(secret));
    }
    input.endpoint.publicUrl = bytes(url);
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        return Unexpected(u"--url %1 is no absolute URL; write it with https:// or http://"_s.arg(text(url)));
    return Done();
}

Result<Done, QString> VerifyCommand::Arguments::readTime(VerifyInput& input) const
{
    input.at = now();
    if (at.empty())
        return Done();
    const bool isNumber = at.find_first_not_of("0123456789.") == std::string::npos;
    const std::optional<SystemTime> time
        = parseSigningTime(bytes(at), isNumber ? TimeRule::Unit::Seconds : TimeRule::Unit::Rfc3339);
    if (!time)
        return Unexpected(
            u"--at %1 is no time; write it like 2026-01-02T03:04:05Z or as seconds since 1970"_s.arg(text(at)));
    input.at = *time;
    return Done();
}

Result<VerifyInput, QString> VerifyCommand::Arguments::read() const
{
    VerifyInput input;
    if (const Result<Done, QString> done = readProfile(input); !done)
        return Unexpected(done.error());
    if (const Result<Done, QString> done = readTime(input); !done)
        return Unexpected(done.error());
    Result<Request, QString> request = readRequestFile(fileName(file));
    if (!request)
        return Unexpected(request.error());
    input.request = *std::move(request);
    return input;
}

VerifyCommand::VerifyCommand(CLI::App& parser)
    : m_arguments(std::make_unique<Arguments>())
{
    Arguments& arguments = *m_arguments;
    parser.add_option("--provider", arguments.provider, "Whose request it is; see hookloupe providers list")
        ->type_name("ID")
        ->required();
    parser
        .add_option("--secret", arguments.secrets,
            "env:NAME, file:PATH, keychain:NAME or the text itself; may be given several times")
        ->type_name("SECRET")
        ->required()
        ->allow_extra_args(false);
    parser
        .add_option("--param", arguments.params, "What the scheme needs beside the secret; may be given several times")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    parser.add_option("--url", arguments.url, "The public URL, where the provider signs it")->type_name("URL");
    parser.add_option("--at", arguments.at, "When the request arrived, for the freshness. Default: now")
        ->type_name("TIME");
    parser.add_flag("--require-fresh", arguments.requiresFresh, "Exit code 1 unless the signature is fresh as well");
    parser.add_flag("--json", arguments.isJson, "One JSON object, for programs");
    parser.add_option("file", arguments.file, "One raw HTTP/1.1 request message; - reads standard input")
        ->type_name("FILE")
        ->required();
}

VerifyCommand::~VerifyCommand() = default;

ExitCode VerifyCommand::run() const
{
    const Result<VerifyInput, QString> input = m_arguments->read();
    if (!input) {
        printMessage(input.error());
        return ExitCode::Usage;
    }
    RequestValues values(input->request, input->endpoint);
    SignatureReport report = verifySignature(*input->profile, input->request, values, input->secrets, input->at);
    explainMismatch(report, *input->profile, input->request, values, input->secrets, {});
    const QByteArray shown = m_arguments->isJson ? QByteArray(toJson(report, *input->profile) + '\n') : toText(report);
    if (!writeToStdout(shown))
        return afterStdoutFailure();
    const bool isFresh = report.freshness == Freshness::Fresh;
    return report.verdict == Verdict::Valid && (isFresh || !m_arguments->requiresFresh) ? ExitCode::Done
                                                                                        : ExitCode::NotMet;
}

} // namespace hookloupe

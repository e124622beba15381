// SPDX-License-Identifier: GPL-3.0-or-later
#include "providerscommand.h"

#include "base/jsontext.h"
#include "profile/profilecatalog.h"
#include "profile/profilereader.h"

#include <QFile>

#include <CLI/CLI.hpp>

#include <string>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxProfileBytes = 1 << 20;

ProfileCatalog loadCatalog()
{
    ProfileCatalog catalog = ProfileCatalog::load(ProfileCatalog::userFolder());
    for (const ProfileError& error : catalog.errors())
        printMessage(toText(error));
    return catalog;
}

ProfilePtr findProfile(const ProfileCatalog& catalog, const std::string& id)
{
    ProfilePtr profile = catalog.find(QByteArrayView(id.data(), static_cast<qsizetype>(id.size())));
    if (!profile)
        printMessage(u"there is no provider %1; see hookloupe providers list"_s.arg(
            QString::fromLocal8Bit(QByteArrayView(id.data(), static_cast<qsizetype>(id.size())))));
    return profile;
}

bool isOfUser(const Profile& profile)
{
    return !profile.file.startsWith(u":/"_s);
}

QByteArray schemeNames(const Profile& profile)
{
    QByteArray names;
    for (const Scheme& scheme : profile.schemes)
        names += (names.isEmpty() ? "" : ", ") + scheme.id;
    return names;
}

QByteArray textLine(const Profile& profile)
{
    return profile.id.leftJustified(20) + ' ' + profile.name.leftJustified(38).toUtf8() + ' '
        + profile.evidence.leftJustified(8) + ' ' + schemeNames(profile) + (isOfUser(profile) ? " (own file)" : "")
        + '\n';
}

QByteArray jsonObject(const Profile& profile)
{
    JsonText json;
    json.beginObject();
    json.key("id").string(QString::fromLatin1(profile.id));
    json.key("name").string(profile.name);
    json.key("evidence").string(QString::fromLatin1(profile.evidence));
    json.key("schemes").beginArray();
    for (const Scheme& scheme : profile.schemes)
        json.string(QString::fromLatin1(scheme.id));
    json.endArray();
    json.key("event_types").number(profile.eventTypes.size());
    json.key("file");
    if (isOfUser(profile))
        json.string(profile.file);
    else
        json.null();
    json.endObject();
    return json.take();
}

void addLines(QByteArray& text, const char* title, const QStringList& lines)
{
    if (lines.isEmpty())
        return;
    text += QByteArray("\n") + title + '\n';
    for (const QString& line : lines)
        text += "  " + line.toUtf8() + '\n';
}

/// What a request must be like, in the words of a profile: "GET, has query:challenge".
QString conditionText(const Condition& condition)
{
    QStringList parts;
    QStringList methods;
    for (const QByteArray& method : condition.methods)
        methods.append(QString::fromUtf8(method));
    if (!methods.isEmpty())
        parts.append(methods.join(u" or "_s));
    for (const Locator& locator : condition.present)
        parts.append(u"has "_s + QString::fromUtf8(toText(locator)));
    for (const Locator& locator : condition.absent)
        parts.append(u"not "_s + QString::fromUtf8(toText(locator)));
    for (const auto& [locator, value] : condition.equal)
        parts.append(QString::fromUtf8(toText(locator) + " = " + value));
    return parts.join(u", "_s);
}

QString challengeText(const Challenge& challenge)
{
    const Challenge::Answer& answer = challenge.answer;
    QString text = QString::fromUtf8(challenge.name) + u"  "_s + conditionText(challenge.when) + u"  answered "_s
        + QString::number(answer.status);
    if (answer.body)
        text += u" with "_s + QString::fromUtf8(answer.body->toText());
    else if (!answer.json.empty())
        text += u" with JSON"_s;
    if (challenge.isSigned)
        text += u"; the signature must hold"_s;
    for (const auto& [locator, content] : challenge.verify)
        text += u"; %1 must be %2"_s.arg(QString::fromUtf8(toText(locator)), QString::fromUtf8(content.toText()));
    if (answer.statusOnMismatch != 0)
        text += u", otherwise %1"_s.arg(answer.statusOnMismatch);
    if (challenge.secret)
        text += u"; brings the secret in %1"_s.arg(QString::fromUtf8(toText(*challenge.secret)));
    if (challenge.outOfBand)
        text += u"; may be confirmed at the address in %1"_s.arg(QString::fromUtf8(toText(challenge.outOfBand->url)));
    if (!challenge.repeat.isEmpty())
        text += u"; comes "_s + challenge.repeat;
    return text.replace(u'\n', u"\\n"_s);
}

QByteArray description(const Profile& profile)
{
    QByteArray text = profile.name.toUtf8() + " (" + profile.id + ")\n";
    if (!profile.aliases.isEmpty())
        text += "also known as " + profile.aliases.join(u", "_s).toUtf8() + '\n';
    text += "evidence: " + profile.evidence + '\n';
    if (isOfUser(profile))
        text += "file: " + profile.file.toUtf8() + '\n';
    if (!profile.notes.isEmpty())
        text += '\n' + profile.notes.toUtf8() + '\n';
    QStringList schemes;
    for (const Scheme& scheme : profile.schemes) {
        const QByteArray place = scheme.algorithm == SignatureAlgorithm::None ? QByteArray("nothing is signed")
                                                                              : toText(scheme.signature.from);
        const QByteArray content = scheme.content.isEmpty() ? QByteArray() : "  over " + scheme.content.toText();
        schemes.append(QString::fromUtf8(scheme.id + "  " + place + QByteArray(content).replace('\n', "\\n"))
            + (scheme.isUndocumented ? u"  (not documented)"_s : QString()));
    }
    addLines(text, "schemes", schemes);
    QStringList challenges;
    for (const Challenge& challenge : profile.challenges)
        challenges.append(challengeText(challenge));
    addLines(text, "challenges", challenges);
    addLines(text, "event types", profile.eventTypes);
    addLines(text, "assumed, not documented", profile.assumed);
    addLines(text, "sources", profile.sources);
    return text;
}

ExitCode print(const QByteArray& text)
{
    return writeToStdout(text) ? ExitCode::Done : afterStdoutFailure();
}

} // namespace

struct ProvidersCommand::Arguments {
    CLI::App* list = nullptr;
    CLI::App* show = nullptr;
    CLI::App* lint = nullptr;
    CLI::App* events = nullptr;
    std::string id;
    std::string file;
    bool isJson = false;
};

ProvidersCommand::ProvidersCommand(CLI::App& parser)
    : m_arguments(std::make_unique<Arguments>())
{
    Arguments& arguments = *m_arguments;
    parser.require_subcommand(1);
    arguments.list = parser.add_subcommand("list", "Lists the providers that are known");
    arguments.list->add_flag(
        "--json", arguments.isJson, "One JSON array: id, name, evidence, schemes, event_types, file");
    arguments.show = parser.add_subcommand("show", "Shows what is known of one provider");
    arguments.show->add_option("ID", arguments.id, "As in the list: stripe")->required();
    arguments.show->add_flag("--json", arguments.isJson, "The profile file itself");
    arguments.lint = parser.add_subcommand("lint", "Checks a profile file of your own");
    arguments.lint->add_option("FILE", arguments.file, "The profile file")->required();
    arguments.events = parser.add_subcommand("events", "Lists the event types of one provider, as far as known");
    arguments.events->add_option("ID", arguments.id, "As in the list: stripe")->required();
}

ProvidersCommand::~ProvidersCommand() = default;

ExitCode ProvidersCommand::run() const
{
    if (m_arguments->list->parsed())
        return list();
    if (m_arguments->show->parsed())
        return show();
    return m_arguments->lint->parsed() ? lint() : events();
}

ExitCode ProvidersCommand::list() const
{
    const ProfileCatalog catalog = loadCatalog();
    QByteArray text;
    for (const ProfilePtr& profile : catalog.profiles()) {
        if (m_arguments->isJson)
            text += (text.isEmpty() ? "[" : ",\n ") + jsonObject(*profile);
        else
            text += textLine(*profile);
    }
    if (m_arguments->isJson)
        text += text.isEmpty() ? "[]\n" : "]\n";
    return print(text);
}

ExitCode ProvidersCommand::show() const
{
    const ProfilePtr profile = findProfile(loadCatalog(), m_arguments->id);
    if (!profile)
        return ExitCode::Usage;
    return print(m_arguments->isJson ? profile->json : description(*profile));
}

ExitCode ProvidersCommand::lint() const
{
    QFile file(fileName(m_arguments->file));
    if (!file.open(QIODevice::ReadOnly)) {
        printMessage(u"%1 cannot be read: %2"_s.arg(file.fileName(), file.errorString()));
        return ExitCode::Usage;
    }
    // One byte more than a profile may have: the reader then says that it is too large.
    const auto profile = readProfile(file.read(MaxProfileBytes + 1), file.fileName());
    if (!profile) {
        for (const ProfileError& error : profile.error())
            printMessage(toText(error));
        return ExitCode::Usage;
    }
    return print(file.fileName().toLocal8Bit() + ": fine\n");
}

ExitCode ProvidersCommand::events() const
{
    const ProfilePtr profile = findProfile(loadCatalog(), m_arguments->id);
    if (!profile)
        return ExitCode::Usage;
    if (profile->eventTypes.isEmpty())
        printMessage(u"no event types of %1 are known; any name is taken"_s.arg(profile->name));
    QByteArray text;
    for (const QString& type : profile->eventTypes)
        text += type.toUtf8() + '\n';
    return print(text);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilereader.h"

#include "profile/reader/challengereader.h"
#include "profile/reader/conditionreader.h"
#include "profile/reader/deliveryreader.h"
#include "profile/reader/jsonnode.h"
#include "profile/reader/objectreader.h"
#include "profile/reader/schemereader.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxFileBytes = 1 << 20;
constexpr int MaxDepth = 32;
constexpr std::size_t MaxEntries = 64;
constexpr std::size_t MaxEventTypes = 1'000;
constexpr int MaxNameLength = 100;

constexpr KnownWord<QByteArrayView> Evidences[] { { "read", "read" }, { "cited", "cited" }, { "general", "general" } };

constexpr KnownWord<Profile::Match> Matches[] {
    { "first-applicable", Profile::Match::FirstApplicable },
    { "any", Profile::Match::Any },
    { "all", Profile::Match::All },
};

QStringList textsOf(const std::vector<QByteArray>& list)
{
    QStringList texts;
    for (const QByteArray& text : list)
        texts.append(QString::fromUtf8(text));
    return texts;
}

void readIdentity(ObjectReader& reader, Profile& profile)
{
    static const QRegularExpression idPattern(u"^[a-z0-9][a-z0-9-]{0,62}$"_s);
    profile.id = reader.requiredString("id", "name the provider: \"acme\"").value_or(QByteArray());
    if (!profile.id.isEmpty() && !idPattern.match(QString::fromUtf8(profile.id)).hasMatch())
        reader.errors().add(*reader.node().find("id"), u"must be lower-case letters, digits and hyphens."_s);
    profile.name = QString::fromUtf8(
        reader.requiredString("name", "write the provider's name as people know it").value_or(QByteArray()));
    if (profile.name.size() > MaxNameLength)
        reader.errors().add(*reader.node().find("name"), u"must be at most %1 characters."_s.arg(MaxNameLength));
    profile.aliases = textsOf(reader.strings("aliases"));
    if (reader.require("evidence", "write read, cited or general"))
        profile.evidence = reader.word("evidence", Evidences).value_or(QByteArrayView()).toByteArray();
    profile.sources = textsOf(reader.strings("sources"));
    for (const QString& source : profile.sources) {
        if (!source.startsWith("https://"_L1) && !source.startsWith("http://"_L1))
            reader.errors().add(
                *reader.node().find("sources"), u"must be addresses of pages that begin with https://."_s);
    }
    profile.notes = QString::fromUtf8(reader.string("notes").value_or(QByteArray()));
}

void readRecognition(ObjectReader& reader, Profile& profile)
{
    const JsonNode* const rules = reader.takeArray("recognize", MaxEntries);
    if (!rules)
        return;
    for (const JsonNode& element : rules->elements) {
        RecognitionRule rule;
        ObjectReader entry(element, reader.errors(), "a recognition rule");
        if (const JsonNode* const when = entry.require("when", "say by which marks: {\"has\": [\"header:X-Acme\"]}")) {
            rule.when = readCondition(*when, reader.errors());
            if (rule.when.present.empty() && rule.when.equal.empty())
                reader.errors().add(*when, u"would fit any request; give it has or equals."_s);
        }
        rule.weight = static_cast<int>(entry.number("weight", 100).value_or(1));
        if (rule.weight < 1)
            reader.errors().add(*element.find("weight"), u"must be from 1 to 100."_s);
        entry.finish();
        profile.recognition.push_back(std::move(rule));
    }
}

void readSchemes(ObjectReader& reader, Profile& profile)
{
    profile.match = reader.word("match", Matches).value_or(Profile::Match::Any);
    reader.require("schemes", "describe how it signs; [{\"id\": \"none\", \"algorithm\": \"none\"}] when it does not");
    const JsonNode* const schemes = reader.takeArray("schemes", MaxEntries);
    if (!schemes)
        return;
    if (schemes->elements.empty())
        reader.errors().add(
            *schemes, u"is empty; a provider that signs nothing has one scheme with the algorithm \"none\"."_s);
    for (const JsonNode& element : schemes->elements) {
        Scheme scheme = readScheme(element, reader.errors());
        const bool isKnown = std::any_of(
            profile.schemes.begin(), profile.schemes.end(), [&](const Scheme& other) { return other.id == scheme.id; });
        if (isKnown && element.find("id"))
            reader.errors().add(*element.find("id"), u"is the id of another scheme of this file; choose another."_s);
        profile.schemes.push_back(std::move(scheme));
    }
}

EventTypeRule readTypeRule(const JsonNode& node, ProfileErrors& errors)
{
    EventTypeRule rule;
    ObjectReader reader(node, errors, "a type rule");
    rule.pathStep = reader.string("path_step").value_or(QByteArray()).toLower();
    if (const JsonNode* const when = reader.take("when"))
        rule.when = readCondition(*when, errors);
    else if (rule.pathStep.isEmpty() && reader.isObject())
        errors.add(node, u"asks for nothing; give it path_step or when."_s);
    rule.type = reader.requiredString("type", "name the event type that it stands for").value_or(QByteArray());
    reader.finish();
    return rule;
}

void readEvent(ObjectReader& profileReader, Profile& profile)
{
    const JsonNode* const event = profileReader.takeObject("event");
    if (!event)
        return;
    ObjectReader reader(*event, profileReader.errors(), "event");
    profile.event.id = readFact(reader, "id");
    profile.event.type = readFact(reader, "type");
    profile.event.time = readFact(reader, "time");
    profile.event.resource = readFact(reader, "resource");
    for (const char* other : { "action", "attempt", "delivery" })
        readFact(reader, other);
    if (const JsonNode* const rules = reader.takeArray("type_rules", MaxEntries)) {
        for (const JsonNode& rule : rules->elements)
            profile.event.typeRules.push_back(readTypeRule(rule, profileReader.errors()));
    }
    profile.event.batch = reader.itemPath("batch");
    reader.finish();
}

void readRules(ObjectReader& reader, Profile& profile)
{
    const AssumedPlaces assumed(profile.assumed);
    if (const JsonNode* const delivery = reader.take("delivery"))
        profile.delivery = readDelivery(*delivery, assumed, reader.errors());
    if (const JsonNode* const messages = reader.take("messages"))
        profile.messages = readMessages(*messages, assumed, reader.errors());
}

void readChallenges(ObjectReader& reader, Profile& profile)
{
    const JsonNode* const challenges = reader.takeArray("challenges", MaxEntries);
    if (!challenges)
        return;
    for (const JsonNode& element : challenges->elements)
        profile.challenges.push_back(readChallenge(element, reader.errors()));
}

void checkTheRest(ObjectReader& reader)
{
    if (const JsonNode* const management = reader.take("management"))
        checkManagement(*management, reader.errors());
    if (const JsonNode* const samples = reader.takeArray("samples", MaxEntries)) {
        for (const JsonNode& sample : samples->elements)
            checkSample(sample, reader.errors());
    }
}

bool leadsSomewhere(const JsonNode& root, const QString& pointer)
{
    const JsonNode* at = &root;
    const std::vector<QByteArray> steps = jsonPointerSteps(pointer.toUtf8());
    for (const QByteArray& step : steps) {
        bool isNumber = false;
        const std::size_t index = step.toULong(&isNumber);
        if (at->is(JsonNode::Kind::Array))
            at = isNumber && index < at->elements.size() ? &at->elements[index] : nullptr;
        else
            at = at->find(step);
        if (!at)
            return false;
    }
    return true;
}

void readAssumed(ObjectReader& reader, Profile& profile)
{
    profile.assumed = textsOf(reader.strings("assumed"));
    for (const QString& pointer : profile.assumed) {
        if (!isJsonPointer(pointer.toUtf8()) || pointer.isEmpty() || !leadsSomewhere(reader.node(), pointer))
            reader.errors().add(*reader.node().find("assumed"),
                u"\"%1\" leads to nothing in this file; write JSON pointers such as /delivery/timeout_s."_s.arg(
                    pointer.left(80)));
    }
}

} // namespace

Result<ProfilePtr, std::vector<ProfileError>> readProfile(const QByteArray& json, const QString& file)
{
    ProfileErrors errors(file);
    if (json.size() > MaxFileBytes) {
        errors.add(QString(), u"is larger than 1 MiB; a profile is a small file."_s);
        return Unexpected(errors.list());
    }
    const auto root = parseJson(json, MaxDepth);
    if (!root) {
        errors.add(QString(), root.error());
        return Unexpected(errors.list());
    }
    auto profile = std::make_shared<Profile>();
    ObjectReader reader(*root, errors, "a profile");
    if (!reader.isObject())
        return Unexpected(errors.list());
    reader.take("$schema");
    readIdentity(reader, *profile);
    readRecognition(reader, *profile);
    readSchemes(reader, *profile);
    readEvent(reader, *profile);
    readChallenges(reader, *profile);
    if (reader.takeArray("event_types", MaxEventTypes))
        profile->eventTypes = textsOf(reader.strings("event_types"));
    readAssumed(reader, *profile);
    readRules(reader, *profile);
    checkTheRest(reader);
    reader.finish();
    if (!errors.list().empty())
        return Unexpected(errors.list());
    profile->json = json;
    profile->file = file;
    return ProfilePtr(std::move(profile));
}

QString toText(const ProfileError& error)
{
    const QString name = error.file.isEmpty() ? u"profile"_s : QFileInfo(error.file).fileName();
    if (error.pointer.isEmpty())
        return QString(name + u": "_s + error.detail);
    return QString(name + u": "_s + error.pointer + u": "_s + error.detail);
}

} // namespace hookloupe

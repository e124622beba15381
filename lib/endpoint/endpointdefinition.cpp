// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointdefinition.h"

#include "base/jsontext.h"
#include "profile/reader/objectreader.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 4;

constexpr KnownWord<SecretSource::Kind> Kinds[] = {
    { "memory", SecretSource::Kind::Memory },
    { "environment", SecretSource::Kind::Environment },
    { "file", SecretSource::Kind::File },
    { "keychain", SecretSource::Kind::Keychain },
};

const char* kindName(SecretSource::Kind kind)
{
    const auto* const found
        = std::find_if(std::begin(Kinds), std::end(Kinds), [kind](const auto& word) { return word.value == kind; });
    return found == std::end(Kinds) ? Kinds[0].text : found->text;
}

void write(JsonText& json, const char* key, const QByteArray& bytes)
{
    if (!bytes.isEmpty())
        json.key(key).latin1(bytes);
}

void write(JsonText& json, const char* key, const QString& text)
{
    if (!text.isEmpty())
        json.key(key).string(text);
}

/// Reads the values of one object, each with its limit.
class LimitedReader {
public:
    LimitedReader(const JsonNode& node, ProfileErrors& errors, const char* what)
        : m_reader(node, errors, what)
    {
    }

    ObjectReader& object() { return m_reader; }

    QString text(const char* key, qsizetype limit) { return QString::fromUtf8(utf8(key, limit)); }

    QByteArray bytes(const char* key, qsizetype limit)
    {
        const QString text = QString::fromUtf8(utf8(key, 2 * limit));
        if (text.size() > limit || std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 0xff; })) {
            m_reader.errors().add(*m_reader.node().find(key), u"must be at most %1 bytes."_s.arg(limit));
            return {};
        }
        return text.toLatin1();
    }

private:
    QByteArray utf8(const char* key, qsizetype limit)
    {
        const std::optional<QByteArray> found = m_reader.string(key);
        if (!found)
            return {};
        if (found->size() > limit) {
            m_reader.errors().add(*m_reader.node().find(key), u"is longer than %1 bytes; shorten it."_s.arg(limit));
            return {};
        }
        return *found;
    }

    ObjectReader m_reader;
};

SecretEntry readSecret(const JsonNode& node, ProfileErrors& errors)
{
    LimitedReader reader(node, errors, "a secret");
    SecretEntry entry;
    entry.name = reader.text("name", EndpointLimits::MaxName);
    entry.profile = reader.bytes("profile", EndpointLimits::MaxId);
    if (reader.object().require("kept", "write where its value is kept"))
        entry.source.kind = reader.object().word("kept", Kinds).value_or(SecretSource::Kind::Memory);
    entry.source.place = reader.text("place", EndpointLimits::MaxText);
    reader.object().finish();
    return entry;
}

void readParameter(const JsonNode& node, ProfileErrors& errors, EndpointValues& values)
{
    LimitedReader reader(node, errors, "a parameter");
    const QByteArray name = reader.bytes("name", EndpointLimits::MaxName);
    if (!values.params.emplace(name, reader.bytes("value", EndpointLimits::MaxText)).second)
        errors.add(node, u"has a name that another one has; remove one of them."_s);
    reader.object().finish();
}

std::optional<ResponseSequence> readResponse(LimitedReader& reader, ProfileErrors& errors)
{
    const QString text = reader.text("response", EndpointLimits::MaxDefinition);
    if (text.isEmpty())
        return std::nullopt;
    auto sequence = parseResponseSequence(text);
    if (sequence)
        return *std::move(sequence);
    errors.add(*reader.object().node().find("response"), sequence.error().detail);
    return std::nullopt;
}

Endpoint readEndpoint(const JsonNode& node, ProfileErrors& errors)
{
    LimitedReader reader(node, errors, "an endpoint");
    Endpoint endpoint;
    endpoint.name = reader.text("name", EndpointLimits::MaxName);
    endpoint.path = reader.bytes("path", EndpointLimits::MaxText);
    endpoint.method = reader.bytes("method", EndpointLimits::MaxId);
    endpoint.profile = reader.bytes("profile", EndpointLimits::MaxId);
    endpoint.values.publicUrl = reader.bytes("url", EndpointLimits::MaxText);
    if (const JsonNode* const params = reader.object().takeArray("parameters", EndpointLimits::MaxParameters)) {
        for (const JsonNode& param : params->elements)
            readParameter(param, errors, endpoint.values);
    }
    if (const JsonNode* const secrets = reader.object().takeArray("secrets", EndpointLimits::MaxSecrets)) {
        for (const JsonNode& secret : secrets->elements)
            endpoint.secrets.push_back(readSecret(secret, errors));
    }
    endpoint.answersChallenges = !reader.object().flag("leavesChallenges");
    endpoint.response = readResponse(reader, errors);
    reader.object().finish();
    return endpoint;
}

} // namespace

QByteArray endpointDefinition(const Endpoint& endpoint)
{
    JsonText json;
    json.beginObject();
    write(json, "name", endpoint.name);
    write(json, "path", endpoint.path);
    write(json, "method", endpoint.method);
    write(json, "profile", endpoint.profile);
    write(json, "url", endpoint.values.publicUrl);
    if (!endpoint.values.params.empty()) {
        json.key("parameters").beginArray();
        for (const auto& [name, value] : endpoint.values.params) {
            json.beginObject();
            write(json, "name", name);
            write(json, "value", value);
            json.endObject();
        }
        json.endArray();
    }
    if (!endpoint.secrets.empty()) {
        json.key("secrets").beginArray();
        for (const SecretEntry& entry : endpoint.secrets) {
            json.beginObject();
            write(json, "name", entry.name);
            write(json, "profile", entry.profile);
            json.key("kept").latin1(kindName(entry.source.kind));
            write(json, "place", entry.source.place);
            json.endObject();
        }
        json.endArray();
    }
    if (!endpoint.answersChallenges)
        json.key("leavesChallenges").boolean(true);
    if (endpoint.response)
        write(json, "response", toText(*endpoint.response));
    json.endObject();
    return json.take();
}

Result<Endpoint, QString> readEndpointDefinition(const QByteArray& json, EndpointId id)
{
    if (json.size() > EndpointLimits::MaxDefinition) {
        return Unexpected(
            u"The endpoint is larger than %1 MiB: shorten what it answers"_s.arg(EndpointLimits::MaxDefinition >> 20));
    }
    const auto root = parseJson(json, MaxDepth);
    if (!root)
        return Unexpected(root.error());
    ProfileErrors errors(u"endpoint"_s);
    Endpoint endpoint = readEndpoint(*root, errors);
    if (!errors.list().empty())
        return Unexpected(toText(errors.list().front()));
    endpoint.id = id;
    return endpoint;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxEndpoints = 1'000;
constexpr std::array Kinds { "memory"_L1, "env"_L1, "file"_L1, "keychain"_L1 };

QString text(const QByteArray& bytes)
{
    return QString::fromUtf8(bytes);
}

QByteArray bytes(const QJsonValue& value)
{
    return value.toString().toUtf8();
}

QJsonObject objectOf(const SecretEntry& entry)
{
    return { { u"name"_s, entry.name }, { u"profile"_s, text(entry.profile) },
        { u"kept"_s, Kinds[static_cast<std::size_t>(entry.source.kind)] }, { u"place"_s, entry.source.place } };
}

std::optional<SecretEntry> entryOf(const QJsonObject& object)
{
    SecretEntry entry { object[u"name"].toString(), bytes(object[u"profile"]), {} };
    const QString kept = object[u"kept"].toString();
    const auto kind = std::find(Kinds.begin(), Kinds.end(), kept);
    if (kind == Kinds.end() || entry.name.isEmpty())
        return std::nullopt;
    entry.source = { static_cast<SecretSource::Kind>(kind - Kinds.begin()), object[u"place"].toString() };
    return entry;
}

QJsonObject objectOf(const Endpoint& endpoint)
{
    QJsonObject params;
    for (const auto& [name, value] : endpoint.values.params)
        params.insert(text(name), text(value));
    QJsonArray secrets;
    for (const SecretEntry& entry : endpoint.secrets)
        secrets.append(objectOf(entry));
    QJsonObject object { { u"id"_s, endpoint.id.value }, { u"name"_s, endpoint.name },
        { u"path"_s, text(endpoint.path) }, { u"method"_s, text(endpoint.method) },
        { u"profile"_s, text(endpoint.profile) }, { u"url"_s, text(endpoint.values.publicUrl) },
        { u"params"_s, params }, { u"secrets"_s, secrets }, { u"challenges"_s, endpoint.answersChallenges } };
    if (endpoint.response)
        object.insert(u"response"_s, toText(*endpoint.response));
    return object;
}

Endpoint endpointOf(const QJsonObject& object)
{
    Endpoint endpoint;
    endpoint.id = { std::max(qint64(0), object[u"id"].toInteger()) };
    endpoint.name = object[u"name"].toString();
    endpoint.path = bytes(object[u"path"]);
    endpoint.method = bytes(object[u"method"]);
    endpoint.profile = bytes(object[u"profile"]);
    endpoint.values.publicUrl = bytes(object[u"url"]);
    const QJsonObject params = object[u"params"].toObject();
    for (auto param = params.begin(); param != params.end(); ++param)
        endpoint.values.params.insert_or_assign(param.key().toUtf8(), bytes(param.value()));
    for (const QJsonValue& secret : object[u"secrets"].toArray()) {
        if (std::optional<SecretEntry> entry = entryOf(secret.toObject()))
            endpoint.secrets.push_back(*std::move(entry));
    }
    endpoint.answersChallenges = object[u"challenges"].toBool(true);
    if (const auto response = parseResponseSequence(object[u"response"].toString()))
        endpoint.response = *response;
    return endpoint;
}

} // namespace

QByteArray toJson(const std::vector<Endpoint>& endpoints)
{
    QJsonArray array;
    for (const Endpoint& endpoint : endpoints)
        array.append(objectOf(endpoint));
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

std::vector<Endpoint> endpointsFromJson(const QByteArray& json)
{
    std::vector<Endpoint> endpoints;
    std::set<qint64> ids;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue& value : array) {
        if (!value.isObject() || std::ssize(endpoints) == MaxEndpoints)
            continue;
        Endpoint endpoint = endpointOf(value.toObject());
        if (ids.insert(endpoint.id.value).second)
            endpoints.push_back(std::move(endpoint));
    }
    return endpoints;
}

} // namespace hookloupe

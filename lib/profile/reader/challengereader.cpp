// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/challengereader.h"

#include "base/jsontext.h"
#include "http/requesthead.h"
#include "profile/reader/conditionreader.h"

#include <QList>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxHostLabels = 32;

constexpr KnownWord<const char*> OutOfBandMethods[] { { "GET", "GET" }, { "POST", "POST" } };

/// A template of an answer. It goes out and is kept in the session, so it must not hold the secret itself.
std::optional<ContentTemplate> readAnswerTemplate(const JsonNode& node, ProfileErrors& errors)
{
    std::optional<ContentTemplate> content = readTemplate(node, node.text, errors);
    const Locator secret { Locator::Kind::Param, "secret" };
    if (content
        && std::any_of(content->parts().begin(), content->parts().end(),
            [&](const ContentTemplate::Part& part) { return !part.isText && part.locator == secret; }))
        errors.add(node, u"would hand out the secret; use a keyed filter such as hmac_sha256_hex instead."_s);
    return content;
}

/// Header names with templates as values.
std::vector<std::pair<QByteArray, ContentTemplate>> readHeaders(const JsonNode& node, ProfileErrors& errors)
{
    std::vector<std::pair<QByteArray, ContentTemplate>> headers;
    for (const auto& [name, value] : node.members) {
        if (!isToken(name))
            errors.add(value, u"the key must be a header's name."_s);
        if (!value.is(JsonNode::Kind::String))
            errors.add(value, u"must be a template in a string."_s);
        else if (const std::optional<ContentTemplate> content = readAnswerTemplate(value, errors))
            headers.emplace_back(name, *content);
    }
    return headers;
}

/// Writes a JSON value in pieces, its strings as templates. Depth is bounded by that of the file.
class JsonPieces {
public:
    explicit JsonPieces(ProfileErrors& errors)
        : m_errors(errors)
    {
    }

    void add(const JsonNode& node);
    std::vector<Challenge::JsonPiece> take();

private:
    void addTemplate(const JsonNode& node);
    void addContainer(const JsonNode& node);

    ProfileErrors& m_errors;
    QByteArray m_text;
    std::vector<Challenge::JsonPiece> m_pieces;
};

void JsonPieces::add(const JsonNode& node)
{
    switch (node.kind) {
    case JsonNode::Kind::Null:
        m_text += "null";
        break;
    case JsonNode::Kind::Boolean:
        m_text += node.isTrue ? "true" : "false";
        break;
    case JsonNode::Kind::Number:
        m_text += node.text;
        break;
    case JsonNode::Kind::String:
        addTemplate(node);
        break;
    case JsonNode::Kind::Array:
    case JsonNode::Kind::Object:
        addContainer(node);
        break;
    }
}

void JsonPieces::addTemplate(const JsonNode& node)
{
    const std::optional<ContentTemplate> content = readAnswerTemplate(node, m_errors);
    if (!content)
        return;
    m_pieces.push_back({ std::exchange(m_text, {}), std::nullopt });
    m_pieces.push_back({ {}, *content });
}

void JsonPieces::addContainer(const JsonNode& node)
{
    const bool isArray = node.is(JsonNode::Kind::Array);
    m_text += isArray ? '[' : '{';
    const char* between = "";
    for (const JsonNode& element : node.elements) {
        m_text += std::exchange(between, ",");
        add(element);
    }
    for (const auto& [key, value] : node.members) {
        m_text += std::exchange(between, ",") + JsonText().string(QString::fromUtf8(key)).text() + ':';
        add(value);
    }
    m_text += isArray ? ']' : '}';
}

std::vector<Challenge::JsonPiece> JsonPieces::take()
{
    if (!m_text.isEmpty())
        m_pieces.push_back({ std::exchange(m_text, {}), std::nullopt });
    return std::move(m_pieces);
}

Challenge::Answer readAnswer(const JsonNode& node, ProfileErrors& errors)
{
    Challenge::Answer answer;
    ObjectReader reader(node, errors, "a response");
    const auto status = [&](const char* key) {
        const double found = reader.number(key, 599).value_or(200);
        if (found < 200 || found != std::floor(found))
            errors.add(*node.find(key), u"must be a whole number from 200 to 599."_s);
        return static_cast<int>(found);
    };
    if (reader.require("status", "give the status of the answer: 200"))
        answer.status = status("status");
    if (reader.take("status_on_mismatch"))
        answer.statusOnMismatch = status("status_on_mismatch");
    answer.type = reader.string("type").value_or(QByteArray());
    if (const JsonNode* const headers = reader.takeObject("headers"))
        answer.headers = readHeaders(*headers, errors);
    if (reader.string("body"))
        answer.body = readAnswerTemplate(*node.find("body"), errors);
    if (const JsonNode* const json = reader.take("json")) {
        if (node.find("body"))
            errors.add(*json, u"stands beside \"body\"; keep one of them."_s);
        JsonPieces pieces(errors);
        pieces.add(*json);
        answer.json = pieces.take();
    }
    reader.finish();
    return answer;
}

std::optional<Locator> readStore(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "store");
    std::optional<Locator> secret;
    if (reader.require("secret", "say where the secret stands"))
        secret = reader.locator("secret");
    reader.finish();
    return secret;
}

/// Labels of letters, digits and hyphens, or a star alone.
bool isHostPattern(const QByteArray& host)
{
    const QList<QByteArray> labels = host.split('.');
    return labels.size() <= qsizetype(MaxHostLabels)
        && std::all_of(labels.begin(), labels.end(), [](const QByteArray& label) {
               return label == "*" || (!label.isEmpty() && std::all_of(label.begin(), label.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
               }));
           });
}

Challenge::OutOfBand readOutOfBand(const JsonNode& node, ProfileErrors& errors)
{
    Challenge::OutOfBand outOfBand;
    ObjectReader reader(node, errors, "out_of_band");
    if (reader.require("url", "say where the address stands"))
        outOfBand.url = reader.locator("url").value_or(Locator());
    outOfBand.method = reader.word("method", OutOfBandMethods).value_or("GET");
    outOfBand.hosts = reader.strings("hosts");
    for (const QByteArray& host : outOfBand.hosts) {
        if (!isHostPattern(host))
            errors.add(*node.find("hosts"),
                u"must be host names in lower case, with * for whole labels: \"sns.*.amazonaws.com\"."_s);
    }
    outOfBand.within = reader.seconds("within_s", std::chrono::seconds(366 * 86'400));
    outOfBand.isAlternative = reader.flag("alternative");
    reader.finish();
    return outOfBand;
}

/// What the parts of a challenge want of each other.
void checkChallenge(const Challenge& challenge, const JsonNode& node, ProfileErrors& errors)
{
    const bool isDecided = challenge.isSigned || !challenge.verify.empty();
    if (challenge.answer.statusOnMismatch != 0 && !isDecided)
        errors.add(*node.find("respond"),
            u"has \"status_on_mismatch\", but nothing decides: add \"signed\" or \"verify\" to the challenge."_s);
    for (const auto& [locator, content] : challenge.verify) {
        if (content.needsSecret())
            errors.add(*node.find("verify"), u"takes no keyed filters: \"signed\" asks for the signature."_s);
    }
}

} // namespace

Challenge readChallenge(const JsonNode& node, ProfileErrors& errors)
{
    Challenge challenge;
    ObjectReader reader(node, errors, "a challenge");
    challenge.name = reader.requiredString("name", "name it: \"url_verification\"").value_or(QByteArray());
    if (const JsonNode* const when = reader.require("when", "say which requests it answers"))
        challenge.when = readCondition(*when, errors);
    if (const JsonNode* const verify = reader.takeObject("verify"))
        challenge.verify = readAssertions(*verify, errors);
    challenge.isSigned = reader.flag("signed");
    if (const JsonNode* const respond = reader.require("respond", "give the answer: {\"status\": 200}"))
        challenge.answer = readAnswer(*respond, errors);
    if (const JsonNode* const store = reader.take("store"))
        challenge.secret = readStore(*store, errors);
    if (const JsonNode* const outOfBand = reader.take("out_of_band"))
        challenge.outOfBand = readOutOfBand(*outOfBand, errors);
    challenge.repeat = QString::fromUtf8(reader.string("repeat").value_or(QByteArray()));
    challenge.note = QString::fromUtf8(reader.string("note").value_or(QByteArray()));
    reader.finish();
    checkChallenge(challenge, node, errors);
    return challenge;
}

void checkSample(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a sample");
    reader.requiredString("type", "name the event type");
    reader.string("note");
    reader.string("path");
    if (const JsonNode* const headers = reader.takeObject("headers")) {
        for (const auto& [name, value] : headers->members) {
            if (!isToken(name) || !value.is(JsonNode::Kind::String))
                errors.add(value, u"must be a header: a name and a string."_s);
        }
    }
    const JsonNode* const json = reader.take("json");
    const JsonNode* const form = reader.takeObject("form");
    const bool hasText = reader.string("text").has_value();
    if ((json ? 1 : 0) + (form ? 1 : 0) + (hasText ? 1 : 0) != 1 && reader.isObject())
        errors.add(node, u"must have one body: \"json\", \"form\" or \"text\"."_s);
    reader.finish();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/challengereader.h"

#include "http/requesthead.h"
#include "profile/reader/conditionreader.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr KnownWord<int> OutOfBandMethods[] { { "GET", 0 }, { "POST", 1 } };

/// Header names with templates, or with texts, as values.
void checkHeaders(const JsonNode& node, ProfileErrors& errors)
{
    for (const auto& [name, value] : node.members) {
        if (!isToken(name))
            errors.add(value, u"the key must be a header's name."_s);
        if (!value.is(JsonNode::Kind::String))
            errors.add(value, u"must be a template in a string."_s);
        else
            readTemplate(value, value.text, errors);
    }
}

/// Templates in the strings of a JSON value, at any place.
void checkJson(const JsonNode& node, ProfileErrors& errors)
{
    if (node.is(JsonNode::Kind::String))
        readTemplate(node, node.text, errors);
    for (const JsonNode& element : node.elements)
        checkJson(element, errors);
    for (const auto& [key, value] : node.members)
        checkJson(value, errors);
}

void checkResponse(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a response");
    if (reader.require("status", "give the status of the answer: 200")) {
        const double status = reader.number("status", 599).value_or(200);
        if (status < 200)
            errors.add(*node.find("status"), u"must be from 200 to 599."_s);
    }
    if (const double mismatch = reader.number("status_on_mismatch", 599).value_or(401); mismatch < 200)
        errors.add(*node.find("status_on_mismatch"), u"must be from 200 to 599."_s);
    reader.string("type");
    if (const JsonNode* const headers = reader.takeObject("headers"))
        checkHeaders(*headers, errors);
    const bool hasBody = reader.content("body").has_value();
    const JsonNode* const json = reader.take("json");
    if (json && hasBody)
        errors.add(*json, u"stands beside \"body\"; keep one of them."_s);
    if (json)
        checkJson(*json, errors);
    reader.finish();
}

void checkStore(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "store");
    if (reader.require("secret", "say where the secret stands"))
        reader.locator("secret");
    reader.finish();
}

void checkOutOfBand(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "out_of_band");
    if (reader.require("url", "say where the address stands"))
        reader.locator("url");
    reader.word("method", OutOfBandMethods);
    reader.strings("hosts");
    reader.seconds("within_s", std::chrono::seconds(86'400));
    reader.flag("alternative");
    reader.finish();
}

} // namespace

void checkChallenge(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a challenge");
    reader.requiredString("name", "name it: \"url_verification\"");
    if (const JsonNode* const when = reader.require("when", "say which requests it answers"))
        readCondition(*when, errors);
    if (const JsonNode* const verify = reader.takeObject("verify"))
        readAssertions(*verify, errors);
    reader.flag("signed");
    if (const JsonNode* const respond = reader.require("respond", "give the answer: {\"status\": 200}"))
        checkResponse(*respond, errors);
    if (const JsonNode* const store = reader.take("store"))
        checkStore(*store, errors);
    if (const JsonNode* const outOfBand = reader.take("out_of_band"))
        checkOutOfBand(*outOfBand, errors);
    for (const char* text : { "repeat", "note" })
        reader.string(text);
    reader.finish();
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/conditionreader.h"

#include "http/requesthead.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

std::vector<Locator> locatorsOf(ObjectReader& reader, const char* key)
{
    std::vector<Locator> locators;
    for (const QByteArray& text : reader.strings(key)) {
        if (const std::optional<Locator> locator = readLocator(*reader.node().find(key), text, reader.errors()))
            locators.push_back(*locator);
    }
    return locators;
}

} // namespace

Condition readCondition(const JsonNode& node, ProfileErrors& errors)
{
    Condition condition;
    ObjectReader reader(node, errors, "a condition");
    condition.methods = reader.strings("method");
    for (const QByteArray& method : condition.methods) {
        if (!isToken(method) || method != method.toUpper())
            errors.add(*node.find("method"), u"must be methods in capitals: \"POST\"."_s);
    }
    condition.present = locatorsOf(reader, "has");
    condition.absent = locatorsOf(reader, "not");
    if (const JsonNode* const equals = reader.takeObject("equals")) {
        for (const auto& [key, value] : equals->members) {
            const std::optional<Locator> locator = readLocator(value, key, errors);
            if (!value.is(JsonNode::Kind::String))
                errors.add(value, u"must be a string; write numbers as \"1\"."_s);
            else if (locator)
                condition.equal.emplace_back(*locator, value.text);
        }
    }
    reader.finish();
    if (condition.isEmpty() && condition.methods.empty() && reader.isObject())
        errors.add(node, u"asks for nothing; give it method, has, not or equals."_s);
    return condition;
}

std::vector<std::pair<Locator, ContentTemplate>> readAssertions(const JsonNode& node, ProfileErrors& errors)
{
    std::vector<std::pair<Locator, ContentTemplate>> assertions;
    for (const auto& [key, value] : node.members) {
        const std::optional<Locator> locator = readLocator(value, key, errors);
        if (!value.is(JsonNode::Kind::String) || value.text.isEmpty()) {
            errors.add(value, u"must be a template that is not empty."_s);
            continue;
        }
        const std::optional<ContentTemplate> content = readTemplate(value, value.text, errors);
        if (locator && content)
            assertions.emplace_back(*locator, *content);
    }
    return assertions;
}

std::vector<ContentTemplate> readFact(ObjectReader& reader, const char* key)
{
    std::vector<ContentTemplate> facts;
    for (const QByteArray& text : reader.strings(key)) {
        const JsonNode& where = *reader.node().find(key);
        const bool isTemplate = text.contains('{');
        if (!isTemplate && !readLocator(where, text, reader.errors()))
            continue;
        const QByteArray place = isTemplate ? text : QByteArray('{' + text + '}');
        if (const std::optional<ContentTemplate> content = readTemplate(where, place, reader.errors()))
            facts.push_back(*content);
    }
    return facts;
}

} // namespace hookloupe

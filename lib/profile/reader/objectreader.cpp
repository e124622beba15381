// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/objectreader.h"

#include <algorithm>
#include <cmath>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxStrings = 1'000;
constexpr std::size_t MaxPathSteps = 8;
constexpr int MaxStars = 2;

QString quoted(QByteArrayView text)
{
    return u"\"%1\""_s.arg(QString::fromUtf8(text.first(qMin<qsizetype>(text.size(), 80))));
}

} // namespace

void ProfileErrors::add(const QString& pointer, const QString& detail)
{
    if (m_errors.size() < MaxErrors)
        m_errors.push_back({ m_file, pointer, detail });
}

std::optional<Locator> readLocator(const JsonNode& where, QByteArrayView text, ProfileErrors& errors)
{
    std::optional<Locator> locator = parseLocator(text);
    if (!locator)
        errors.add(where,
            u"%1 names no value of a request; write body, header:NAME, json:/POINTER or another of the manual."_s.arg(
                quoted(text)));
    return locator;
}

std::optional<ContentTemplate> readTemplate(const JsonNode& where, QByteArrayView text, ProfileErrors& errors)
{
    auto content = ContentTemplate::parse(text);
    if (content)
        return *std::move(content);
    errors.add(where, content.error());
    return std::nullopt;
}

ObjectReader::ObjectReader(const JsonNode& node, ProfileErrors& errors, const char* what)
    : m_node(node)
    , m_errors(errors)
    , m_what(what)
{
    if (!isObject())
        wrongKind(node, "an object");
}

void ObjectReader::wrongKind(const JsonNode& node, const char* wanted)
{
    m_errors.add(node, u"must be %1."_s.arg(QLatin1StringView(wanted)));
}

void ObjectReader::unknownWord(const char* key, const QByteArray& text, const QByteArray& known)
{
    m_errors.add(
        *m_node.find(key), u"%1 is unknown here; write one of: %2."_s.arg(quoted(text), QString::fromUtf8(known)));
}

const JsonNode* ObjectReader::take(const char* key)
{
    m_known.emplace_back(key);
    return m_node.find(key);
}

const JsonNode* ObjectReader::require(const char* key, const char* remedy)
{
    const JsonNode* const found = take(key);
    if (!found && isObject())
        m_errors.add(m_node, u"has no \"%1\"; %2."_s.arg(QLatin1StringView(key), QLatin1StringView(remedy)));
    return found;
}

const JsonNode* ObjectReader::takeObject(const char* key)
{
    const JsonNode* const found = take(key);
    if (!found || found->is(JsonNode::Kind::Object))
        return found;
    wrongKind(*found, "an object");
    return nullptr;
}

const JsonNode* ObjectReader::takeArray(const char* key, std::size_t limit)
{
    const JsonNode* const found = take(key);
    if (!found)
        return nullptr;
    if (!found->is(JsonNode::Kind::Array)) {
        wrongKind(*found, "an array");
        return nullptr;
    }
    if (found->elements.size() > limit) {
        m_errors.add(*found, u"has more than %1 elements; shorten it."_s.arg(limit));
        return nullptr;
    }
    return found;
}

std::optional<QByteArray> ObjectReader::string(const char* key)
{
    const JsonNode* const found = take(key);
    if (!found)
        return std::nullopt;
    if (!found->is(JsonNode::Kind::String) || found->text.isEmpty()) {
        wrongKind(*found, "a string that is not empty");
        return std::nullopt;
    }
    return found->text;
}

std::optional<QByteArray> ObjectReader::requiredString(const char* key, const char* remedy)
{
    return require(key, remedy) ? string(key) : std::nullopt;
}

bool ObjectReader::flag(const char* key)
{
    const JsonNode* const found = take(key);
    if (found && !found->is(JsonNode::Kind::Boolean))
        wrongKind(*found, "true or false");
    return found && found->isTrue;
}

std::optional<double> ObjectReader::number(const char* key, double most)
{
    const JsonNode* const found = take(key);
    if (!found)
        return std::nullopt;
    if (!found->is(JsonNode::Kind::Number) || found->number < 0 || found->number > most) {
        m_errors.add(*found, u"must be a number from 0 to %1."_s.arg(most, 0, 'f', 0));
        return std::nullopt;
    }
    return found->number;
}

std::chrono::seconds ObjectReader::seconds(const char* key, std::chrono::seconds most)
{
    const std::optional<double> found = number(key, static_cast<double>(most.count()));
    if (!found)
        return std::chrono::seconds(0);
    if (*found != std::floor(*found))
        m_errors.add(*m_node.find(key), u"must be whole seconds."_s);
    return std::chrono::seconds(static_cast<qint64>(*found));
}

std::optional<Locator> ObjectReader::locator(const char* key)
{
    const std::optional<QByteArray> text = string(key);
    return text ? readLocator(*m_node.find(key), *text, m_errors) : std::nullopt;
}

std::optional<ContentTemplate> ObjectReader::content(const char* key)
{
    const std::optional<QByteArray> text = string(key);
    return text ? readTemplate(*m_node.find(key), *text, m_errors) : std::nullopt;
}

std::vector<QByteArray> ObjectReader::strings(const char* key)
{
    std::vector<QByteArray> texts;
    const JsonNode* const found = take(key);
    if (found && found->is(JsonNode::Kind::String)) {
        if (const std::optional<QByteArray> text = string(key))
            texts.push_back(*text);
        return texts;
    }
    const JsonNode* const array = takeArray(key, MaxStrings);
    if (!array)
        return texts;
    for (const JsonNode& element : array->elements) {
        if (!element.is(JsonNode::Kind::String) || element.text.isEmpty())
            wrongKind(element, "a string that is not empty");
        else
            texts.push_back(element.text);
    }
    return texts;
}

std::vector<QByteArray> ObjectReader::itemPath(const char* key)
{
    const std::optional<QByteArray> text = string(key);
    if (!text)
        return {};
    std::vector<QByteArray> steps;
    if (isJsonPointer(*text))
        steps = jsonPointerSteps(*text);
    const auto stars = std::count(steps.begin(), steps.end(), QByteArray("*"));
    if (stars < 1 || stars > MaxStars || steps.size() > MaxPathSteps) {
        m_errors.add(*m_node.find(key),
            u"must be a path such as \"/events/*\" with one or two steps \"*\" and at most %1 steps."_s.arg(
                MaxPathSteps));
        return {};
    }
    return steps;
}

void ObjectReader::finish()
{
    std::vector<QByteArray> seen;
    for (const auto& [key, value] : m_node.members) {
        if (std::find(seen.begin(), seen.end(), key) != seen.end())
            m_errors.add(value, u"stands twice; keep one."_s);
        seen.push_back(key);
        if (std::find(m_known.begin(), m_known.end(), key) != m_known.end())
            continue;
        std::vector<QByteArray> known = m_known;
        std::sort(known.begin(), known.end());
        known.erase(std::unique(known.begin(), known.end()), known.end());
        QByteArray names;
        for (const QByteArray& name : known)
            names += (names.isEmpty() ? "" : ", ") + name;
        m_errors.add(value,
            u"%1 is no key of %2; known are: %3."_s.arg(
                quoted(key), QLatin1StringView(m_what), QString::fromUtf8(names)));
    }
}

} // namespace hookloupe

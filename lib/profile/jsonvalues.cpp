// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/jsonvalues.h"

#include "profile/locator.h"

#include <QString>

#include <simdjson.h>

#include <algorithm>

#include <string_view>

namespace hookloupe {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr std::size_t MaxKnown = 16;
constexpr qsizetype MaxKnownBytes = 4096;

QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

bool isDigits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A number by RFC 8259 of any size.
bool isNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent != std::string_view::npos) {
        std::string_view power = text.substr(exponent + 1);
        if (power.starts_with('+') || power.starts_with('-'))
            power.remove_prefix(1);
        if (!isDigits(power))
            return false;
        text = text.substr(0, exponent);
    }
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos && !isDigits(text.substr(point + 1)))
        return false;
    const std::string_view whole = text.substr(0, point);
    return isDigits(whole) && (whole.size() == 1 || whole.front() != '0');
}

/// A raw token without the white space that may stand behind it.
std::string_view withoutBlanks(std::string_view token)
{
    const std::size_t end = token.find_last_not_of(" \t\r\n");
    return token.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

/// The text of a number or boolean from its raw token.
std::optional<QByteArray> scalar(std::string_view token)
{
    token = withoutBlanks(token);
    if (token == "true" || token == "false" || isNumber(token))
        return bytesOf(token);
    return std::nullopt;
}

/// The element's number of a pointer's step (RFC 6901 section 4: no leading zeros).
std::optional<std::size_t> arrayIndex(const QByteArray& step)
{
    if (step.isEmpty() || step.size() > 9 || (step.size() > 1 && step.front() == '0')
        || !isDigits({ step.data(), size_t(step.size()) }))
        return std::nullopt;
    return step.toULong();
}

enum class Descent : quint8 { Done, Absent, Broken };

/// Goes one step down. \return Absent where there is nothing, and everything that was passed is in order
Descent descend(ondemand::value& at, const QByteArray& step)
{
    constexpr auto doneIf = [](bool isDone) { return isDone ? Descent::Done : Descent::Broken; };
    ondemand::json_type type {};
    if (at.type().get(type) != simdjson::SUCCESS)
        return Descent::Broken;
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (at.get_object().get(object) != simdjson::SUCCESS)
            return Descent::Broken;
        for (auto member : object) {
            std::string_view key;
            if (member.unescaped_key().get(key) != simdjson::SUCCESS)
                return Descent::Broken;
            if (QByteArrayView(key.data(), static_cast<qsizetype>(key.size())) == step)
                return doneIf(member.value().get(at) == simdjson::SUCCESS);
        }
        return Descent::Absent;
    }
    const std::optional<std::size_t> index = arrayIndex(step);
    ondemand::array array;
    if (type != ondemand::json_type::array || !index || at.get_array().get(array) != simdjson::SUCCESS)
        return Descent::Broken;
    std::size_t number = 0;
    for (auto element : array) {
        if (number++ == *index)
            return doneIf(element.get(at) == simdjson::SUCCESS);
        if (element.error() != simdjson::SUCCESS)
            return Descent::Broken;
    }
    return Descent::Absent;
}

/// The value's text, and whether it is to be unescaped or given raw.
std::optional<QByteArray> textOf(ondemand::value value, bool isRaw)
{
    ondemand::json_type type {};
    if (value.type().get(type) != simdjson::SUCCESS)
        return std::nullopt;
    std::string_view text;
    switch (type) {
    case ondemand::json_type::object: {
        ondemand::object object;
        if (value.get_object().get(object) != simdjson::SUCCESS || object.raw_json().get(text) != simdjson::SUCCESS)
            return std::nullopt;
        return bytesOf(withoutBlanks(text));
    }
    case ondemand::json_type::array: {
        ondemand::array array;
        if (value.get_array().get(array) != simdjson::SUCCESS || array.raw_json().get(text) != simdjson::SUCCESS)
            return std::nullopt;
        return bytesOf(withoutBlanks(text));
    }
    case ondemand::json_type::string:
        if (isRaw)
            return bytesOf(withoutBlanks(value.raw_json_token()));
        if (value.get_string().get(text) != simdjson::SUCCESS)
            return std::nullopt;
        return bytesOf(text);
    default:
        return scalar(value.raw_json_token());
    }
}

} // namespace

struct JsonValues::Private {
    explicit Private(std::string_view json)
        : text(json)
    {
    }

    bool start();
    std::optional<QByteArray> wholeScalar();
    std::optional<QByteArray> find(const std::vector<QByteArray>& steps, bool isRaw);

    simdjson::padded_string text;
    ondemand::parser parser;
    ondemand::document document;
    std::vector<std::pair<QByteArray, std::optional<QByteArray>>>
        known; ///< by pointer; what is asked for is asked for again
    bool isStarted = false;
    bool isBroken = false; ///< not even the first pass went through: never tried again
};

/// Goes to the beginning of the text.
bool JsonValues::Private::start()
{
    if (isBroken)
        return false;
    if (isStarted) {
        document.rewind();
        return true;
    }
    isBroken = parser.iterate(text).get(document) != simdjson::SUCCESS;
    isStarted = !isBroken;
    return isStarted;
}

std::optional<QByteArray> JsonValues::Private::wholeScalar()
{
    std::string_view found;
    ondemand::json_type type {};
    if (document.type().get(type) != simdjson::SUCCESS)
        return std::nullopt;
    if (type == ondemand::json_type::string)
        return document.get_string().get(found) == simdjson::SUCCESS ? std::optional(bytesOf(found)) : std::nullopt;
    return document.raw_json_token().get(found) == simdjson::SUCCESS ? scalar(found) : std::nullopt;
}

std::optional<QByteArray> JsonValues::Private::find(const std::vector<QByteArray>& steps, bool isRaw)
{
    if (!start())
        return std::nullopt;
    ondemand::value at;
    if (const auto error = document.get_value().get(at); error == simdjson::SCALAR_DOCUMENT_AS_VALUE) {
        std::optional<QByteArray> whole = steps.empty() ? wholeScalar() : std::nullopt;
        isStarted = false;
        return whole;
    } else if (error != simdjson::SUCCESS) {
        isStarted = false;
        return std::nullopt;
    }
    std::optional<QByteArray> found;
    Descent descent = Descent::Done;
    for (std::size_t i = 0; i < steps.size() && descent == Descent::Done; ++i)
        descent = descend(at, steps[i]);
    if (descent == Descent::Done)
        found = textOf(at, isRaw);
    // An error may leave the reader where rewinding does not help: the next look-up begins anew.
    isStarted = found.has_value() || (descent == Descent::Absent && document.is_alive());
    return found;
}

JsonValues::JsonValues(QByteArrayView json)
{
    if (json.startsWith("\xef\xbb\xbf"))
        json = json.sliced(3);
    d = std::make_unique<Private>(std::string_view(json.data(), static_cast<std::size_t>(json.size())));
}

JsonValues::~JsonValues() = default;

std::optional<QByteArray> JsonValues::value(QByteArrayView pointer)
{
    const auto known = std::find_if(d->known.begin(), d->known.end(),
        [pointer](const auto& value) { return QByteArrayView(value.first) == pointer; });
    if (known != d->known.end())
        return known->second;
    std::optional<QByteArray> found = d->find(jsonPointerSteps(pointer), false);
    if (d->known.size() < MaxKnown && (!found || found->size() <= MaxKnownBytes))
        d->known.emplace_back(pointer.toByteArray(), found);
    return found;
}

std::vector<std::pair<QByteArray, QByteArray>> JsonValues::items(const std::vector<QByteArray>& path, std::size_t limit)
{
    std::vector<std::pair<QByteArray, QByteArray>> found;
    const auto star = std::find(path.begin(), path.end(), QByteArray("*"));
    const std::vector<QByteArray> before(path.begin(), star);
    QByteArray prefix;
    for (const QByteArray& step : before)
        prefix += jsonPointerStep(step);
    const std::optional<QByteArray> base = limit > 0 ? d->find(before, true) : std::nullopt;
    if (!base)
        return found;
    if (star == path.end()) {
        found.emplace_back(prefix, *base);
        return found;
    }
    // Each element is cut out and read by itself, so that the whole costs time linear in the text.
    const std::vector<QByteArray> after(star + 1, path.end());
    JsonValues array(*base);
    ondemand::array elements;
    if (!base->startsWith('[') || !array.d->start() || array.d->document.get_array().get(elements) != simdjson::SUCCESS)
        return found;
    std::size_t index = 0;
    for (auto element : elements) {
        ondemand::value value;
        const std::optional<QByteArray> raw
            = element.get(value) == simdjson::SUCCESS ? textOf(value, true) : std::nullopt;
        if (!raw || found.size() >= limit)
            break;
        const QByteArray pointer = prefix + '/' + QByteArray::number(qulonglong(index++));
        if (after.empty()) {
            found.emplace_back(pointer, *raw);
            continue;
        }
        for (auto& [below, text] : JsonValues(*raw).items(after, limit - found.size()))
            found.emplace_back(pointer + below, std::move(text));
    }
    return found;
}

} // namespace hookloupe

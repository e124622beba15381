// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signing/jsonedit.h"

#include <QString>

namespace hookloupe {

namespace {

qsizetype stringEnd(QByteArrayView json, qsizetype begin)
{
    for (qsizetype i = begin + 1; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i + 1;
    }
    return -1;
}

/// What was found of one member or element.
struct Place {
    qsizetype value = -1; ///< where its value begins; -1: it is not there
    qsizetype closing = -1; ///< where the closing bracket of the object or array is, when the value is not there
    bool isEmpty = true; ///< of the object or array
};

std::optional<Place> findChild(QByteArrayView json, qsizetype begin, const QByteArray& step)
{
    const bool isObject = json[begin] == '{';
    const char closing = isObject ? '}' : ']';
    Place place;
    qsizetype index = 0;
    for (qsizetype i = skipJsonBlanks(json, begin + 1); i < json.size(); ++index) {
        if (json[i] == closing) {
            place.closing = i;
            return place;
        }
        place.isEmpty = false;
        bool isWanted = !isObject && QByteArray::number(index) == step;
        if (isObject) {
            const qsizetype end = json[i] == '"' ? stringEnd(json, i) : -1;
            if (end < 0)
                return std::nullopt;
            isWanted = json.sliced(i + 1, end - i - 2) == step;
            i = skipJsonBlanks(json, end);
            if (i >= json.size() || json[i] != ':')
                return std::nullopt;
            i = skipJsonBlanks(json, i + 1);
        }
        if (isWanted) {
            place.value = i;
            return place;
        }
        const qsizetype end = jsonValueEnd(json, i);
        if (end < 0)
            return std::nullopt;
        i = skipJsonBlanks(json, end);
        if (i < json.size() && json[i] == ',')
            i = skipJsonBlanks(json, i + 1);
    }
    return std::nullopt;
}

} // namespace

qsizetype skipJsonBlanks(QByteArrayView json, qsizetype from)
{
    while (from < json.size() && (json[from] == ' ' || json[from] == '\t' || json[from] == '\n' || json[from] == '\r'))
        ++from;
    return from;
}

qsizetype jsonValueEnd(QByteArrayView json, qsizetype begin)
{
    qsizetype depth = 0;
    for (qsizetype i = begin; i < json.size();) {
        const char c = json[i];
        if (c == '"') {
            i = stringEnd(json, i);
            if (i < 0 || depth == 0)
                return i;
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && depth == 0)
            return i > begin ? i : -1;
        else if ((c == '}' || c == ']') && --depth == 0)
            return i + 1;
        else if (depth == 0 && (c == ',' || skipJsonBlanks(json, i) > i))
            return i > begin ? i : -1;
        ++i;
    }
    return depth == 0 && begin < json.size() ? json.size() : -1;
}

QByteArray jsonString(QByteArrayView text)
{
    QByteArray quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += QByteArray("\\") + c;
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted += "\\u00" + QByteArray(1, c).toHex();
        else
            quoted += c;
    }
    return quoted + '"';
}

std::optional<QByteArray> withJsonValue(
    const QByteArray& json, const std::vector<QByteArray>& steps, const QByteArray& value)
{
    qsizetype at = skipJsonBlanks(json, 0);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (at >= json.size() || (json[at] != '{' && json[at] != '['))
            return std::nullopt;
        const bool isObject = json[at] == '{';
        const std::optional<Place> place = findChild(json, at, steps.at(i));
        if (!place || (place->value < 0 && !isObject))
            return std::nullopt;
        if (place->value >= 0) {
            at = place->value;
            continue;
        }
        QByteArray added = value;
        for (std::size_t inner = steps.size() - 1; inner > i; --inner)
            added = '{' + jsonString(steps.at(inner)) + ':' + added + '}';
        added = QByteArray(place->isEmpty ? "" : ",") + jsonString(steps.at(i)) + ':' + added;
        return QByteArray(json).insert(place->closing, added);
    }
    const qsizetype end = jsonValueEnd(json, at);
    return end < 0 ? std::nullopt : std::optional(QByteArray(json).replace(at, end - at, value));
}

} // namespace hookloupe

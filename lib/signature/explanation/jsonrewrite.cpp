// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/explanation/jsonrewrite.h"

#include "signature/signing/jsonedit.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr int MaxLevels = 64;

/// Where a string ends, behind its closing quote; the end of the text where it is not closed.
qsizetype stringEnd(QByteArrayView json, qsizetype begin)
{
    qsizetype i = begin + 1;
    while (i < json.size() && json[i] != '"')
        i += json[i] == '\\' ? 2 : 1;
    return qMin(i + 1, json.size());
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

QByteArray sorted(QByteArrayView compact, int level);

/// The elements or members between the brackets of a compact text.
std::vector<QByteArray> children(QByteArrayView compact, bool isObject)
{
    std::vector<QByteArray> parts;
    qsizetype at = 1;
    while (at < compact.size() - 1) {
        const qsizetype value = isObject ? stringEnd(compact, at) + 1 : at;
        const qsizetype end = value < compact.size() ? jsonValueEnd(compact, value) : -1;
        if (end < 0 || end > compact.size())
            return {};
        parts.push_back(compact.sliced(at, end - at).toByteArray());
        at = end + 1;
    }
    return parts;
}

QByteArray sortedObject(QByteArrayView compact, int level)
{
    std::vector<QByteArray> members = children(compact, true);
    std::stable_sort(members.begin(), members.end(), [](const QByteArray& left, const QByteArray& right) {
        return left.left(stringEnd(left, 0) - 1) < right.left(stringEnd(right, 0) - 1);
    });
    for (QByteArray& member : members) {
        const qsizetype value = stringEnd(member, 0) + 1;
        member = member.left(value) + sorted(QByteArrayView(member).sliced(qMin(value, member.size())), level + 1);
    }
    return joinedMembers(members);
}

QByteArray sorted(QByteArrayView compact, int level)
{
    if (level > MaxLevels || compact.size() < 2)
        return compact.toByteArray();
    if (compact.front() == '{')
        return sortedObject(compact, level);
    if (compact.front() != '[')
        return compact.toByteArray();
    QByteArray text = "[";
    for (const QByteArray& element : children(compact, false))
        text += QByteArray(text.size() > 1 ? "," : "") + sorted(element, level + 1);
    return text + ']';
}

QByteArray unicodeEscape(char32_t code, bool isUpper)
{
    QByteArray text;
    for (const QChar unit : QString::fromUcs4(&code, 1)) {
        const QByteArray digits = QByteArray::number(unit.unicode(), 16).rightJustified(4, '0');
        text += "\\u" + (isUpper ? digits.toUpper() : digits);
    }
    return text;
}

QByteArray withoutUnicodeEscapes(QByteArrayView json, bool isHtml)
{
    QByteArray text;
    QString pending; // surrogates come as two escapes
    const auto flush = [&] { text += std::exchange(pending, QString()).toUtf8(); };
    for (qsizetype i = 0; i < json.size(); ++i) {
        if (json[i] != '\\' || i + 1 >= json.size()) {
            flush();
            text += json[i];
            continue;
        }
        bool isCode = false;
        const ushort code = json[i + 1] == 'u' && i + 5 < json.size()
            ? json.sliced(i + 2, 4).toByteArray().toUShort(&isCode, 16)
            : ushort(0);
        const bool isWanted = isHtml ? code == 0x3C || code == 0x3E || code == 0x26 || code == 0x27 : code >= 0x80;
        if (isCode && isWanted) {
            pending += QChar(code);
            i += 5;
        } else {
            flush();
            text += json.sliced(i, 2).toByteArray();
            ++i;
        }
    }
    flush();
    return text;
}

QByteArray withUnicodeEscapes(QByteArrayView json, bool isUpper)
{
    QByteArray text;
    for (const char32_t code : QString::fromUtf8(json).toUcs4()) {
        if (code < 0x80)
            text += static_cast<char>(code);
        else
            text += unicodeEscape(code, isUpper);
    }
    return text;
}

} // namespace

const std::vector<JsonSpacing>& JsonSpacing::known()
{
    static const std::vector<JsonSpacing> Spacings {
        { {}, ":", "," },
        { {}, ": ", ", " },
        { "  ", ": ", "," },
        { "    ", ": ", "," },
        { "\t", ": ", "," },
        { "  ", " : ", "," },
        { "", ": ", "," },
    };
    return Spacings;
}

QByteArray respacedJson(QByteArrayView json, const JsonSpacing& spacing)
{
    const bool isIndented = !spacing.indent.isNull();
    QByteArray text;
    text.reserve(json.size() + json.size() / 4);
    qsizetype level = 0;
    const auto newLine = [&] {
        if (!isIndented)
            return;
        text += '\n';
        for (qsizetype i = 0; i < qMin(level, qsizetype(MaxLevels)); ++i)
            text += spacing.indent;
    };
    for (qsizetype i = 0; i < json.size();) {
        const char c = json[i];
        if (isBlank(c)) {
            ++i;
            continue;
        }
        if (c == '"') {
            const qsizetype end = stringEnd(json, i);
            text += json.sliced(i, end - i).toByteArray();
            i = end;
            continue;
        }
        ++i;
        if (c == '{' || c == '[') {
            const qsizetype next = skipJsonBlanks(json, i);
            text += c;
            if (next < json.size() && json[next] == c + 2) {
                text += json[next];
                i = next + 1;
                continue;
            }
            ++level;
            newLine();
        } else if (c == '}' || c == ']') {
            --level;
            newLine();
            text += c;
        } else if (c == ',') {
            text += isIndented ? QByteArray(",") : spacing.comma;
            newLine();
        } else if (c == ':') {
            text += spacing.colon;
        } else {
            text += c;
        }
    }
    return text;
}

JsonSpacing spacingOf(QByteArrayView json)
{
    for (const JsonSpacing& spacing : JsonSpacing::known()) {
        if (respacedJson(json, spacing) == json)
            return spacing;
    }
    return JsonSpacing::known().front();
}

QByteArray sortedJson(QByteArrayView compactJson)
{
    return sorted(compactJson, 0);
}

std::vector<QByteArray> jsonMembers(QByteArrayView compactJson)
{
    return compactJson.startsWith('{') ? children(compactJson, true) : std::vector<QByteArray>();
}

QByteArray joinedMembers(const std::vector<QByteArray>& members)
{
    QByteArray text = "{";
    for (const QByteArray& member : members)
        text += QByteArray(text.size() > 1 ? "," : "") + member;
    return text + '}';
}

QByteArray reescapedJson(QByteArrayView json, JsonEscapes escapes)
{
    QByteArray text = json.toByteArray();
    switch (escapes) {
    case JsonEscapes::DecodeUnicode:
        return withoutUnicodeEscapes(json, false);
    case JsonEscapes::EncodeUnicode:
        return withUnicodeEscapes(json, false);
    case JsonEscapes::EncodeUnicodeUpper:
        return withUnicodeEscapes(json, true);
    case JsonEscapes::DecodeSlash:
        return text.replace("\\/", "/");
    case JsonEscapes::EncodeSlash:
        return text.replace("\\/", "/").replace("/", "\\/");
    case JsonEscapes::DecodeHtml:
        return withoutUnicodeEscapes(json, true);
    case JsonEscapes::EncodeHtml:
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
    return text;
}

QByteArray missingClosers(QByteArrayView json)
{
    QByteArray closers;
    bool isInString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isInString) {
            if (c == '\\')
                ++i;
            else
                isInString = c != '"';
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            closers.prepend(static_cast<char>(c + 2));
        } else if ((c == '}' || c == ']') && !closers.isEmpty()) {
            closers.remove(0, 1);
        }
        if (closers.size() > MaxLevels)
            return {};
    }
    if (isInString)
        closers.prepend('"');
    return closers;
}

} // namespace hookloupe

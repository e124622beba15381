// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/formvalues.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

int hexDigit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

QByteArray fieldText(QByteArrayView text)
{
    QByteArray blanks = text.toByteArray();
    blanks.replace('+', ' ');
    return percentDecoded(blanks);
}

FieldList sorted(FieldList fields)
{
    std::sort(fields.begin(), fields.end());
    return fields;
}

} // namespace

QByteArray percentDecoded(QByteArrayView text, std::optional<QByteArrayView> only)
{
    QByteArray decoded;
    decoded.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            const char byte = static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            if (!only || only->contains(byte)) {
                decoded += byte;
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

FieldList parseFields(QByteArrayView text, std::size_t limit)
{
    FieldList fields;
    qsizetype at = 0;
    while (at < text.size() && fields.size() < limit) {
        qsizetype end = text.indexOf('&', at);
        if (end < 0)
            end = text.size();
        const QByteArrayView part = text.sliced(at, end - at);
        at = end + 1;
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        fields.emplace_back(fieldText(equals < 0 ? part : part.first(equals)),
            equals < 0 ? QByteArray("") : fieldText(part.sliced(equals + 1)));
    }
    return fields;
}

std::optional<QByteArray> fieldValue(const FieldList& fields, QByteArrayView name)
{
    const auto found
        = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::nullopt : std::optional(found->second);
}

QByteArray joinedSorted(const FieldList& fields)
{
    FieldList ordered = sorted(fields);
    ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
    QByteArray text;
    for (const auto& [name, value] : ordered)
        text += name + value;
    return text;
}

QByteArray queryTextSorted(const FieldList& fields)
{
    QByteArray text;
    for (const auto& [name, value] : sorted(fields))
        text += (text.isEmpty() ? "" : "&") + name + '=' + value;
    return text;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/bodyparts.h"

#include "http/requesthead.h"

#include <optional>

namespace hookloupe {

namespace {

QByteArray decoded(QByteArrayView part)
{
    QByteArray bytes = part.toByteArray();
    return QByteArray::fromPercentEncoding(bytes.replace('+', ' '));
}

/// A line "--boundary", perhaps with "--" and white space behind it.
struct Delimiter {
    qsizetype begin = 0; ///< of the line end before it, which belongs to it
    qsizetype end = 0; ///< behind its own line end
    bool isLast = false;
};

std::optional<Delimiter> nextDelimiter(QByteArrayView body, QByteArrayView dashes, qsizetype from)
{
    for (qsizetype at = body.indexOf(dashes, from); at >= 0; at = body.indexOf(dashes, at + 1)) {
        if (at > 0 && body[at - 1] != '\n')
            continue;
        Delimiter found;
        found.begin = at;
        if (found.begin > 0)
            --found.begin;
        if (found.begin > 0 && body[found.begin - 1] == '\r')
            --found.begin;
        qsizetype place = at + dashes.size();
        found.isLast = body.sliced(place).startsWith("--");
        if (found.isLast)
            place += 2;
        while (place < body.size() && (body[place] == ' ' || body[place] == '\t' || body[place] == '\r'))
            ++place;
        if (place < body.size() && body[place] != '\n')
            continue; // a longer boundary that begins like this one
        found.end = qMin(place + 1, body.size());
        return found;
    }
    return std::nullopt;
}

/// \return where the content begins
qsizetype readHeaders(QByteArrayView body, qsizetype from, qsizetype end, HeaderList& headers)
{
    while (from < end) {
        qsizetype newline = body.indexOf('\n', from);
        if (newline < 0 || newline >= end)
            newline = end;
        const QByteArrayView line = body.sliced(from, newline - from).trimmed();
        const bool isContinued = body[from] == ' ' || body[from] == '\t';
        from = qMin(newline + 1, end);
        if (line.isEmpty())
            break;
        const qsizetype colon = line.indexOf(':');
        if (isContinued && !headers.empty())
            headers.back().second.append(' ').append(line);
        else if (colon < 0)
            headers.emplace_back(line.toByteArray(), QByteArray());
        else
            headers.emplace_back(
                line.first(colon).trimmed().toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
    }
    return from;
}

} // namespace

std::vector<FormField> splitForm(QByteArrayView text, qsizetype limit)
{
    std::vector<FormField> fields;
    for (qsizetype begin = 0; begin < text.size() && std::ssize(fields) < limit;) {
        qsizetype end = text.indexOf('&', begin);
        end = end < 0 ? text.size() : end;
        const QByteArrayView part = text.sliced(begin, end - begin);
        begin = end + 1;
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        FormField field;
        field.sent = part.toByteArray();
        field.hasValue = equals >= 0;
        field.name = decoded(equals < 0 ? part : part.first(equals));
        if (field.hasValue)
            field.value = decoded(part.sliced(equals + 1));
        fields.push_back(std::move(field));
    }
    return fields;
}

QByteArray MultipartPart::header(QByteArrayView name) const
{
    for (const auto& [each, value] : headers) {
        if (equalsIgnoringCase(each, name))
            return value;
    }
    return {};
}

QByteArray MultipartPart::dispositionParameter(QByteArrayView name) const
{
    const QByteArray disposition = header("Content-Disposition");
    const QByteArrayView text(disposition);
    for (qsizetype at = text.indexOf(';'); at >= 0 && at < text.size();) {
        ++at;
        const qsizetype equals = text.indexOf('=', at);
        if (equals < 0)
            return {};
        const bool isWanted = equalsIgnoringCase(text.sliced(at, equals - at).trimmed(), name);
        QByteArray value;
        at = equals + 1;
        const bool isQuoted = at < text.size() && text[at] == '"';
        for (at += isQuoted ? 1 : 0; at < text.size() && text[at] != (isQuoted ? '"' : ';'); ++at) {
            if (isQuoted && text[at] == '\\' && at + 1 < text.size())
                ++at;
            value += text[at];
        }
        if (isWanted)
            return isQuoted ? value : value.trimmed();
        at = text.indexOf(';', at);
    }
    return {};
}

std::vector<MultipartPart> splitMultipart(QByteArrayView body, QByteArrayView boundary, qsizetype limit)
{
    std::vector<MultipartPart> parts;
    if (boundary.isEmpty())
        return parts;
    const QByteArray dashes = QByteArray("--").append(boundary);
    auto opening = nextDelimiter(body, dashes, 0);
    while (opening && !opening->isLast && std::ssize(parts) < limit) {
        // An empty part: its line end is also the one before the next boundary
        const auto closing = nextDelimiter(body, dashes, opening->end);
        const qsizetype end = closing ? qMax(closing->begin, opening->end) : body.size();
        MultipartPart part;
        part.offset = readHeaders(body, opening->end, end, part.headers);
        part.size = end - part.offset;
        part.isEnded = closing.has_value();
        parts.push_back(std::move(part));
        opening = closing;
    }
    return parts;
}

} // namespace hookloupe

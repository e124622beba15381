// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/bodykind.h"

#include "http/requesthead.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

bool isLetter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// `type/subtype; name=value; name="value"`, as far as it goes.
class MediaType {
public:
    explicit MediaType(QByteArrayView header)
    {
        const qsizetype end = header.indexOf(';');
        m_name = (end < 0 ? header : header.first(end)).trimmed().toByteArray().toLower();
        m_rest = end < 0 ? QByteArrayView() : header.sliced(end + 1);
    }

    const QByteArray& name() const { return m_name; }

    QByteArray parameter(QByteArrayView wanted) const
    {
        QByteArrayView rest = m_rest;
        while (!rest.isEmpty()) {
            const auto [name, value] = takeParameter(rest);
            if (equalsIgnoringCase(name, wanted))
                return value;
        }
        return {};
    }

private:
    static std::pair<QByteArrayView, QByteArray> takeParameter(QByteArrayView& rest)
    {
        qsizetype at = 0;
        while (at < rest.size() && rest[at] != '=' && rest[at] != ';')
            ++at;
        const QByteArrayView name = rest.first(at).trimmed();
        QByteArray value;
        if (at < rest.size() && rest[at] == '=') {
            ++at;
            while (at < rest.size() && isBlank(rest[at]))
                ++at;
            at = at < rest.size() && rest[at] == '"' ? takeQuoted(rest, at + 1, value) : at;
            const qsizetype semicolon = rest.indexOf(';', at);
            const qsizetype end = semicolon < 0 ? rest.size() : semicolon;
            if (value.isNull())
                value = rest.sliced(at, end - at).trimmed().toByteArray();
            at = end;
        }
        rest = at < rest.size() ? rest.sliced(at + 1) : QByteArrayView();
        return { name, value };
    }

    static qsizetype takeQuoted(QByteArrayView rest, qsizetype at, QByteArray& value)
    {
        value = "";
        for (; at < rest.size() && rest[at] != '"'; ++at) {
            if (rest[at] == '\\' && at + 1 < rest.size())
                ++at;
            value += rest[at];
        }
        return std::min(at + 1, rest.size());
    }

    QByteArray m_name;
    QByteArrayView m_rest;
};

/// What the bytes look like.
struct Sniff {
    bool isUtf16 = false; ///< begins with its byte order mark
    bool hasControl = false; ///< bytes that no text holds
    bool isUtf8 = false;
    bool looksLikeJson = false;
    bool looksLikeXml = false;
};

bool isTextControl(unsigned char byte)
{
    return byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v' || byte == 0x1b;
}

/// A sequence that the end of the sample cuts is no fault.
bool isUtf8(QByteArrayView start, bool isCut)
{
    constexpr qsizetype LongestCut = 3;
    if (start.isValidUtf8())
        return true;
    for (qsizetype less = 1; isCut && less <= std::min(LongestCut, start.size()); ++less) {
        const auto byte = static_cast<unsigned char>(start[start.size() - less]);
        const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
        if (length > 0)
            return length > less && start.chopped(less).isValidUtf8();
        if ((byte & 0xc0) != 0x80)
            return false;
    }
    return false;
}

/// An object or array with something behind the bracket that may stand there.
bool looksLikeJson(QByteArrayView text)
{
    if (text.isEmpty() || (text[0] != '{' && text[0] != '['))
        return false;
    const bool isObject = text[0] == '{';
    text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text[0]))
        text = text.sliced(1);
    if (text.isEmpty())
        return true;
    return isObject ? text[0] == '"' || text[0] == '}' : QByteArrayView("\"{[]-0123456789tfn").contains(text[0]);
}

Sniff sniff(QByteArrayView start, bool isCut)
{
    Sniff seen;
    seen.isUtf16 = start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
    seen.hasControl = std::any_of(start.begin(), start.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code < 0x20 && !isTextControl(code);
    });
    seen.isUtf8 = isUtf8(start, isCut);
    QByteArrayView text = start.startsWith("\xef\xbb\xbf") ? start.sliced(3) : start;
    while (!text.isEmpty() && isBlank(text[0]))
        text = text.sliced(1);
    seen.looksLikeJson = looksLikeJson(text);
    seen.looksLikeXml = text.startsWith("<?xml") || (text.size() > 1 && text[0] == '<' && isLetter(text[1]));
    return seen;
}

/// What the header says; Empty stands for nothing.
BodyKind declaredKind(const MediaType& type)
{
    const QByteArray& name = type.name();
    if (name == "application/json" || name == "text/json" || name.endsWith("+json"))
        return BodyKind::Json;
    if (name == "application/xml" || name == "text/xml" || name.endsWith("+xml"))
        return BodyKind::Xml;
    if (name == "application/x-www-form-urlencoded")
        return BodyKind::Form;
    if (name.startsWith("multipart/") && !type.parameter("boundary").isEmpty())
        return BodyKind::Multipart;
    if (name.startsWith("text/") || name == "application/x-ndjson" || name == "application/javascript")
        return BodyKind::Text;
    if (name.startsWith("image/") || name.startsWith("audio/") || name.startsWith("video/") || name.startsWith("font/"))
        return BodyKind::Binary;
    return BodyKind::Empty;
}

bool isWideCharset(const QByteArray& charset)
{
    return charset.startsWith("utf-16") || charset.startsWith("utf-32") || charset.startsWith("ucs-");
}

BodyKind kindOf(const MediaType& type, const Sniff& seen)
{
    const BodyKind declared = declaredKind(type);
    if (declared == BodyKind::Multipart || declared == BodyKind::Binary)
        return declared;
    if (seen.hasControl || (declared == BodyKind::Empty && !seen.isUtf8))
        return BodyKind::Binary;
    const bool mayBeOther = declared == BodyKind::Empty || declared == BodyKind::Form || type.name() == "text/plain";
    if (mayBeOther && seen.looksLikeJson)
        return BodyKind::Json;
    if (mayBeOther && seen.looksLikeXml && declared != BodyKind::Form)
        return BodyKind::Xml;
    return declared == BodyKind::Empty ? BodyKind::Text : declared;
}

} // namespace

BodyType bodyTypeOf(QByteArrayView contentType, QByteArrayView start, qint64 size)
{
    if (size <= 0)
        return {};
    const MediaType type(contentType);
    start = start.first(std::min<qsizetype>(start.size(), SniffedBytes));
    const Sniff seen = sniff(start, start.size() < size);
    QByteArray charset = type.parameter("charset").toLower();
    if (!isToken(charset))
        charset.clear();

    // In these the NUL bytes are text, and no JSON or XML viewer of ours reads them
    const bool isTextual = declaredKind(type) != BodyKind::Binary && declaredKind(type) != BodyKind::Multipart;
    if (isTextual && (seen.isUtf16 || isWideCharset(charset)))
        return { BodyKind::Text, isWideCharset(charset) ? charset : QByteArray("utf-16"), {} };

    BodyType result { kindOf(type, seen), {}, {} };
    if (result.kind == BodyKind::Binary)
        return result;
    if (result.kind == BodyKind::Multipart)
        result.boundary = type.parameter("boundary");
    if (charset.isEmpty() || charset == "utf-8" || charset == "utf8")
        result.charset = seen.isUtf8 || result.kind == BodyKind::Multipart ? "utf-8" : "iso-8859-1";
    else
        result.charset = charset;
    return result;
}

} // namespace hookloupe

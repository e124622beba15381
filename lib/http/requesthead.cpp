// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requesthead.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hookloupe {

namespace {

constexpr bool isTokenByte(unsigned char byte)
{
    if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'))
        return true;
    for (const char special : { '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~' }) {
        if (byte == static_cast<unsigned char>(special))
            return true;
    }
    return false;
}

constexpr auto TokenBytes = [] {
    std::array<bool, 256> table {};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = isTokenByte(static_cast<unsigned char>(i));
    return table;
}();

constexpr bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t';
}

constexpr char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

constexpr bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

bool isVersionWord(QByteArrayView word)
{
    return word.size() >= 5 && equalsIgnoringCase(word.first(5), "HTTP/");
}

} // namespace

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char byte) {
        return TokenBytes[static_cast<unsigned char>(byte)];
    });
}

bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size()
        && std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

bool hasVersion(QByteArrayView line)
{
    const QByteArrayView words = withoutBlanks(line);
    qsizetype last = words.size();
    while (last > 0 && !isBlank(words[last - 1]))
        --last;
    return last > 0 && isVersionWord(words.sliced(last));
}

RequestHead RequestHead::parse(QByteArray raw)
{
    RequestHead head;
    head.m_raw = std::move(raw);
    const char* bytes = head.m_raw.constData();
    const qsizetype size = head.m_raw.size();

    bool isRequestLine = true;
    bool isWhole = false;
    for (qsizetype begin = 0; begin < size;) {
        const auto* newline
            = static_cast<const char*>(std::memchr(bytes + begin, '\n', static_cast<std::size_t>(size - begin)));
        const qsizetype next = newline ? newline - bytes + 1 : size;
        qsizetype end = newline ? next - 1 : size;
        const AnomalySet before = head.m_anomalies;
        if (end > begin && bytes[end - 1] == '\r')
            --end;
        else
            head.m_anomalies.add(Anomaly::BareLf);

        isWhole = end == begin && !isRequestLine;
        if (end == begin && isRequestLine) {
            head.m_anomalies.add(Anomaly::LeadingEmptyLines);
        } else if (isRequestLine) {
            head.parseRequestLine(begin, end);
            isRequestLine = false;
        } else if (end > begin) {
            head.parseHeaderLine(begin, end);
        }
        if (!newline) {
            head.m_anomalies = before;
            isWhole = false;
        }
        begin = next;
    }
    if (head.m_raw.contains('\0'))
        head.m_anomalies.add(Anomaly::NulInHead);
    if (isWhole && head.version() == "1.1" && !head.hasHeader("Host"))
        head.m_anomalies.add(Anomaly::MissingHost);
    return head;
}

void RequestHead::parseRequestLine(qsizetype begin, qsizetype end)
{
    const char* bytes = m_raw.constData();
    const auto span = [](qsizetype from, qsizetype to) {
        return Span { static_cast<quint32>(from), static_cast<quint32>(to - from) };
    };
    if (std::memchr(bytes + begin, '\r', static_cast<std::size_t>(end - begin)))
        m_anomalies.add(Anomaly::BareCr);

    qsizetype at = begin;
    while (at < end && isBlank(bytes[at]))
        ++at;
    qsizetype last = end;
    while (last > at && isBlank(bytes[last - 1]))
        --last;
    bool isOddlySpaced = at != begin || last != end;

    const qsizetype methodBegin = at;
    while (at < last && !isBlank(bytes[at]))
        ++at;
    m_method = span(methodBegin, at);
    if (!isToken(method()))
        m_anomalies.add(Anomaly::BadMethod);

    const qsizetype gapBegin = at;
    while (at < last && isBlank(bytes[at]))
        ++at;
    if (at == last) {
        m_anomalies.add(Anomaly::BadRequestLine);
        return;
    }
    isOddlySpaced = isOddlySpaced || at - gapBegin != 1 || bytes[gapBegin] != ' ';

    qsizetype lastWord = last;
    while (lastWord > at && !isBlank(bytes[lastWord - 1]))
        --lastWord;
    const QByteArrayView word(bytes + lastWord, last - lastWord);
    const bool hasVersion = isVersionWord(word);
    qsizetype targetEnd = hasVersion ? lastWord : last;
    while (targetEnd > at && isBlank(bytes[targetEnd - 1]))
        --targetEnd;
    m_target = span(at, targetEnd);
    if (hasVersion) {
        m_version = span(lastWord + 5, last);
        if (targetEnd == at)
            m_anomalies.add(Anomaly::BadRequestLine); // "GET HTTP/1.1": no target
        else
            isOddlySpaced = isOddlySpaced || lastWord - targetEnd != 1 || bytes[targetEnd] != ' ';
    }
    if (isOddlySpaced)
        m_anomalies.add(Anomaly::ExtraSpaces);
    if (std::any_of(bytes + at, bytes + targetEnd, isBlank))
        m_anomalies.add(Anomaly::SpaceInTarget);
    checkVersion(hasVersion ? word : QByteArrayView());
}

void RequestHead::checkVersion(QByteArrayView word)
{
    const QByteArrayView number = version();
    if (word.isEmpty()) {
        m_anomalies.add(Anomaly::MissingVersion);
    } else if (method() == "PRI" && target() == "*" && number == "2.0") {
        m_anomalies.add(Anomaly::Http2Preface);
    } else if (!word.startsWith("HTTP/")) {
        m_anomalies.add(Anomaly::UnsupportedVersion); // the name is case-sensitive (RFC 9112 section 2.3)
    } else if (number.size() >= 3 && number.first(2) == "1."
        && std::all_of(number.begin() + 2, number.end(), isDigit)) {
        if (number != "1.1" && number != "1.0")
            m_anomalies.add(Anomaly::UnusualVersion);
    } else {
        m_anomalies.add(Anomaly::UnsupportedVersion);
    }
}

void RequestHead::parseHeaderLine(qsizetype begin, qsizetype end)
{
    const char* bytes = m_raw.constData();
    if (std::memchr(bytes + begin, '\r', static_cast<std::size_t>(end - begin)))
        m_anomalies.add(Anomaly::BareCr);
    if (isBlank(bytes[begin]) && !m_headers.empty()) {
        parseFold(begin, end);
        return;
    }
    qsizetype nameEnd = begin;
    while (nameEnd < end && TokenBytes[static_cast<unsigned char>(bytes[nameEnd])])
        ++nameEnd;
    if (nameEnd == begin || nameEnd == end || bytes[nameEnd] != ':') {
        while (nameEnd < end && bytes[nameEnd] != ':')
            ++nameEnd;
        m_anomalies.add(nameEnd == end ? Anomaly::HeaderWithoutColon : Anomaly::BadHeaderName);
    }
    qsizetype valueBegin = nameEnd == end ? end : nameEnd + 1;
    qsizetype valueEnd = end;
    while (valueBegin < valueEnd && isBlank(bytes[valueBegin]))
        ++valueBegin;
    while (valueEnd > valueBegin && isBlank(bytes[valueEnd - 1]))
        --valueEnd;
    if (m_headers.empty())
        m_headers.reserve(16);
    m_headers.push_back({ { static_cast<quint32>(begin), static_cast<quint32>(nameEnd - begin) },
        { static_cast<quint32>(valueBegin), static_cast<quint32>(valueEnd - valueBegin) }, false });
}

void RequestHead::parseFold(qsizetype begin, qsizetype end)
{
    while (end > begin && isBlank(m_raw[end - 1]))
        --end;
    m_anomalies.add(Anomaly::ObsoleteFold);
    HeaderSpan& header = m_headers.back();
    header.isFolded = true;
    header.value.length = static_cast<quint32>(end) - header.value.offset;
}

bool RequestHead::hasHeader(QByteArrayView name) const
{
    return std::any_of(m_headers.begin(), m_headers.end(),
        [this, name](const HeaderSpan& header) { return equalsIgnoringCase(view(header.name), name); });
}

QByteArrayView RequestHead::headerName(qsizetype index) const
{
    return view(m_headers[static_cast<std::size_t>(index)].name);
}

QByteArrayView RequestHead::rawHeaderValue(qsizetype index) const
{
    return view(m_headers[static_cast<std::size_t>(index)].value);
}

QByteArray RequestHead::headerValue(qsizetype index) const
{
    const HeaderSpan& header = m_headers[static_cast<std::size_t>(index)];
    const QByteArrayView value = view(header.value);
    if (!header.isFolded)
        return value.toByteArray();

    QByteArray joined;
    joined.reserve(value.size());
    for (qsizetype begin = 0; begin < value.size();) {
        qsizetype newline = value.indexOf('\n', begin);
        if (newline < 0)
            newline = value.size();
        const bool endsInCr = newline < value.size() && newline > begin && value[newline - 1] == '\r';
        const QByteArrayView line = withoutBlanks(value.sliced(begin, newline - begin - (endsInCr ? 1 : 0)));
        if (!joined.isEmpty() && !line.isEmpty())
            joined += ' ';
        joined += line;
        begin = newline + 1;
    }
    return joined;
}

HeaderList RequestHead::headers() const
{
    HeaderList list;
    list.reserve(m_headers.size());
    for (qsizetype i = 0; i < headerCount(); ++i)
        list.emplace_back(headerName(i).toByteArray(), headerValue(i));
    return list;
}

std::optional<QByteArray> RequestHead::header(QByteArrayView name) const
{
    for (qsizetype i = 0; i < headerCount(); ++i) {
        if (equalsIgnoringCase(headerName(i), name))
            return headerValue(i);
    }
    return std::nullopt;
}

std::vector<QByteArray> RequestHead::headerValues(QByteArrayView name) const
{
    std::vector<QByteArray> values;
    for (qsizetype i = 0; i < headerCount(); ++i) {
        if (equalsIgnoringCase(headerName(i), name))
            values.push_back(headerValue(i));
    }
    return values;
}

} // namespace hookloupe

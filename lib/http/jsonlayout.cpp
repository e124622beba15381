// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/jsonlayout.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int IndentWidth = 2;
constexpr int StepsBetweenQuestions = 4096;
constexpr QByteArrayView ByteOrderMark("\xef\xbb\xbf");

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isHexDigit(char byte)
{
    return isDigit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/// Bytes within a string that need a look: quote, backslash, control bytes, and what is not ASCII.
constexpr auto SpecialBytes = [] {
    std::array<bool, 256> table {};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = i < 0x20 || i == '"' || i == '\\' || i >= 0x80;
    return table;
}();

/// Length of the well-formed UTF-8 sequence at the start (RFC 3629 section 4); 0 when there is none.
qsizetype utf8SequenceLength(QByteArrayView bytes)
{
    const auto at = [&](qsizetype index) { return static_cast<unsigned char>(bytes[index]); };
    const unsigned char first = at(0);
    const qsizetype length = first < 0x80 ? 1
        : first >= 0xc2 && first < 0xe0   ? 2
        : first >= 0xe0 && first < 0xf0   ? 3
        : first >= 0xf0 && first < 0xf5   ? 4
                                          : 0;
    if (length == 0 || bytes.size() < length)
        return 0;
    for (qsizetype i = 1; i < length; ++i) {
        if (!isContinuation(bytes[i]))
            return 0;
    }
    const bool isOverlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
    const bool isOutOfRange = (first == 0xed && at(1) >= 0xa0) || (first == 0xf4 && at(1) >= 0x90);
    return isOverlong || isOutOfRange ? 0 : length;
}

/// The text that is made. It asks for room once per token, where QByteArray would look at its sharing as well.
class Output {
public:
    qsizetype size() const { return m_next - m_bytes.constData(); }
    void add(char byte) { *makeRoom(1) = byte; }
    void add(const char* bytes, qsizetype count)
    {
        std::memcpy(makeRoom(count), bytes, static_cast<std::size_t>(count));
    }
    void addLine(qsizetype indent)
    {
        char* target = makeRoom(indent + 1);
        *target = '\n';
        std::memset(target + 1, ' ', static_cast<std::size_t>(indent));
    }
    void expect(qsizetype size)
    {
        const qsizetype used = m_next ? this->size() : 0;
        m_bytes.resize(size);
        m_next = m_bytes.data() + used;
        m_end = m_bytes.data() + size;
    }
    QByteArray take()
    {
        m_bytes.truncate(size());
        m_bytes.squeeze();
        return std::move(m_bytes);
    }

private:
    char* makeRoom(qsizetype count)
    {
        if (m_end - m_next < count)
            expect(m_bytes.size() + m_bytes.size() / 2 + count + 64);
        return std::exchange(m_next, m_next + count);
    }

    QByteArray m_bytes;
    char* m_next = nullptr;
    char* m_end = nullptr;
};

/// One pass over the text; what is open is kept in a string of '{' and '['.
class Layout {
public:
    Layout(QByteArrayView json, const JsonLayoutLimits& limits, const std::function<bool()>& isCancelled)
        : m_json(json)
        , m_limits(limits)
        , m_isCancelled(isCancelled)
    {
    }

    Result<QByteArray, JsonLayoutError> run();

private:
    bool document();
    bool step();
    bool separator();
    bool key();
    bool value();
    bool open(char bracket);
    bool string();
    bool escape();
    bool number();
    bool digits();
    bool word(QByteArrayView wanted);

    bool atEnd() const { return m_at >= m_json.size(); }
    bool at(char byte) const { return m_at < m_json.size() && m_json[m_at] == byte; }
    void skipSpace();
    void copyFrom(qsizetype begin) { m_out.add(m_json.data() + begin, m_at - begin); }
    void newLine();
    bool mayGoOn();
    bool fail(JsonLayoutErrorCode code, const QString& detail);

    QByteArrayView m_json;
    const JsonLayoutLimits& m_limits;
    const std::function<bool()>& m_isCancelled;
    Output m_out;
    QByteArray m_open;
    qsizetype m_at = 0;
    bool m_isFirst = false; ///< nothing stands yet in the innermost container
    bool m_isUtf8 = false;
    int m_steps = 0;
    std::optional<JsonLayoutError> m_error;
};

Result<QByteArray, JsonLayoutError> Layout::run()
{
    if (m_json.size() > m_limits.maxInput) {
        fail(JsonLayoutErrorCode::TooLarge, u"the text is larger than %1 bytes"_s.arg(m_limits.maxInput));
        return Unexpected(*m_error);
    }
    // Checked at once, which is fast; only when it fails must each string be looked at to find the place
    m_isUtf8 = simdjson::validate_utf8(m_json.data(), static_cast<std::size_t>(m_json.size()));
    m_out.expect(m_json.size() + m_json.size() / 2 + 64);
    if (m_json.startsWith(ByteOrderMark))
        m_at = ByteOrderMark.size();
    if (!document())
        return Unexpected(*m_error);
    return m_out.take();
}

bool Layout::document()
{
    skipSpace();
    if (!value())
        return false;
    while (!m_open.isEmpty()) {
        if (!mayGoOn() || !step())
            return false;
    }
    skipSpace();
    return atEnd() || fail(JsonLayoutErrorCode::Invalid, u"there is more text behind the value"_s);
}

void Layout::skipSpace()
{
    while (!atEnd() && (m_json[m_at] == ' ' || m_json[m_at] == '\n' || m_json[m_at] == '\r' || m_json[m_at] == '\t'))
        ++m_at;
}

void Layout::newLine()
{
    m_out.addLine(m_open.size() * IndentWidth);
}

bool Layout::mayGoOn()
{
    if (m_out.size() > m_limits.maxOutput)
        return fail(JsonLayoutErrorCode::TooLarge, u"laid out it is larger than %1 bytes"_s.arg(m_limits.maxOutput));
    if (++m_steps % StepsBetweenQuestions == 0 && m_isCancelled && m_isCancelled())
        return fail(JsonLayoutErrorCode::Cancelled, u"the layout was cancelled"_s);
    return true;
}

/// Within a container, at its start or behind a value: its end, or the next value.
bool Layout::step()
{
    skipSpace();
    const bool isObject = m_open.back() == '{';
    if (at(isObject ? '}' : ']')) {
        m_open.chop(1);
        if (!m_isFirst)
            newLine();
        m_out.add(m_json[m_at++]);
        m_isFirst = false;
        return true;
    }
    if (!m_isFirst && !separator())
        return false;
    m_isFirst = false;
    newLine();
    return (!isObject || key()) && value();
}

bool Layout::separator()
{
    if (!at(',')) {
        const QString missing = m_open.back() == '{' ? u"a comma or a closing brace is missing"_s
                                                     : u"a comma or a closing bracket is missing"_s;
        return fail(JsonLayoutErrorCode::Invalid, atEnd() ? QString(u"the text ends early: "_s + missing) : missing);
    }
    m_out.add(m_json[m_at++]);
    skipSpace();
    return true;
}

bool Layout::key()
{
    if (!at('"'))
        return fail(JsonLayoutErrorCode::Invalid, u"a key in quotes is missing"_s);
    if (!string())
        return false;
    skipSpace();
    if (!at(':'))
        return fail(JsonLayoutErrorCode::Invalid, u"a colon is missing behind the key"_s);
    ++m_at;
    m_out.add(": ", 2);
    skipSpace();
    return true;
}

bool Layout::value()
{
    if (atEnd())
        return fail(JsonLayoutErrorCode::Invalid, u"the text ends where a value is missing"_s);
    switch (m_json[m_at]) {
    case '{':
    case '[':
        return open(m_json[m_at]);
    case '"':
        return string();
    case 't':
        return word("true");
    case 'f':
        return word("false");
    case 'n':
        return word("null");
    default:
        if (at('-') || isDigit(m_json[m_at]))
            return number();
        return fail(JsonLayoutErrorCode::Invalid,
            u"a value is missing: an object, array, string, number, true, false or null"_s);
    }
}

bool Layout::open(char bracket)
{
    if (m_open.size() >= m_limits.maxDepth)
        return fail(JsonLayoutErrorCode::TooDeep, u"more than %1 levels are nested"_s.arg(m_limits.maxDepth));
    ++m_at;
    m_open += bracket;
    m_out.add(bracket);
    m_isFirst = true;
    return true;
}

bool Layout::string()
{
    const qsizetype begin = m_at++;
    for (;;) {
        while (!atEnd() && !SpecialBytes[static_cast<unsigned char>(m_json[m_at])])
            ++m_at;
        if (atEnd())
            return fail(JsonLayoutErrorCode::Invalid, u"the text ends within a string"_s);
        const auto byte = static_cast<unsigned char>(m_json[m_at]);
        if (byte == '"')
            break;
        if (byte < 0x20)
            return fail(JsonLayoutErrorCode::Invalid, u"a control byte stands in a string; it must be escaped"_s);
        if (byte == '\\') {
            if (!escape())
                return false;
            continue;
        }
        const qsizetype length = m_isUtf8 ? 1 : utf8SequenceLength(m_json.sliced(m_at));
        if (length == 0)
            return fail(JsonLayoutErrorCode::InvalidUtf8, u"these bytes are no UTF-8"_s);
        m_at += length;
    }
    ++m_at;
    copyFrom(begin);
    return true;
}

bool Layout::escape()
{
    const QByteArrayView rest = m_json.sliced(m_at + 1);
    if (!rest.isEmpty() && rest[0] != '\0' && std::strchr("\"\\/bfnrt", rest[0])) {
        m_at += 2;
        return true;
    }
    if (rest.size() >= 5 && rest[0] == 'u' && std::all_of(rest.begin() + 1, rest.begin() + 5, isHexDigit)) {
        m_at += 6;
        return true;
    }
    return fail(JsonLayoutErrorCode::Invalid, u"an unknown escape stands in a string"_s);
}

bool Layout::digits()
{
    if (atEnd() || !isDigit(m_json[m_at]))
        return fail(JsonLayoutErrorCode::Invalid, u"a digit is missing in a number"_s);
    while (!atEnd() && isDigit(m_json[m_at]))
        ++m_at;
    return true;
}

bool Layout::number()
{
    const qsizetype begin = m_at;
    if (at('-'))
        ++m_at;
    if (at('0')) {
        ++m_at;
        if (!atEnd() && isDigit(m_json[m_at]))
            return fail(JsonLayoutErrorCode::Invalid, u"a number must not begin with a zero"_s);
    } else if (!digits()) {
        return false;
    }
    if (at('.')) {
        ++m_at;
        if (!digits())
            return false;
    }
    if (at('e') || at('E')) {
        ++m_at;
        if (at('+') || at('-'))
            ++m_at;
        if (!digits())
            return false;
    }
    copyFrom(begin);
    return true;
}

bool Layout::word(QByteArrayView wanted)
{
    if (!m_json.sliced(m_at).startsWith(wanted))
        return fail(JsonLayoutErrorCode::Invalid, u"an unknown word; there are true, false and null"_s);
    m_at += wanted.size();
    m_out.add(wanted.data(), wanted.size());
    return true;
}

bool Layout::fail(JsonLayoutErrorCode code, const QString& detail)
{
    JsonLayoutError error { code, m_at, 1, 1, {} };
    const auto* begin = m_json.begin();
    const auto* place = begin + m_at;
    error.line += std::count(begin, place, '\n');
    const auto* lineBegin
        = std::find(std::make_reverse_iterator(place), std::make_reverse_iterator(begin), '\n').base();
    if (lineBegin == begin && m_json.startsWith(ByteOrderMark))
        lineBegin += std::min<qsizetype>(ByteOrderMark.size(), m_at);
    error.column += std::count_if(lineBegin, place, [](char byte) { return !isContinuation(byte); });
    error.detail = u"line %1, column %2: %3"_s.arg(QString::number(error.line), QString::number(error.column), detail);
    m_error = std::move(error);
    return false;
}

} // namespace

Result<QByteArray, JsonLayoutError> layOutJson(
    QByteArrayView json, const JsonLayoutLimits& limits, const std::function<bool()>& isCancelled)
{
    return Layout(json, limits, isCancelled).run();
}

} // namespace hookloupe

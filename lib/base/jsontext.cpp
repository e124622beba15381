// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsontext.h"

#include <utility>

namespace hookloupe {

namespace {

constexpr char HexDigits[] = "0123456789abcdef";

bool needsEscape(char16_t unit)
{
    return unit < 0x20 || unit == u'"' || unit == u'\\' || unit == 0x7f;
}

bool isPlain(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code < 0x80 && !needsEscape(code);
}

} // namespace

void JsonText::separate()
{
    if (m_needsComma)
        m_text += ',';
    m_needsComma = true;
}

void JsonText::escaped(char16_t unit)
{
    switch (unit) {
    case u'"':
        m_text += "\\\"";
        return;
    case u'\\':
        m_text += "\\\\";
        return;
    case u'\n':
        m_text += "\\n";
        return;
    case u'\r':
        m_text += "\\r";
        return;
    case u'\t':
        m_text += "\\t";
        return;
    default:
        m_text += "\\u00";
        m_text += HexDigits[(unit >> 4) & 0xf];
        m_text += HexDigits[unit & 0xf];
    }
}

JsonText& JsonText::beginObject()
{
    separate();
    m_text += '{';
    m_needsComma = false;
    return *this;
}

JsonText& JsonText::endObject()
{
    m_text += '}';
    m_needsComma = true;
    return *this;
}

JsonText& JsonText::beginArray()
{
    separate();
    m_text += '[';
    m_needsComma = false;
    return *this;
}

JsonText& JsonText::endArray()
{
    m_text += ']';
    m_needsComma = true;
    return *this;
}

JsonText& JsonText::key(const char* name)
{
    separate();
    m_text += '"';
    m_text += name;
    m_text += "\":";
    m_needsComma = false;
    return *this;
}

JsonText& JsonText::string(QStringView text)
{
    separate();
    m_text += '"';
    qsizetype plainFrom = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!needsEscape(text[i].unicode()))
            continue;
        m_text += text.sliced(plainFrom, i - plainFrom).toUtf8();
        escaped(text[i].unicode());
        plainFrom = i + 1;
    }
    m_text += text.sliced(plainFrom).toUtf8();
    m_text += '"';
    return *this;
}

JsonText& JsonText::latin1(QByteArrayView bytes)
{
    separate();
    m_text += '"';
    for (qsizetype at = 0; at < bytes.size();) {
        qsizetype plain = at;
        while (plain < bytes.size() && isPlain(bytes[plain]))
            ++plain;
        m_text.append(bytes.data() + at, plain - at);
        at = plain;
        if (at == bytes.size())
            break;
        const auto unit = static_cast<unsigned char>(bytes[at++]);
        if (needsEscape(unit)) {
            escaped(unit);
        } else {
            m_text += static_cast<char>(0xc0 | (unit >> 6));
            m_text += static_cast<char>(0x80 | (unit & 0x3f));
        }
    }
    m_text += '"';
    return *this;
}

JsonText& JsonText::base64(QByteArrayView bytes)
{
    separate();
    m_text += '"';
    appendBase64(bytes);
    m_text += '"';
    return *this;
}

JsonText& JsonText::base64(qint64 size, const std::function<QByteArray(qint64 offset, qint64 length)>& read)
{
    // A multiple of three, so that no piece but the last is padded
    constexpr qint64 PieceBytes = 3 * 64 * 1024;
    separate();
    m_text += '"';
    for (qint64 offset = 0; offset < size; offset += PieceBytes) {
        const QByteArray piece = read(offset, qMin(PieceBytes, size - offset));
        appendBase64(piece);
        if (piece.size() != PieceBytes)
            break;
    }
    m_text += '"';
    return *this;
}

void JsonText::appendBase64(QByteArrayView bytes)
{
    static constexpr char Alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const qsizetype begin = m_text.size();
    m_text.resize(begin + (bytes.size() + 2) / 3 * 4);
    char* out = m_text.data() + begin;
    const auto put = [&out](quint32 bits) {
        *out++ = Alphabet[bits >> 18];
        *out++ = Alphabet[(bits >> 12) & 0x3f];
        *out++ = Alphabet[(bits >> 6) & 0x3f];
        *out++ = Alphabet[bits & 0x3f];
    };
    const auto byte = [bytes](qsizetype index) -> quint32 { return static_cast<unsigned char>(bytes[index]); };
    qsizetype at = 0;
    for (; bytes.size() - at >= 3; at += 3)
        put((byte(at) << 16) | (byte(at + 1) << 8) | byte(at + 2));
    const qsizetype left = bytes.size() - at;
    if (left == 0)
        return;
    put((byte(at) << 16) | (left == 2 ? byte(at + 1) << 8 : 0u));
    out[-1] = '=';
    if (left == 1)
        out[-2] = '=';
}

JsonText& JsonText::number(qint64 value)
{
    separate();
    m_text += QByteArray::number(value);
    return *this;
}

JsonText& JsonText::boolean(bool value)
{
    separate();
    m_text += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::null()
{
    separate();
    m_text += "null";
    return *this;
}

QByteArray JsonText::take()
{
    m_needsComma = false;
    return std::exchange(m_text, {});
}

} // namespace hookloupe

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
    for (const char byte : bytes) {
        const auto unit = static_cast<unsigned char>(byte);
        if (needsEscape(unit)) {
            escaped(unit);
        } else if (unit < 0x80) {
            m_text += byte;
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
    m_text += QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64();
    m_text += '"';
    return *this;
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

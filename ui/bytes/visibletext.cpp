// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/visibletext.h"

#include <QChar>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Character {
    char32_t code = 0;
    int length = 1; ///< bytes
    bool isValid = false;
};

/// One character of UTF-8, strictly (RFC 3629: no surrogates, no overlong forms).
Character characterAt(QByteArrayView bytes, qsizetype at)
{
    const auto byte = [bytes](qsizetype place) { return static_cast<unsigned char>(bytes[place]); };
    const unsigned char first = byte(at);
    if (first < 0x80)
        return { first, 1, true };
    const int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > bytes.size())
        return {};
    char32_t code = first & (0x7fU >> length);
    for (int i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80)
            return {};
        code = (code << 6) | (byte(at + i) & 0x3fU);
    }
    constexpr char32_t Smallest[] { 0, 0, 0x80, 0x800, 0x10000 };
    if (code < Smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return {};
    return { code, length, true };
}

bool isHidden(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || code == 0x115f
            || code == 0x1160 || code == 0x3164 || code == 0xffa0;
    }
}

QString pictureOf(char32_t code)
{
    if (code < 0x20)
        return QString(QChar(static_cast<char16_t>(0x2400 + code)));
    if (code == 0x7f)
        return QString(QChar(u'\u2421'));
    return u"\u27e8U+%1\u27e9"_s.arg(QString::number(static_cast<uint>(code), 16).toUpper().rightJustified(4, u'0'));
}

void append(VisibleText& out, QStringView units, qsizetype byte, bool isPicture)
{
    out.text += units;
    out.bytes.insert(out.bytes.end(), static_cast<std::size_t>(units.size()), static_cast<qint32>(byte));
    out.pictured.insert(out.pictured.end(), static_cast<std::size_t>(units.size()), isPicture);
}

} // namespace

qsizetype VisibleText::unitOf(qint64 byte) const
{
    return std::lower_bound(bytes.begin(), bytes.end(), byte) - bytes.begin();
}

VisibleText visibleText(QByteArrayView bytes, LineEnds lineEnds, TextCharset charset)
{
    VisibleText out;
    out.text.reserve(bytes.size());
    out.bytes.reserve(static_cast<std::size_t>(bytes.size()) + 1);
    qsizetype end = bytes.size();
    if (lineEnds == LineEnds::Hidden && bytes.endsWith('\n'))
        end -= bytes.endsWith("\r\n") ? 2 : 1;
    for (qsizetype at = 0; at < end;) {
        const Character character = charset == TextCharset::Latin1
            ? Character { static_cast<unsigned char>(bytes[at]), 1, true }
            : characterAt(bytes, at);
        if (!character.isValid)
            append(out, u"\ufffd", at, true);
        else if (character.code == U'\t' && lineEnds == LineEnds::Hidden)
            append(out, u"\t", at, false);
        else if (isHidden(character.code))
            append(out, pictureOf(character.code), at, true);
        else
            append(out, QStringView(QChar::fromUcs4(character.code)), at, false);
        at += character.length;
    }
    out.bytes.push_back(static_cast<qint32>(end));
    return out;
}

QString visibleLine(QByteArrayView bytes)
{
    QString out;
    out.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const Character character = characterAt(bytes, at);
        if (!character.isValid)
            out += u"\\x%1"_s.arg(QString::number(static_cast<unsigned char>(bytes[at]), 16).toUpper());
        else if (isHidden(character.code))
            out += pictureOf(character.code);
        else
            out += QStringView(QChar::fromUcs4(character.code));
        at += character.length;
    }
    return out;
}

QString visibleLine(QStringView text)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar unit = text[at];
        char32_t code = unit.unicode();
        const bool isPair = unit.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
        if (isPair)
            code = QChar::surrogateToUcs4(unit, text[++at]);
        if (isHidden(code) || (unit.isSurrogate() && !isPair))
            out += pictureOf(code);
        else
            out += QStringView(QChar::fromUcs4(code));
    }
    return out;
}

} // namespace hookloupe

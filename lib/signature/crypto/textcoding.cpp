// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/textcoding.h"

namespace hookloupe {

namespace {

int hexDigit(char c, HexCase hexCase)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f' && hexCase != HexCase::Upper)
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F' && hexCase != HexCase::Lower)
        return c - 'A' + 10;
    return -1;
}

int base64Digit(char c, Base64Alphabet alphabet)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    const bool isStandard = alphabet != Base64Alphabet::UrlSafe;
    const bool isUrlSafe = alphabet != Base64Alphabet::Standard;
    if ((c == '+' && isStandard) || (c == '-' && isUrlSafe))
        return 62;
    if ((c == '/' && isStandard) || (c == '_' && isUrlSafe))
        return 63;
    return -1;
}

} // namespace

std::optional<QByteArray> bytesFromHex(QByteArrayView text, HexCase hexCase)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    QByteArray bytes(text.size() / 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const int high = hexDigit(text[2 * i], hexCase);
        const int low = hexDigit(text[2 * i + 1], hexCase);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::optional<QByteArray> bytesFromBase64(QByteArrayView text, Base64Alphabet alphabet, Base64Strictness strictness)
{
    const bool isStrict = strictness == Base64Strictness::Canonical;
    QByteArrayView digits = text;
    while (digits.endsWith('='))
        digits.chop(1);
    const qsizetype padding = text.size() - digits.size();
    const qsizetype wanted = (4 - digits.size() % 4) % 4;
    if (digits.size() % 4 == 1 || (isStrict && padding != 0 && padding != wanted))
        return std::nullopt;
    QByteArray bytes;
    bytes.reserve(digits.size() / 4 * 3 + 2);
    quint32 bits = 0;
    int count = 0;
    for (const char c : digits) {
        const int digit = base64Digit(c, alphabet);
        if (digit < 0)
            return std::nullopt;
        bits = (bits << 6 | static_cast<quint32>(digit)) & 0xFFFFU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.append(static_cast<char>(bits >> count & 0xFFU));
        }
    }
    if (isStrict && (bits & ((1U << count) - 1U)) != 0)
        return std::nullopt;
    return bytes;
}

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace hookloupe

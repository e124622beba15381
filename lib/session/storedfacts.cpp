// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storedfacts.h"

namespace hookloupe {

namespace {

constexpr std::size_t FixedTlsFields = 5;

void appendString(QByteArray& out, QByteArrayView bytes)
{
    appendNumber(out, static_cast<quint64>(bytes.size()));
    out += bytes;
}

} // namespace

void appendNumber(QByteArray& out, quint64 number)
{
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>((number & 0x7f) | 0x80);
    out += static_cast<char>(number);
}

qsizetype readNumber(QByteArrayView in, qsizetype at, quint64& number)
{
    number = 0;
    for (unsigned shift = 0; shift < 35 && at < in.size(); shift += 7) {
        const auto byte = static_cast<unsigned char>(in[at++]);
        number |= quint64(byte & 0x7f) << shift;
        if (byte < 0x80)
            return at;
    }
    return -1;
}

QByteArray encodeStrings(const std::vector<QByteArray>& strings)
{
    QByteArray out;
    for (const QByteArray& string : strings)
        appendString(out, string);
    return out;
}

std::optional<std::vector<QByteArray>> decodeStrings(QByteArrayView bytes)
{
    std::vector<QByteArray> strings;
    for (qsizetype at = 0; at < bytes.size();) {
        quint64 length = 0;
        at = readNumber(bytes, at, length);
        if (at < 0 || length > static_cast<quint64>(bytes.size() - at))
            return std::nullopt;
        const auto size = static_cast<qsizetype>(length);
        strings.push_back(bytes.sliced(at, size).toByteArray());
        at += size;
    }
    return strings;
}

QByteArray encodeHeaders(const HeaderList& headers)
{
    QByteArray out;
    for (const auto& [name, value] : headers) {
        appendString(out, name);
        appendString(out, value);
    }
    return out;
}

HeaderList decodeHeaders(QByteArrayView bytes)
{
    HeaderList headers;
    auto strings = decodeStrings(bytes);
    if (!strings || strings->size() % 2 != 0)
        return headers;
    for (std::size_t i = 0; i < strings->size(); i += 2)
        headers.emplace_back(std::move((*strings)[i]), std::move((*strings)[i + 1]));
    return headers;
}

QByteArray encodeTls(const std::optional<TlsFacts>& facts)
{
    if (!facts)
        return {};
    std::vector<QByteArray> strings { facts->protocol.toUtf8(), facts->cipher.toUtf8(), facts->serverName.toUtf8(),
        facts->negotiatedProtocol, facts->clientCertificate.toUtf8() };
    strings.insert(strings.end(), facts->offeredProtocols.begin(), facts->offeredProtocols.end());
    return encodeStrings(strings);
}

std::optional<TlsFacts> decodeTls(QByteArrayView bytes)
{
    const auto strings = decodeStrings(bytes);
    if (!strings || strings->size() < FixedTlsFields)
        return std::nullopt;
    TlsFacts facts;
    facts.protocol = QString::fromUtf8((*strings)[0]);
    facts.cipher = QString::fromUtf8((*strings)[1]);
    facts.serverName = QString::fromUtf8((*strings)[2]);
    facts.negotiatedProtocol = (*strings)[3];
    facts.clientCertificate = QString::fromUtf8((*strings)[4]);
    facts.offeredProtocols.assign(strings->begin() + FixedTlsFields, strings->end());
    return facts;
}

qint64 encodeTime(SystemTime time)
{
    return time.time_since_epoch().count();
}

SystemTime decodeTime(qint64 microseconds)
{
    constexpr qint64 First = -62'135'596'800'000'000;
    constexpr qint64 Last = 253'402'300'799'999'999;
    return SystemTime(std::chrono::microseconds(qBound(First, microseconds, Last)));
}

} // namespace hookloupe

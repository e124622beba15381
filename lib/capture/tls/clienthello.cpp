// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture/tls/clienthello.h"

#include <optional>

namespace hookloupe {

namespace {

constexpr quint8 HandshakeRecord = 22;
constexpr quint8 ClientHelloMessage = 1;
constexpr quint16 ServerNameExtension = 0;
constexpr quint16 ProtocolsExtension = 16;
constexpr qsizetype RecordHeaderBytes = 5;
constexpr qsizetype LargestRecord = 1 << 14;

/// Takes big-endian fields from the front; becomes bad, and stays so, when there is too little.
class Cursor {
public:
    explicit Cursor(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_bytes.isEmpty() || !m_isGood; }

    quint32 number(int bytes)
    {
        quint32 value = 0;
        for (const char byte : take(bytes))
            value = (value << 8) | static_cast<unsigned char>(byte);
        return value;
    }

    QByteArrayView take(qsizetype bytes)
    {
        if (bytes > m_bytes.size()) {
            m_isGood = false;
            return {};
        }
        const QByteArrayView front = m_bytes.first(bytes);
        m_bytes = m_bytes.sliced(bytes);
        return front;
    }

    /// A field preceded by its length.
    Cursor block(int lengthBytes)
    {
        const auto length = static_cast<qsizetype>(number(lengthBytes));
        Cursor inner(take(length));
        inner.m_isGood = m_isGood;
        return inner;
    }

    QByteArrayView rest() const { return m_bytes; }

private:
    QByteArrayView m_bytes;
    bool m_isGood = true;
};

void readServerName(Cursor extension, ClientHello& hello)
{
    Cursor names = extension.block(2);
    while (!names.isAtEnd()) {
        const quint32 type = names.number(1);
        const Cursor name = names.block(2);
        if (type == 0 && name.isGood() && hello.serverName.isEmpty())
            hello.serverName = QString::fromLatin1(name.rest()).toLower();
    }
}

void readProtocols(Cursor extension, ClientHello& hello)
{
    Cursor list = extension.block(2);
    while (!list.isAtEnd()) {
        const Cursor name = list.block(1);
        if (name.isGood())
            hello.protocols.push_back(name.rest().toByteArray());
    }
}

void readMessage(QByteArrayView message, ClientHello& hello)
{
    Cursor body = Cursor(message);
    body.take(2 + 32); // legacy version, random
    body.block(1); // session id
    body.block(2); // cipher suites
    body.block(1); // compression methods
    Cursor extensions = body.block(2);
    while (!extensions.isAtEnd()) {
        const quint32 type = extensions.number(2);
        const Cursor extension = extensions.block(2);
        if (!extension.isGood())
            return;
        if (type == ServerNameExtension)
            readServerName(extension, hello);
        else if (type == ProtocolsExtension)
            readProtocols(extension, hello);
    }
}

} // namespace

HelloState parseClientHello(QByteArrayView bytes, ClientHello& hello)
{
    if (bytes.isEmpty())
        return HelloState::Incomplete;
    if (static_cast<quint8>(bytes[0]) != HandshakeRecord)
        return HelloState::NotTls;
    if (bytes.size() >= 2 && bytes[1] != 3)
        return HelloState::NotTls;

    QByteArray handshake;
    Cursor records(bytes);
    while (records.rest().size() >= RecordHeaderBytes) {
        if (records.number(1) != HandshakeRecord)
            return HelloState::Complete;
        records.take(2);
        const auto length = static_cast<qsizetype>(records.number(2));
        if (length == 0 || length > LargestRecord)
            return HelloState::Complete;
        if (records.rest().size() < length)
            return HelloState::Incomplete;
        handshake += records.take(length);

        Cursor message(handshake);
        if (message.number(1) != ClientHelloMessage)
            return HelloState::Complete;
        const auto messageLength = static_cast<qsizetype>(message.number(3));
        if (message.isGood() && message.rest().size() >= messageLength) {
            readMessage(message.take(messageLength), hello);
            return HelloState::Complete;
        }
    }
    return HelloState::Incomplete;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
// How MessageKeys are stored in a session.
#include "delivery/tracking/messagekeys.h"

#include <QtEndian>

namespace hookloupe {

namespace {

constexpr char Version = 1;
constexpr qsizetype HashBytes = 16;

enum Present : quint8 {
    HasApart = 1,
    HasSoft = 2,
    JoinsAlways = 4,
    HasSignedBytes = 8,
    HasOrder = 16,
    HasEventTime = 32,
    IsSigningTime = 64,
    HasSentAt = 128,
};

enum KeyFlag : quint8 { IsBody = 1, IsToken = 2, IsAttemptId = 4 };

template<typename Number>
void append(QByteArray& bytes, Number number)
{
    char raw[sizeof(Number)];
    qToBigEndian(number, raw);
    bytes.append(raw, sizeof raw);
}

/// Takes numbers from the front; once something is missing, everything is 0 and isGood() false.
class Source {
public:
    explicit Source(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    template<typename Number>
    Number number()
    {
        if (m_bytes.size() < qsizetype(sizeof(Number))) {
            m_isGood = false;
            return 0;
        }
        const auto value = qFromBigEndian<Number>(m_bytes.data());
        m_bytes = m_bytes.sliced(sizeof(Number));
        return value;
    }
    KeyHash hash()
    {
        if (m_bytes.size() < HashBytes) {
            m_isGood = false;
            return {};
        }
        const KeyHash value = keyHashFromBytes(m_bytes);
        m_bytes = m_bytes.sliced(HashBytes);
        return value;
    }
    SystemTime time() { return SystemTime(std::chrono::microseconds(number<qint64>())); }
    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_bytes.isEmpty(); }

private:
    QByteArrayView m_bytes;
    bool m_isGood = true;
};

quint8 presenceOf(const MessageKeys& keys)
{
    int present = keys.subscription != keys.sender ? HasApart : 0;
    present |= keys.soft ? HasSoft : 0;
    present |= keys.softJoin == MessageKeys::SoftJoin::Always ? JoinsAlways : 0;
    present |= keys.signedBytes ? HasSignedBytes : 0;
    present |= keys.order ? HasOrder : 0;
    present |= keys.eventTime ? HasEventTime : 0;
    present |= keys.isSigningTime ? IsSigningTime : 0;
    present |= keys.sentAt ? HasSentAt : 0;
    return static_cast<quint8>(present);
}

void readKeys(Source& source, MessageKeys& keys)
{
    const auto count = source.number<quint8>();
    for (int i = 0; i < count && source.isGood(); ++i) {
        const auto flags = source.number<quint8>();
        keys.keys.push_back(
            { source.hash(), (flags & IsBody) != 0, (flags & IsToken) != 0, (flags & IsAttemptId) != 0 });
    }
}

} // namespace

QByteArray toBytes(const MessageKeys& keys)
{
    QByteArray bytes(1, Version);
    append(bytes, presenceOf(keys));
    append(bytes, static_cast<quint16>(keys.claimedAttempt));
    bytes += toBytes(keys.sender);
    if (keys.subscription != keys.sender)
        bytes += toBytes(keys.subscription);
    append(bytes, static_cast<quint8>(keys.keys.size()));
    for (const MessageKeys::Key& key : keys.keys) {
        const int flags = (key.isBody ? IsBody : 0) | (key.isToken ? IsToken : 0) | (key.isAttemptId ? IsAttemptId : 0);
        append(bytes, static_cast<quint8>(flags));
        bytes += toBytes(key.hash);
    }
    if (keys.soft) {
        bytes += toBytes(*keys.soft);
        append(bytes, static_cast<quint32>(keys.softWindow.count()));
    }
    for (const std::optional<KeyHash>& hash : { keys.signedBytes, keys.order }) {
        if (hash)
            bytes += toBytes(*hash);
    }
    for (const std::optional<SystemTime>& time : { keys.eventTime, keys.sentAt }) {
        if (time)
            append(bytes, static_cast<qint64>(time->time_since_epoch().count()));
    }
    return bytes;
}

std::optional<MessageKeys> messageKeysFromBytes(QByteArrayView bytes)
{
    Source source(bytes);
    if (source.number<quint8>() != Version)
        return std::nullopt;
    MessageKeys keys;
    const auto present = source.number<quint8>();
    keys.claimedAttempt = source.number<quint16>();
    keys.sender = source.hash();
    keys.subscription = (present & HasApart) != 0 ? source.hash() : keys.sender;
    readKeys(source, keys);
    keys.softJoin = (present & JoinsAlways) != 0 ? MessageKeys::SoftJoin::Always : MessageKeys::SoftJoin::AfterFailure;
    if ((present & HasSoft) != 0) {
        keys.soft = source.hash();
        keys.softWindow = std::chrono::seconds(source.number<quint32>());
    }
    if ((present & HasSignedBytes) != 0)
        keys.signedBytes = source.hash();
    if ((present & HasOrder) != 0)
        keys.order = source.hash();
    if ((present & HasEventTime) != 0)
        keys.eventTime = source.time();
    keys.isSigningTime = (present & IsSigningTime) != 0;
    if ((present & HasSentAt) != 0)
        keys.sentAt = source.time();
    const bool isBounded = keys.keys.size() <= MessageKeys::MaxKeys && keys.softWindow <= MessageKeys::MaxSoftWindow;
    return source.isGood() && source.isAtEnd() && isBounded ? std::optional(keys) : std::nullopt;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
// How MessageKeys are stored in a session: two bytes that say what there is, then only that. Numbers are varints (seven
// bits a byte, the lowest first), hashes the bytes of the number, the highest first.
#include "delivery/tracking/messagekeys.h"

#include <QtEndian>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr unsigned Version = 1; ///< 0 to 3
constexpr qsizetype FlagBits = 3; ///< of a key
constexpr qint64 TimeOrigin = 1'767'225'600'000'000; ///< 2026, which times are most likely near to
constexpr qint64 MicrosecondsPerSecond = 1'000'000;
constexpr qint64 MicrosecondsPerMillisecond = 1'000;
constexpr quint64 SecondsPerHour = 3'600;

enum class Soft : quint8 { None, AfterFailure, Always };
enum class Event : quint8 { None, OwnTime, SigningTime };
enum class Sent : quint8 { None, OwnTime, AsEvent };
enum class Unit : quint8 { Seconds, Milliseconds, Microseconds };
enum KeyFlag : quint8 { IsBody = 1, IsToken = 2, IsAttemptId = 4 };

/// What there is; 16 bits.
struct Presence {
    unsigned version : 2;
    unsigned keyCount : 4;
    unsigned soft : 2;
    unsigned event : 2;
    unsigned sent : 2;
    unsigned hasApart : 1;
    unsigned hasSignedBytes : 1;
    unsigned hasOrder : 1;
    unsigned hasClaim : 1;

    quint16 toNumber() const
    {
        unsigned number = version;
        number = number << 4 | keyCount;
        number = number << 2 | soft;
        number = number << 2 | event;
        number = number << 2 | sent;
        number = number << 1 | hasApart;
        number = number << 1 | hasSignedBytes;
        number = number << 1 | hasOrder;
        return static_cast<quint16>(number << 1 | hasClaim);
    }
    static Presence fromNumber(quint16 number)
    {
        const auto bits = [number](unsigned shift, unsigned mask) { return (unsigned(number) >> shift) & mask; };
        return { bits(14, 3) & 3U, bits(10, 15) & 15U, bits(8, 3) & 3U, bits(6, 3) & 3U, bits(4, 3) & 3U,
            bits(3, 1) & 1U, bits(2, 1) & 1U, bits(1, 1) & 1U, bits(0, 1) & 1U };
    }
    bool isPossible() const
    {
        return version == Version && keyCount <= MessageKeys::MaxKeys && soft <= unsigned(Soft::Always)
            && event <= unsigned(Event::SigningTime) && sent <= unsigned(Sent::AsEvent)
            && (sent != unsigned(Sent::AsEvent) || event != unsigned(Event::None));
    }
};

Presence presenceOf(const MessageKeys& keys, std::size_t keyCount)
{
    Presence presence {};
    presence.version = Version;
    presence.keyCount = static_cast<unsigned>(keyCount) & 15U;
    if (keys.soft)
        presence.soft
            = unsigned(keys.softJoin == MessageKeys::SoftJoin::Always ? Soft::Always : Soft::AfterFailure) & 3U;
    if (keys.eventTime)
        presence.event = unsigned(keys.isSigningTime ? Event::SigningTime : Event::OwnTime) & 3U;
    if (keys.sentAt)
        presence.sent = unsigned(keys.sentAt == keys.eventTime ? Sent::AsEvent : Sent::OwnTime) & 3U;
    presence.hasApart = keys.subscription != keys.sender;
    presence.hasSignedBytes = keys.signedBytes.has_value();
    presence.hasOrder = keys.order.has_value();
    presence.hasClaim = keys.claimedAttempt > 0;
    return presence;
}

template<typename Number>
void append(QByteArray& bytes, Number number)
{
    char raw[sizeof(Number)];
    qToBigEndian(number, raw);
    bytes.append(raw, sizeof raw);
}

void appendVarint(QByteArray& bytes, quint64 number)
{
    for (; number >= 0x80; number >>= 7)
        bytes.append(static_cast<char>((number & 0x7f) | 0x80));
    bytes.append(static_cast<char>(number));
}

/// In the coarsest unit that tells it exactly; most are whole seconds or milliseconds.
void appendTime(QByteArray& bytes, SystemTime time)
{
    const qint64 ticks = time.time_since_epoch().count() - TimeOrigin;
    Unit unit = Unit::Microseconds;
    qint64 value = ticks;
    if (ticks % MicrosecondsPerSecond == 0) {
        unit = Unit::Seconds;
        value /= MicrosecondsPerSecond;
    } else if (ticks % MicrosecondsPerMillisecond == 0) {
        unit = Unit::Milliseconds;
        value /= MicrosecondsPerMillisecond;
    }
    const quint64 folded = (static_cast<quint64>(value) << 1) ^ (value < 0 ? ~quint64(0) : 0);
    appendVarint(bytes, folded << 2 | static_cast<quint64>(unit));
}

void appendKeys(QByteArray& bytes, const MessageKeys& keys, std::size_t count)
{
    quint32 flags = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const MessageKeys::Key& key = keys.keys[i];
        append(bytes, key.hash.value);
        const int own = (key.isBody ? IsBody : 0) | (key.isToken ? IsToken : 0) | (key.isAttemptId ? IsAttemptId : 0);
        flags |= static_cast<quint32>(own) << (static_cast<qsizetype>(i) * FlagBits);
    }
    for (qsizetype bits = static_cast<qsizetype>(count) * FlagBits; bits > 0; bits -= 8, flags >>= 8)
        bytes.append(static_cast<char>(flags & 0xff));
}

/// Takes values from the front; once something is missing, everything is 0 and isGood() false.
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
    quint64 varint()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            const auto byte = number<quint8>();
            value |= quint64(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_isGood = false;
        return 0;
    }
    KeyHash hash() { return { number<quint64>() }; }
    SystemTime time()
    {
        const quint64 stored = varint();
        const auto unit = static_cast<Unit>(stored & 3);
        const quint64 folded = stored >> 2;
        const auto value = static_cast<qint64>((folded >> 1) ^ (0 - (folded & 1)));
        const qint64 size = unit == Unit::Seconds ? MicrosecondsPerSecond
            : unit == Unit::Milliseconds          ? MicrosecondsPerMillisecond
                                                  : 1;
        // Wide enough for the years 1970 to 9999, which is all that is read from a delivery.
        constexpr qint64 Most = 1LL << 60;
        if (unit > Unit::Microseconds || value > Most / size || value < -Most / size) {
            m_isGood = false;
            return {};
        }
        return SystemTime(std::chrono::microseconds(value * size + TimeOrigin));
    }
    std::vector<MessageKeys::Key> keys(unsigned count)
    {
        std::vector<MessageKeys::Key> keys;
        keys.reserve(count);
        for (unsigned i = 0; i < count; ++i)
            keys.push_back({ hash(), false, false, false });
        quint32 flags = 0;
        for (unsigned bits = 0; bits < count * FlagBits; bits += 8)
            flags |= quint32(number<quint8>()) << bits;
        for (MessageKeys::Key& key : keys) {
            key.isBody = (flags & IsBody) != 0;
            key.isToken = (flags & IsToken) != 0;
            key.isAttemptId = (flags & IsAttemptId) != 0;
            flags >>= FlagBits;
        }
        return keys;
    }
    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_bytes.isEmpty(); }

private:
    QByteArrayView m_bytes;
    bool m_isGood = true;
};

void readSoft(Source& source, const Presence& presence, MessageKeys& keys)
{
    if (presence.soft == unsigned(Soft::None))
        return;
    keys.soft = source.hash();
    keys.softJoin
        = presence.soft == unsigned(Soft::Always) ? MessageKeys::SoftJoin::Always : MessageKeys::SoftJoin::AfterFailure;
    const quint64 window = source.varint();
    const quint64 most = static_cast<quint64>(MessageKeys::MaxSoftWindow.count());
    const quint64 seconds = std::min(window >> 1, most + 1) * ((window & 1) != 0 ? SecondsPerHour : 1);
    keys.softWindow = std::chrono::seconds(std::min(seconds, most + 1));
}

} // namespace

QByteArray toBytes(const MessageKeys& keys)
{
    const std::size_t keyCount = std::min(keys.keys.size(), MessageKeys::MaxKeys);
    const Presence presence = presenceOf(keys, keyCount);
    QByteArray bytes;
    bytes.reserve(96);
    append(bytes, presence.toNumber());
    append(bytes, static_cast<quint32>(keys.sender.value));
    if (presence.hasApart)
        append(bytes, keys.subscription.value);
    appendKeys(bytes, keys, keyCount);
    if (keys.soft) {
        append(bytes, keys.soft->value);
        const auto seconds = static_cast<quint64>(keys.softWindow.count());
        const bool isHours = seconds % SecondsPerHour == 0;
        appendVarint(bytes, isHours ? seconds / SecondsPerHour << 1 | 1 : seconds << 1);
    }
    for (const std::optional<KeyHash>& hash : { keys.signedBytes, keys.order }) {
        if (hash)
            append(bytes, hash->value);
    }
    if (keys.eventTime)
        appendTime(bytes, *keys.eventTime);
    if (presence.sent == unsigned(Sent::OwnTime))
        appendTime(bytes, *keys.sentAt);
    if (presence.hasClaim)
        appendVarint(bytes, static_cast<quint64>(keys.claimedAttempt));
    return bytes;
}

std::optional<MessageKeys> messageKeysFromBytes(QByteArrayView bytes)
{
    Source source(bytes);
    const Presence presence = Presence::fromNumber(source.number<quint16>());
    if (!presence.isPossible())
        return std::nullopt;
    MessageKeys keys;
    keys.sender = { source.number<quint32>() };
    keys.subscription = presence.hasApart ? source.hash() : keys.sender;
    keys.keys = source.keys(presence.keyCount);
    readSoft(source, presence, keys);
    if (presence.hasSignedBytes)
        keys.signedBytes = source.hash();
    if (presence.hasOrder)
        keys.order = source.hash();
    if (presence.event != unsigned(Event::None))
        keys.eventTime = source.time();
    keys.isSigningTime = presence.event == unsigned(Event::SigningTime);
    if (presence.sent == unsigned(Sent::OwnTime))
        keys.sentAt = source.time();
    else if (presence.sent == unsigned(Sent::AsEvent))
        keys.sentAt = keys.eventTime;
    if (presence.hasClaim)
        keys.claimedAttempt = static_cast<int>(std::min<quint64>(source.varint(), MessageKeys::MaxClaim));
    const bool isGood = source.isGood() && source.isAtEnd() && keys.softWindow <= MessageKeys::MaxSoftWindow;
    return isGood ? std::optional(keys) : std::nullopt;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/tracking/blockvector.h"
#include "delivery/tracking/flatindex.h"
#include "delivery/tracking/messagekeys.h"

#include <limits>
#include <vector>

namespace hookloupe {

/// The deliveries of a MessageTracker, and for each key those that share it, in the order of arrival.
///
/// Deliveries are named by a number of their own; a number is used again after erase(). Adding at the end of a chain
/// costs the same at any size; adding in its middle takes a binary search and moves 4 bytes for each later delivery of
/// that chain.
class DeliveryChains {
public:
    static constexpr quint32 Nothing = FlatIndex::Nothing;
    static constexpr qint64 NoTime = std::numeric_limits<qint64>::min();

    enum class Role : quint8 { Key, SoftAfterFailure, SoftAlways, SignedBytes, Order };

    /// What a delivery is within its message; worked out by the tracker.
    struct State {
        qint64 newestTime = NoTime; ///< of newestBefore
        qint64 effectiveTime = NoTime; ///< of the event, microseconds
        quint32 group = Nothing; ///< the first delivery of the message
        quint32 newestBefore = Nothing; ///< the newest event among those that came earlier
        quint32 sameEvent = Nothing; ///< begins a message whose event another message brought: its latest delivery
        quint32 attempt : 26 = 0;
        quint32 kind : 3 = 0;
        quint32 isProbable : 1 = 0;
        quint32 hasSharedKey : 1 = 0; ///< joined by a key that is not soft
        quint32 wasAcknowledged : 1 = 0; ///< an earlier delivery of the message

        bool operator==(const State&) const = default;
    };

    struct Record {
        qint64 id = 0; ///< 0: not in use
        SystemTime arrivedAt {};
        qint64 eventTime = NoTime;
        State state;
        quint32 firstPlace = 0;
        quint16 claimedAttempt = 0;
        quint8 placeCount : 7 = 0;
        quint8 isSigningTime : 1 = 0;
        Outcome outcome = Outcome::Unknown;
    };

    /// One key of one delivery.
    struct Place {
        KeyHash hash;
        quint32 record = 0;
        quint32 window : 26 = 0; ///< seconds; of soft keys
        quint32 role : 3 = 0;
        quint32 isBody : 1 = 0;
        quint32 isToken : 1 = 0;
        quint32 isAttemptId : 1 = 0;

        bool is(Role wanted) const { return role == static_cast<quint32>(wanted); }
    };

    /// \param delivery  not in it yet
    quint32 insert(const TrackedDelivery& delivery);
    void erase(quint32 record);
    /// \return Nothing when it is not in it
    quint32 find(DeliveryId id) const;

    std::size_t size() const { return m_size; }
    Record& at(quint32 record) { return m_records[record]; }
    const Record& at(quint32 record) const { return m_records[record]; }
    std::size_t placeCount(quint32 record) const { return m_records[record].placeCount; }
    const Place& place(quint32 record, std::size_t index) const
    {
        return m_places[m_records[record].firstPlace + index];
    }
    /// The place of the delivery that shares the key and came just before; null without one.
    const Place* before(quint32 record, std::size_t index) const { return neighbour(record, index, -1); }
    const Place* after(quint32 record, std::size_t index) const { return neighbour(record, index, 1); }
    /// The last delivery that shares the key.
    quint32 lastOf(quint32 record, std::size_t index) const;
    /// Of the deliveries that share the key: this one and those around it, by arrival. As many before it as after it,
    /// and more on one side where the other has no more.
    std::vector<quint32> around(quint32 record, std::size_t index, std::size_t most) const;
    /// The order in which everything is judged: by arrival, and by id where two came at once.
    bool isBefore(quint32 left, quint32 right) const;

    qint64 memoryBytes() const;

private:
    /// The places of one key, by arrival; two and more.
    using Chain = std::vector<quint32>;

    static constexpr quint32 ChainBit = 0x8000'0000;

    void addPlaces(quint32 record, const MessageKeys& keys);
    void link(quint32 place);
    void unlink(quint32 place);
    const Place* neighbour(quint32 record, std::size_t index, int step) const;
    const Chain* chainOf(quint32 place) const;
    bool isBeforePlace(quint32 left, quint32 right) const;
    quint32 takePlaces(std::size_t count);
    const KeyHash& hashAt(quint32 number) const
    {
        return m_places[(number & ChainBit) != 0 ? m_chains[number & ~ChainBit].front() : number].hash;
    }
    auto hashOfNumber() const
    {
        return [this](quint32 number) { return hashAt(number).low; };
    }
    auto hasHash(const KeyHash& hash) const
    {
        return [this, &hash](quint32 number) { return hashAt(number) == hash; };
    }

    BlockVector<Record> m_records;
    BlockVector<Place> m_places;
    BlockVector<Chain> m_chains;
    FlatIndex m_byKey; ///< a place, or a chain with ChainBit
    FlatIndex m_byId;
    std::vector<quint32> m_freeRecords;
    std::vector<quint32> m_freeChains;
    std::vector<std::vector<quint32>> m_freePlaces; ///< by their count
    std::size_t m_size = 0;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/tracking/arrivallists.h"
#include "delivery/tracking/blockvector.h"
#include "delivery/tracking/flatindex.h"
#include "delivery/tracking/keyshapes.h"
#include "delivery/tracking/messagekeys.h"

#include <limits>
#include <vector>

namespace hookloupe {

/// The deliveries of a MessageTracker, and for each key those that share it, in the order of arrival.
///
/// Deliveries are named by a number of their own; a number is used again after erase(), the latest freed one first.
/// Adding at the end of a chain costs the same at any size; adding in its middle takes a search and moves 4 bytes for
/// each later delivery of that chain. A delivery takes 48 bytes, 12 for each of its keys, and some 6 for each key that
/// none before it had.
class DeliveryChains {
public:
    static constexpr quint32 Nothing = ArrivalLists::Nothing;
    static constexpr quint32 MaxDeliveries = 1U << 27;
    static constexpr qint64 NoTime = std::numeric_limits<qint64>::min();
    static constexpr quint32 MaxAttempt = (1U << 24) - 1;

    using Role = KeyShape::Role;

    /// What a delivery is within its message; worked out by the tracker. What it says is complete: whenever facts
    /// change, it is another one.
    struct State {
        quint32 link = Nothing; ///< the first delivery of the message; of isOtherMessage: the latest with its event
        quint32 newestBefore = Nothing; ///< the newest event among those that came earlier
        quint32 attempt : 24 = 0;
        quint32 kind : 2 = 0;
        quint32 isProbable : 1 = 0;
        quint32 hasSharedKey : 1 = 0; ///< joined by a key that is not soft
        quint32 wasAcknowledged : 1 = 0; ///< an earlier delivery of the message
        quint32 isOtherMessage : 1 = 0; ///< begins a message whose event another message brought
        quint32 newestTurn : 1 = 0; ///< timeTurn of newestBefore

        bool operator==(const State&) const = default;
    };

    struct Record {
        qint64 id = 0; ///< 0: not in use
        SystemTime arrivedAt {};
        qint64 eventTime = NoTime;
        State state;
        quint32 firstPlace = 0;
        quint32 messageLink = ArrivalLists::NoLink; ///< among the deliveries of its message
        quint32 shape : 27 = 0;
        quint32 isName : 1 = 0; ///< nothing but its number is there
        quint32 outcome : 3 = 0;
        quint32 timeTurn : 1 = 0; ///< another one whenever the time that counts for the order changes
    };

    /// Has what find() and insert() will look at brought nearer; without effect otherwise.
    void expect(const TrackedDelivery& delivery) const;
    /// \param delivery  not in it yet
    /// \return Nothing when there are MaxDeliveries
    quint32 insert(const TrackedDelivery& delivery);
    void erase(quint32 record);
    /// Erases all of a delivery but its number, its id and its times: others are told to be of its message.
    void keepAsName(quint32 record);
    /// True for a number that only keepAsName() holds.
    bool isName(quint32 record) const { return m_records[record].isName != 0; }
    void freeName(quint32 record);
    /// \return Nothing when it is not in it
    quint32 find(DeliveryId id) const;

    std::size_t size() const { return m_size; }
    Record& at(quint32 record) { return m_records[record]; }
    const Record& at(quint32 record) const { return m_records[record]; }
    Outcome outcome(quint32 record) const { return static_cast<Outcome>(m_records[record].outcome); }
    void setOutcome(quint32 record, Outcome outcome) { m_records[record].outcome = static_cast<quint32>(outcome) & 7U; }
    /// The first delivery of its message; Nothing before it was told.
    quint32 messageOf(quint32 record) const
    {
        const State& state = m_records[record].state;
        return state.isOtherMessage != 0 ? record : state.link;
    }

    const KeyShape& shape(quint32 record) const { return m_shapes.at(m_records[record].shape); }
    quint64 hash(quint32 record, std::size_t index) const { return m_places[placeOf(record, index)].hash(); }
    /// The delivery that shares the key and came just before.
    quint32 before(quint32 record, std::size_t index) const;
    quint32 after(quint32 record, std::size_t index) const;
    /// The last delivery that shares the key.
    quint32 lastOf(quint32 record, std::size_t index) const;
    /// Of the deliveries that share the key: this one and those around it, by arrival. As many before it as after it,
    /// and more on one side where the other has no more.
    std::vector<quint32> around(quint32 record, std::size_t index, std::size_t most) const;
    /// The order in which everything is judged: by arrival, and by id where two came at once.
    bool isBefore(quint32 left, quint32 right) const;

    qint64 memoryBytes() const;

private:
    /// One key of one delivery.
    struct Place {
        quint32 high = 0;
        quint32 low = 0;
        quint32 link = ArrivalLists::NoLink; ///< among the deliveries with the key

        quint64 hash() const { return quint64(high) << 32 | low; }
    };
    struct NewPlaces;
    struct Access;
    struct ConstAccess;

    // In the index stands the head of the key's list; of a short one with the index of the key at its last delivery.
    static constexpr int IndexBits = 4;

    void prefetch(const NewPlaces& places) const;
    static NewPlaces placesOf(const MessageKeys& keys);
    std::size_t placeOf(quint32 record, std::size_t index) const { return m_records[record].firstPlace + index; }
    std::size_t placeWith(quint32 record, quint64 hash) const;
    quint32 cellOf(ArrivalLists::Head head, quint64 hash) const;
    ArrivalLists::Head headOf(quint32 record, std::size_t index) const;
    quint32 takePlaces(std::size_t count);
    void link(quint32 record, std::size_t index);
    void unlink(quint32 record, std::size_t index);
    void unindex(quint32 record);
    static ArrivalLists::Head headOfCell(quint32 cell) { return ArrivalLists::isLong(cell) ? cell : cell >> IndexBits; }
    quint64 hashOfCell(quint32 cell) const
    {
        return ArrivalLists::isLong(cell) ? m_lists.nameOf(cell)
                                          : hash(cell >> IndexBits, cell & ((1U << IndexBits) - 1));
    }
    auto hashOfCells() const
    {
        return [this](quint32 cell) { return hashOfCell(cell); };
    }
    auto hasHash(quint64 hash) const
    {
        return [this, hash](quint32 cell) { return hashOfCell(cell) == hash; };
    }

    BlockVector<Record> m_records;
    BlockVector<Place> m_places;
    ArrivalLists m_lists;
    KeyShapes m_shapes;
    FlatIndex m_byKey;
    FlatIndex m_byId;
    std::vector<quint32> m_freeRecords;
    std::vector<std::vector<quint32>> m_freePlaces; ///< by their count
    std::size_t m_size = 0;
};

} // namespace hookloupe

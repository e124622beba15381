// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/deliverychains.h"

#include <algorithm>
#include <array>

namespace hookloupe {

static_assert(DeliveryChains::MaxDeliveries <= ArrivalLists::MaxNumber);
static_assert(sizeof(DeliveryChains::Record) == 48);

namespace {

/// Spreads the ids, which count up, over the index (the finalizer of splitmix64).
quint64 spread(qint64 id)
{
    auto x = static_cast<quint64>(id) + 0x9e37'79b9'7f4a'7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11ebULL;
    return x ^ (x >> 31);
}

} // namespace

/// Where the links of one key are.
struct DeliveryChains::Access {
    DeliveryChains* chains;
    quint64 hash;

    quint32& link(quint32 record) { return chains->m_places[chains->placeWith(record, hash)].link; }
    quint32 link(quint32 record) const { return chains->m_places[chains->placeWith(record, hash)].link; }
    bool isBefore(quint32 left, quint32 right) const { return chains->isBefore(left, right); }
};

struct DeliveryChains::ConstAccess {
    const DeliveryChains* chains;
    quint64 hash;

    quint32 link(quint32 record) const { return chains->m_places[chains->placeWith(record, hash)].link; }
    bool isBefore(quint32 left, quint32 right) const { return chains->isBefore(left, right); }
};

/// The places of a delivery, each hash once.
struct DeliveryChains::NewPlaces {
    KeyShape shape;
    std::array<quint64, KeyShape::MaxPlaces> hashes {};

    void add(const KeyHash& hash, const KeyShape::Place& kind)
    {
        const auto end = hashes.begin() + shape.placeCount;
        if (shape.placeCount >= KeyShape::MaxPlaces || std::find(hashes.begin(), end, hash.value) != end)
            return;
        hashes[shape.placeCount] = hash.value;
        shape.places[shape.placeCount] = kind;
        ++shape.placeCount;
    }
};

DeliveryChains::NewPlaces DeliveryChains::placesOf(const MessageKeys& keys)
{
    NewPlaces places;
    for (const MessageKeys::Key& key : keys.keys)
        places.add(key.hash, { 0, Role::Key, key.isBody, key.isToken, key.isAttemptId });
    if (keys.soft) {
        const bool isAlways = keys.softJoin == MessageKeys::SoftJoin::Always;
        const auto seconds = std::clamp(keys.softWindow, std::chrono::seconds(0), MessageKeys::MaxSoftWindow);
        places.add(*keys.soft,
            { static_cast<quint32>(seconds.count()), isAlways ? Role::SoftAlways : Role::SoftAfterFailure, false, false,
                false });
    }
    if (keys.signedBytes)
        places.add(*keys.signedBytes, { 0, Role::SignedBytes, false, false, false });
    if (keys.order && keys.eventTime)
        places.add(*keys.order, { 0, Role::Order, false, false, false });
    places.shape.claimedAttempt = static_cast<quint16>(std::clamp(keys.claimedAttempt, 0, 0xffff));
    places.shape.isSigningTime = keys.isSigningTime;
    return places;
}

bool DeliveryChains::isBefore(quint32 left, quint32 right) const
{
    const Record& a = m_records[left];
    const Record& b = m_records[right];
    return a.arrivedAt != b.arrivedAt ? a.arrivedAt < b.arrivedAt : a.id < b.id;
}

quint32 DeliveryChains::find(DeliveryId id) const
{
    const quint32* const found
        = m_byId.find(spread(id.value), [&](quint32 record) { return m_records[record].id == id.value; });
    return found ? *found : Nothing;
}

quint32 DeliveryChains::takePlaces(std::size_t count)
{
    if (count < m_freePlaces.size() && !m_freePlaces[count].empty()) {
        const quint32 first = m_freePlaces[count].back();
        m_freePlaces[count].pop_back();
        return first;
    }
    const auto first = static_cast<quint32>(m_places.size());
    m_places.grow(count);
    return first;
}

quint32 DeliveryChains::insert(const TrackedDelivery& delivery)
{
    quint32 record = Nothing;
    if (!m_freeRecords.empty()) {
        record = m_freeRecords.back();
        m_freeRecords.pop_back();
    } else if (m_records.size() < MaxDeliveries) {
        record = static_cast<quint32>(m_records.size());
        m_records.grow(1);
    } else {
        return Nothing;
    }
    const NewPlaces places = placesOf(delivery.keys);
    prefetch(places);
    Record& added = m_records[record];
    added = {};
    added.id = delivery.id.value;
    added.arrivedAt = delivery.arrivedAt;
    if (delivery.keys.eventTime)
        added.eventTime = delivery.keys.eventTime->time_since_epoch().count();
    added.shape = m_shapes.take(places.shape) & 0x07ff'ffffU;
    setOutcome(record, delivery.outcome);
    added.firstPlace = takePlaces(places.shape.placeCount);
    m_byId.insert(spread(added.id), record, [this](quint32 number) { return spread(m_records[number].id); });
    for (std::size_t i = 0; i < places.shape.placeCount; ++i) {
        Place& place = m_places[added.firstPlace + i];
        place.high = static_cast<quint32>(places.hashes[i] >> 32);
        place.low = static_cast<quint32>(places.hashes[i]);
    }
    for (std::size_t i = 0; i < places.shape.placeCount; ++i)
        link(record, i);
    ++m_size;
    return record;
}

void DeliveryChains::erase(quint32 record)
{
    unindex(record);
    m_records[record] = {};
    m_freeRecords.push_back(record);
}

void DeliveryChains::keepAsName(quint32 record)
{
    unindex(record);
    Record& kept = m_records[record];
    Record name;
    name.id = kept.id;
    name.arrivedAt = kept.arrivedAt;
    name.eventTime = kept.eventTime;
    name.state.link = record;
    name.isName = 1;
    kept = name;
}

void DeliveryChains::freeName(quint32 record)
{
    m_records[record] = {};
    m_freeRecords.push_back(record);
}

/// Nothing finds the delivery any more.
void DeliveryChains::unindex(quint32 record)
{
    Record& erased = m_records[record];
    const std::size_t count = shape(record).placeCount;
    for (std::size_t i = 0; i < count; ++i)
        unlink(record, i);
    m_freePlaces.resize(std::max(m_freePlaces.size(), count + 1));
    m_freePlaces[count].push_back(erased.firstPlace);
    m_shapes.release(erased.shape);
    const quint64 hash = spread(erased.id);
    quint32* const place = m_byId.find(hash, [&](quint32 number) { return number == record; });
    m_byId.erase(hash, place, [this](quint32 number) { return spread(m_records[number].id); });
    --m_size;
}

void DeliveryChains::expect(const TrackedDelivery& delivery) const
{
    m_byId.prefetch(spread(delivery.id.value));
    for (const MessageKeys::Key& key : delivery.keys.keys)
        m_byKey.prefetch(key.hash.value);
    for (const std::optional<KeyHash>* hash :
        { &delivery.keys.soft, &delivery.keys.signedBytes, &delivery.keys.order }) {
        if (*hash)
            m_byKey.prefetch((*hash)->value);
    }
}

/// Large indexes lie in memory that is far away, and each key leads to a delivery of its own: all are asked for at
/// once.
void DeliveryChains::prefetch(const NewPlaces& places) const
{
    std::array<quint32, KeyShape::MaxPlaces> records {};
    const std::size_t count = places.shape.placeCount;
    for (std::size_t i = 0; i < count; ++i) {
        const quint32 cell = m_byKey.guess(places.hashes[i]);
        records[i] = cell == Nothing || ArrivalLists::isLong(cell) ? Nothing : headOfCell(cell);
        if (records[i] != Nothing)
            m_records.prefetch(records[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (records[i] != Nothing)
            m_places.prefetch(m_records[records[i]].firstPlace);
    }
}

/// \param hash  that the delivery has
std::size_t DeliveryChains::placeWith(quint32 record, quint64 hash) const
{
    std::size_t place = m_records[record].firstPlace;
    while (m_places[place].hash() != hash)
        ++place;
    return place;
}

quint32 DeliveryChains::cellOf(ArrivalLists::Head head, quint64 hash) const
{
    if (ArrivalLists::isLong(head))
        return head;
    return head << IndexBits | static_cast<quint32>(placeWith(head, hash) - m_records[head].firstPlace);
}

void DeliveryChains::link(quint32 record, std::size_t index)
{
    const quint64 hash = this->hash(record, index);
    Access access { this, hash };
    quint32* const cell = m_byKey.find(hash, hasHash(hash));
    ArrivalLists::Head head = cell ? headOfCell(*cell) : Nothing;
    m_lists.add(head, record, hash, access);
    if (cell)
        *cell = cellOf(head, hash);
    else
        m_byKey.insert(hash, cellOf(head, hash), hashOfCells());
}

void DeliveryChains::unlink(quint32 record, std::size_t index)
{
    const quint64 hash = this->hash(record, index);
    Access access { this, hash };
    quint32* const cell = m_byKey.find(hash, hasHash(hash));
    ArrivalLists::Head head = headOfCell(*cell);
    if (m_lists.isSingle(head, access)) {
        m_byKey.erase(hash, cell, hashOfCells());
        return;
    }
    m_lists.remove(head, record, access);
    *cell = cellOf(head, hash);
}

ArrivalLists::Head DeliveryChains::headOf(quint32 record, std::size_t index) const
{
    const Place& place = m_places[placeOf(record, index)];
    if (ArrivalLists::isLong(place.link))
        return place.link;
    const quint32* const cell = m_byKey.find(place.hash(), hasHash(place.hash()));
    return cell ? headOfCell(*cell) : record;
}

quint32 DeliveryChains::before(quint32 record, std::size_t index) const
{
    return m_lists.before(record, ConstAccess { this, hash(record, index) });
}

quint32 DeliveryChains::after(quint32 record, std::size_t index) const
{
    return m_lists.firstAfter(headOf(record, index), record, ConstAccess { this, hash(record, index) });
}

quint32 DeliveryChains::lastOf(quint32 record, std::size_t index) const
{
    return m_lists.last(headOf(record, index));
}

std::vector<quint32> DeliveryChains::around(quint32 record, std::size_t index, std::size_t most) const
{
    return m_lists.around(headOf(record, index), record, most, ConstAccess { this, hash(record, index) });
}

qint64 DeliveryChains::memoryBytes() const
{
    qint64 bytes = m_records.memoryBytes() + m_places.memoryBytes() + m_byKey.memoryBytes() + m_byId.memoryBytes();
    bytes += m_lists.memoryBytes() + m_shapes.memoryBytes();
    bytes += static_cast<qint64>(m_freeRecords.capacity() * sizeof(quint32));
    for (const std::vector<quint32>& free : m_freePlaces)
        bytes += static_cast<qint64>(free.capacity() * sizeof(quint32));
    return bytes;
}

} // namespace hookloupe

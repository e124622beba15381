// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/deliverychains.h"

#include <algorithm>

namespace hookloupe {

namespace {

using Place = DeliveryChains::Place;
using Role = DeliveryChains::Role;

/// Spreads the ids, which count up, over the index (the finalizer of splitmix64).
quint64 spread(qint64 id)
{
    auto x = static_cast<quint64>(id) + 0x9e37'79b9'7f4a'7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11ebULL;
    return x ^ (x >> 31);
}

Place placeOf(const KeyHash& hash, Role role)
{
    Place place;
    place.hash = hash;
    place.role = static_cast<quint32>(role) & 7U;
    return place;
}

/// The places of a delivery, each hash once.
std::vector<Place> placesOf(const MessageKeys& keys)
{
    std::vector<Place> places;
    const auto add = [&](const Place& place) {
        const bool isThere
            = std::any_of(places.begin(), places.end(), [&](const Place& other) { return other.hash == place.hash; });
        if (!isThere)
            places.push_back(place);
    };
    for (const MessageKeys::Key& key : keys.keys) {
        Place place = placeOf(key.hash, Role::Key);
        place.isBody = key.isBody ? 1U : 0U;
        place.isToken = key.isToken ? 1U : 0U;
        place.isAttemptId = key.isAttemptId ? 1U : 0U;
        add(place);
    }
    if (keys.soft) {
        const bool isAlways = keys.softJoin == MessageKeys::SoftJoin::Always;
        Place place = placeOf(*keys.soft, isAlways ? Role::SoftAlways : Role::SoftAfterFailure);
        const auto seconds = std::clamp(keys.softWindow, std::chrono::seconds(0), MessageKeys::MaxSoftWindow);
        place.window = static_cast<quint32>(seconds.count()) & 0x3ff'ffffU;
        add(place);
    }
    if (keys.signedBytes)
        add(placeOf(*keys.signedBytes, Role::SignedBytes));
    if (keys.order && keys.eventTime)
        add(placeOf(*keys.order, Role::Order));
    return places;
}

} // namespace

bool DeliveryChains::isBefore(quint32 left, quint32 right) const
{
    const Record& a = m_records[left];
    const Record& b = m_records[right];
    return a.arrivedAt != b.arrivedAt ? a.arrivedAt < b.arrivedAt : a.id < b.id;
}

bool DeliveryChains::isBeforePlace(quint32 left, quint32 right) const
{
    return isBefore(m_places[left].record, m_places[right].record);
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

void DeliveryChains::addPlaces(quint32 record, const MessageKeys& keys)
{
    const std::vector<Place> places = placesOf(keys);
    Record& added = m_records[record];
    added.placeCount = static_cast<quint8>(places.size()) & 0x7fU;
    added.firstPlace = takePlaces(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto number = static_cast<quint32>(added.firstPlace + i);
        m_places[number] = places[i];
        m_places[number].record = record;
        link(number);
    }
}

quint32 DeliveryChains::insert(const TrackedDelivery& delivery)
{
    quint32 record = Nothing;
    if (m_freeRecords.empty()) {
        record = static_cast<quint32>(m_records.size());
        m_records.grow(1);
    } else {
        record = m_freeRecords.back();
        m_freeRecords.pop_back();
    }
    Record& added = m_records[record];
    added = {};
    added.id = delivery.id.value;
    added.arrivedAt = delivery.arrivedAt;
    if (delivery.keys.eventTime)
        added.eventTime = delivery.keys.eventTime->time_since_epoch().count();
    added.claimedAttempt = static_cast<quint16>(std::clamp(delivery.keys.claimedAttempt, 0, 0xffff));
    added.isSigningTime = delivery.keys.isSigningTime ? 1U : 0U;
    added.outcome = delivery.outcome;
    m_byId.insert(spread(added.id), record, [this](quint32 number) { return spread(m_records[number].id); });
    addPlaces(record, delivery.keys);
    ++m_size;
    return record;
}

void DeliveryChains::erase(quint32 record)
{
    Record& erased = m_records[record];
    for (quint32 i = 0; i < erased.placeCount; ++i)
        unlink(erased.firstPlace + i);
    m_freePlaces.resize(std::max<std::size_t>(m_freePlaces.size(), std::size_t(erased.placeCount) + 1));
    m_freePlaces[erased.placeCount].push_back(erased.firstPlace);
    const quint64 hash = spread(erased.id);
    quint32* const place = m_byId.find(hash, [&](quint32 number) { return number == record; });
    m_byId.erase(hash, place, [this](quint32 number) { return spread(m_records[number].id); });
    erased = {};
    m_freeRecords.push_back(record);
    --m_size;
}

void DeliveryChains::link(quint32 place)
{
    const KeyHash hash = m_places[place].hash;
    quint32* const found = m_byKey.find(hash.low, hasHash(hash));
    if (!found) {
        m_byKey.insert(hash.low, place, hashOfNumber());
        return;
    }
    if ((*found & ChainBit) == 0) {
        quint32 number = static_cast<quint32>(m_chains.size());
        if (m_freeChains.empty()) {
            m_chains.grow(1);
        } else {
            number = m_freeChains.back();
            m_freeChains.pop_back();
        }
        m_chains[number] = { *found };
        *found = number | ChainBit;
    }
    std::vector<quint32>& places = m_chains[*found & ~ChainBit];
    auto position = places.end();
    if (isBeforePlace(place, places.back()))
        position = std::lower_bound(
            places.begin(), places.end(), place, [this](quint32 a, quint32 b) { return isBeforePlace(a, b); });
    places.insert(position, place);
}

void DeliveryChains::unlink(quint32 place)
{
    const KeyHash hash = m_places[place].hash;
    quint32* const found = m_byKey.find(hash.low, hasHash(hash));
    if ((*found & ChainBit) == 0) {
        m_byKey.erase(hash.low, found, hashOfNumber());
        return;
    }
    const quint32 number = *found & ~ChainBit;
    std::vector<quint32>& places = m_chains[number];
    places.erase(std::lower_bound(
        places.begin(), places.end(), place, [this](quint32 a, quint32 b) { return isBeforePlace(a, b); }));
    if (places.size() == 1) {
        *found = places.front();
        m_chains[number] = {};
        m_freeChains.push_back(number);
    }
}

const DeliveryChains::Chain* DeliveryChains::chainOf(quint32 place) const
{
    const KeyHash& hash = m_places[place].hash;
    const quint32* const found = m_byKey.find(hash.low, hasHash(hash));
    return found && (*found & ChainBit) != 0 ? &m_chains[*found & ~ChainBit] : nullptr;
}

const DeliveryChains::Place* DeliveryChains::neighbour(quint32 record, std::size_t index, int step) const
{
    const auto place = static_cast<quint32>(m_records[record].firstPlace + index);
    const Chain* const chain = chainOf(place);
    if (!chain)
        return nullptr;
    const std::vector<quint32>& places = *chain;
    auto at = places.end() - 1;
    if (*at != place)
        at = std::lower_bound(
            places.begin(), places.end(), place, [this](quint32 a, quint32 b) { return isBeforePlace(a, b); });
    if (step < 0)
        return at == places.begin() ? nullptr : &m_places[*(at - 1)];
    return at + 1 == places.end() ? nullptr : &m_places[*(at + 1)];
}

quint32 DeliveryChains::lastOf(quint32 record, std::size_t index) const
{
    const Chain* const chain = chainOf(static_cast<quint32>(m_records[record].firstPlace + index));
    return chain ? m_places[chain->back()].record : record;
}

std::vector<quint32> DeliveryChains::around(quint32 record, std::size_t index, std::size_t most) const
{
    if (most == 0)
        return {};
    const auto place = static_cast<quint32>(m_records[record].firstPlace + index);
    const Chain* const chain = chainOf(place);
    if (!chain)
        return { record };
    const auto own = std::lower_bound(
        chain->begin(), chain->end(), place, [this](quint32 a, quint32 b) { return isBeforePlace(a, b); });
    const auto before = static_cast<std::size_t>(own - chain->begin());
    const std::size_t count = std::min(most, chain->size());
    const std::size_t first = std::min(before - std::min(before, count / 2), chain->size() - count);
    std::vector<quint32> records;
    records.reserve(count);
    for (std::size_t i = first; i < first + count; ++i)
        records.push_back(m_places[(*chain)[i]].record);
    return records;
}

qint64 DeliveryChains::memoryBytes() const
{
    qint64 bytes = m_records.memoryBytes() + m_places.memoryBytes() + m_byKey.memoryBytes() + m_byId.memoryBytes();
    bytes += m_chains.memoryBytes();
    for (std::size_t i = 0; i < m_chains.size(); ++i)
        bytes += static_cast<qint64>(m_chains[i].capacity() * sizeof(quint32));
    return bytes;
}

} // namespace hookloupe

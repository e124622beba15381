// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace hookloupe::sortedkeys {

/// Puts few keys among many that are sorted: each place is found by halving, and what lies between moves in blocks.
/// \param added  sorted
template<typename Key, typename Before>
void merge(std::vector<Key>& keys, const std::vector<Key>& added, const Before& before)
{
    if (keys.size() + added.size() > keys.capacity())
        keys.reserve(keys.size() + added.size() + keys.size() / 8);
    auto oldEnd = keys.insert(keys.end(), added.begin(), added.end());
    auto write = keys.end();
    for (auto key = added.rbegin(); key != added.rend(); ++key) {
        const auto place = std::upper_bound(keys.begin(), oldEnd, *key, before);
        write = std::move_backward(place, oldEnd, write);
        *--write = *key;
        oldEnd = place;
    }
}

/// Takes out what stands at these places.
/// \param places  ascending
template<typename Key, typename Place>
void removeAt(std::vector<Key>& keys, const std::vector<Place>& places)
{
    if (places.empty())
        return;
    auto write = keys.begin() + places.front();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto end = i + 1 < places.size() ? keys.begin() + places[i + 1] : keys.end();
        write = std::move(keys.begin() + places[i] + 1, end, write);
    }
    keys.erase(write, keys.end());
}

} // namespace hookloupe::sortedkeys

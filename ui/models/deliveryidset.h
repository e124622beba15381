// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"

#include <unordered_map>

namespace hookloupe {

/// A set of deliveries: a bit for each where their numbers lie close together.
class DeliveryIdSet {
public:
    void insert(DeliveryId id) { m_words[wordOf(id)] |= bitOf(id); }
    void erase(DeliveryId id)
    {
        if (const auto found = m_words.find(wordOf(id)); found != m_words.end())
            found->second &= ~bitOf(id);
    }
    bool contains(DeliveryId id) const
    {
        const auto found = m_words.find(wordOf(id));
        return found != m_words.end() && (found->second & bitOf(id)) != 0;
    }
    void clear() { m_words.clear(); }

private:
    static qint64 wordOf(DeliveryId id) { return id.value >> 6; }
    static quint64 bitOf(DeliveryId id) { return quint64(1) << (id.value & 63); }

    std::unordered_map<qint64, quint64> m_words;
};

} // namespace hookloupe

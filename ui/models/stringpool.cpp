// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/stringpool.h"

#include <QHash>

#include <cstring>

namespace hookloupe {

StringPool::StringPool()
    : m_entries(1)
    , m_slots(64, 0)
{
}

QByteArrayView StringPool::view(Id id) const
{
    const Entry& entry = m_entries[id];
    if (entry.length == 0)
        return {};
    return QByteArrayView(m_chunks[entry.chunk].bytes.get() + entry.offset, entry.length);
}

std::size_t StringPool::slotOf(QByteArrayView text, quint32 hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (m_slots[slot] != 0) {
        const Entry& entry = m_entries[m_slots[slot]];
        if (entry.hash == hash && view(m_slots[slot]) == text)
            return slot;
        slot = (slot + 1) & mask;
    }
    return slot;
}

StringPool::Id StringPool::add(QByteArrayView text)
{
    if (text.isEmpty())
        return 0;
    text = text.first(std::min(text.size(), MaxBytes));
    const auto hash = static_cast<quint32>(qHashBits(text.data(), static_cast<std::size_t>(text.size()), 0x9e3779b9));
    std::size_t slot = slotOf(text, hash);
    if (m_slots[slot] != 0) {
        ++m_entries[m_slots[slot]].users;
        return m_slots[slot];
    }
    if (static_cast<std::size_t>(m_liveCount + 1) * 4 > m_slots.size() * 3) {
        grow();
        slot = slotOf(text, hash);
    }
    Id id = 0;
    if (m_freeIds.empty()) {
        id = static_cast<Id>(m_entries.size());
        m_entries.emplace_back();
    } else {
        id = m_freeIds.back();
        m_freeIds.pop_back();
    }
    Entry& entry = m_entries[id];
    place(entry, text);
    entry.users = 1;
    entry.hash = hash;
    m_slots[slot] = id;
    ++m_liveCount;
    return id;
}

void StringPool::place(Entry& entry, QByteArrayView text)
{
    const auto length = static_cast<quint32>(text.size());
    if (m_chunks.empty() || m_chunks.back().used + length > ChunkBytes) {
        if (!m_chunks.empty() && m_chunks.back().live == 0)
            m_chunks.back().bytes.reset();
        m_chunks.push_back({ std::make_unique<char[]>(ChunkBytes), 0, 0 });
    }
    Chunk& chunk = m_chunks.back();
    std::memcpy(chunk.bytes.get() + chunk.used, text.data(), length);
    entry.chunk = static_cast<quint32>(m_chunks.size() - 1);
    entry.offset = static_cast<quint16>(chunk.used);
    entry.length = static_cast<quint16>(length);
    chunk.used += length;
    ++chunk.live;
}

void StringPool::release(Id id)
{
    if (id == 0 || --m_entries[id].users > 0)
        return;
    eraseSlot(id);
    Chunk& chunk = m_chunks[m_entries[id].chunk];
    if (--chunk.live == 0 && &chunk != &m_chunks.back())
        chunk.bytes.reset();
    m_entries[id] = {};
    m_freeIds.push_back(id);
    --m_liveCount;
}

void StringPool::eraseSlot(Id id)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t hole = m_entries[id].hash & mask;
    while (m_slots[hole] != id)
        hole = (hole + 1) & mask;
    // What stands behind the hole moves up where its own place allows it, so that no search ends too early.
    for (std::size_t next = (hole + 1) & mask; m_slots[next] != 0; next = (next + 1) & mask) {
        const std::size_t home = m_entries[m_slots[next]].hash & mask;
        if (((next - home) & mask) >= ((next - hole) & mask)) {
            m_slots[hole] = m_slots[next];
            hole = next;
        }
    }
    m_slots[hole] = 0;
}

void StringPool::grow()
{
    // By number and not by slot: the entries lie in that order, which halves the time for a million.
    m_slots.assign(m_slots.size() * 2, 0);
    const std::size_t mask = m_slots.size() - 1;
    for (Id id = 1; id < m_entries.size(); ++id) {
        if (m_entries[id].users == 0)
            continue;
        std::size_t slot = m_entries[id].hash & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = id;
    }
}

qint64 StringPool::memoryBytes() const
{
    std::size_t bytes = m_entries.size() * sizeof(Entry) + (m_slots.capacity() + m_freeIds.capacity()) * sizeof(Id)
        + m_chunks.size() * sizeof(Chunk);
    for (const Chunk& chunk : m_chunks)
        bytes += chunk.bytes ? ChunkBytes : 0;
    return static_cast<qint64>(bytes);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <deque>
#include <memory>
#include <vector>

namespace hookloupe {

/// Keeps each different byte string once and names it by a number; counts its users and frees what has none.
///
/// Made for a million short strings of which many are equal: 16 bytes and a slot of the hash table beside the bytes.
/// Memory is freed by chunks, so what came together and goes together costs nothing afterwards. 0 is the empty string.
class StringPool {
public:
    using Id = quint32;
    static constexpr qsizetype MaxBytes = 1024;

    StringPool();

    /// \param text  at most MaxBytes; more is cut
    Id add(QByteArrayView text);
    void release(Id id);
    QByteArrayView view(Id id) const;
    /// Greater than any id in use.
    std::size_t idEnd() const { return m_entries.size(); }
    qsizetype liveCount() const { return m_liveCount; }
    qint64 memoryBytes() const;

private:
    static constexpr quint32 ChunkBytes = 64 * 1024;

    struct Entry {
        quint32 chunk = 0;
        quint16 offset = 0;
        quint16 length = 0;
        quint32 users = 0;
        quint32 hash = 0;
    };
    struct Chunk {
        std::unique_ptr<char[]> bytes;
        quint32 used = 0;
        quint32 live = 0;
    };

    std::size_t slotOf(QByteArrayView text, quint32 hash) const;
    void grow();
    void place(Entry& entry, QByteArrayView text);
    void eraseSlot(Id id);

    std::deque<Entry> m_entries;
    std::vector<Id> m_freeIds;
    std::vector<Id> m_slots; ///< open addressing; 0 is a free slot
    std::deque<Chunk> m_chunks;
    qsizetype m_liveCount = 0;
};

} // namespace hookloupe

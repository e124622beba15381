// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <vector>

namespace hookloupe {

/// The lines of a list by message: one for each message, and below an unfolded one a line for each of its deliveries.
///
/// A message stands by the key of its latest delivery, its head. Positions count heads in ascending order; lines count
/// what is seen, from the top. Only what is unfolded costs more than four bytes.
class MessageLines {
public:
    using Key = DeliveryRows::Key;

    /// What stands in a line.
    struct Line {
        qsizetype position = 0; ///< of the message
        Key key = 0; ///< of the delivery: for a message its latest
        int attempt = -1; ///< place among the unfolded deliveries; -1: the message itself
        bool isMessage() const { return attempt < 0; }
    };

    struct Unfolded {
        qsizetype position = 0;
        std::vector<Key> attempts; ///< by arrival
    };

    /// More would only be slow to keep and to read.
    static constexpr qsizetype MaxUnfolded = 4000;

    int count() const { return static_cast<int>(std::ssize(m_heads)) + m_attempts; }
    Line at(int line) const;
    int lineOf(qsizetype position) const;
    /// \return lines of the message: itself and what is unfolded below it
    int linesOf(qsizetype position) const;

    const std::vector<Key>& heads() const { return m_heads; }
    Key head(qsizetype position) const { return m_heads[static_cast<std::size_t>(position)]; }
    /// In the order of their positions.
    const std::vector<Unfolded>& unfolded() const { return m_unfolded; }
    /// Null where the message is folded.
    const Unfolded* unfoldedAt(qsizetype position) const;
    bool isReversed() const { return m_isReversed; }

    void setReversed(bool isReversed)
    {
        m_isReversed = isReversed;
        recount();
    }
    void clear();
    /// All are folded.
    void setHeads(std::vector<Key> heads);
    void setHead(qsizetype position, Key head) { m_heads[static_cast<std::size_t>(position)] = head; }
    /// \param ascending  positions, those that are unfolded included
    void removeHeads(const std::vector<qsizetype>& ascending);
    void insertHeads(qsizetype position, const std::vector<Key>& heads);
    void unfold(qsizetype position, std::vector<Key> attempts);
    void fold(qsizetype position);
    /// Heads change their order: positions have to be told anew by setUnfolded().
    std::vector<Key>& changeHeads() { return m_heads; }
    std::vector<Unfolded> takeUnfolded();
    void setUnfolded(std::vector<Unfolded> unfolded);

    /// Every key stands for another row number now.
    template<typename Renumber>
    void renumber(const Renumber& renumber)
    {
        for (Key& key : m_heads)
            key = renumber(key);
        for (Unfolded& one : m_unfolded) {
            for (Key& key : one.attempts)
                key = renumber(key);
        }
    }

    qint64 memoryBytes() const;

private:
    void recount();
    qsizetype placeOf(qsizetype position) const { return m_isReversed ? std::ssize(m_heads) - 1 - position : position; }
    /// The unfolded message that stands n-th from the top.
    const Unfolded& fromTop(qsizetype n) const;

    std::vector<Key> m_heads;
    std::vector<Unfolded> m_unfolded;
    std::vector<int> m_before; ///< lines of attempts above each unfolded message, from the top
    int m_attempts = 0;
    bool m_isReversed = false;
};

} // namespace hookloupe

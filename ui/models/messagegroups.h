// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"
#include "theme/statuslook.h"

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Which rows are deliveries of the same message: eight bytes a row, each step in constant time but for finding the
/// message by its number, which is O(log rows).
///
/// The rows of a message form a ring in the order of their arrival. Links are distances, so they stay true while rows
/// are added at either end. A row belongs to a ring from link() to unlink(); the index has to be the same as in the
/// rows, which added() and taken() see to.
class MessageGroups {
public:
    using Key = DeliveryRows::Key;

    /// What a message's rows come to.
    struct Tally {
        qsizetype deliveries = 1;
        Key worst = 0; ///< the latest of those answered worst
    };

    qsizetype size() const { return std::ssize(m_links); }
    /// Forgets everything; \p count rows are there and none is linked.
    void reset(qsizetype count);
    /// Rows came at an end; they are not linked yet.
    void added(qsizetype count, bool areNewest);
    /// Rows are gone, which had been unlinked before.
    /// \param indexes  ascending, as they were; \p rows are without them already
    void taken(const DeliveryRows& rows, const std::vector<qsizetype>& indexes);

    bool isLinked(qsizetype index) const { return at(index).next != Unlinked; }
    void link(const DeliveryRows& rows, qsizetype index);
    /// \param message  the number under which it was linked
    void unlink(const DeliveryRows& rows, qsizetype index, DeliveryId message);

    /// The latest delivery of the message; the row itself where it is not linked.
    qsizetype last(const DeliveryRows& rows, qsizetype index) const;
    qsizetype first(const DeliveryRows& rows, qsizetype index) const;
    bool isLast(qsizetype index) const { return !isLinked(index) || at(index).next <= 0; }
    bool isFirst(qsizetype index) const { return !isLinked(index) || at(index).previous >= 0; }
    bool isAlone(qsizetype index) const { return !isLinked(index) || at(index).next == 0; }
    /// -1 where there is none.
    qsizetype next(qsizetype index) const { return isLast(index) ? -1 : index + at(index).next; }
    qsizetype previous(qsizetype index) const { return isFirst(index) ? -1 : index + at(index).previous; }
    /// The latest delivery of a message; nothing where none is linked.
    std::optional<qsizetype> lastOf(const DeliveryRows& rows, DeliveryId message) const;
    /// All of the message, by arrival.
    std::vector<qsizetype> rowsOf(const DeliveryRows& rows, qsizetype index) const;
    /// Large messages are counted once and then kept up.
    const Tally& tally(const DeliveryRows& rows, qsizetype index) const;

    /// The number of the message, or its own where it is not known.
    static DeliveryId messageOf(const DeliveryRow& row);
    /// How bad an outcome is: 2 danger, 1 warning, 0 anything else.
    static int badness(const DeliveryRow& row);
    qint64 memoryBytes() const;

private:
    struct Link {
        qint32 next = Unlinked; ///< distance to the next one; from the last to the first: 0 or less
        qint32 previous = 0;
    };
    static constexpr qint32 Unlinked = std::numeric_limits<qint32>::min();
    static constexpr qsizetype LargeMessage = 64;

    Link& at(qsizetype index) { return m_links[static_cast<std::size_t>(index)]; }
    const Link& at(qsizetype index) const { return m_links[static_cast<std::size_t>(index)]; }
    std::optional<qsizetype> firstOf(const DeliveryRows& rows, DeliveryId message) const;
    void setFirst(const DeliveryRows& rows, DeliveryId message, qsizetype index);
    void join(qsizetype left, qsizetype right);
    void countLinked(const DeliveryRows& rows, qsizetype index, DeliveryId message);
    void countUnlinked(const DeliveryRows& rows, qsizetype index, DeliveryId message);
    Tally counted(const DeliveryRows& rows, qsizetype last) const;

    std::deque<Link> m_links;
    /// The first rows of messages whose own first delivery is not here, or not linked.
    std::unordered_map<qint64, Key> m_firsts;
    mutable std::unordered_map<qint64, Tally> m_large;
    mutable Tally m_small;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/messagegroups.h"
#include "models/messagelines.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Works out what becomes of the lines of a list by message when rows come, go or change their message.
///
/// First the messages that are about to change are touched, then the groups are changed, then plan() tells what stands
/// where from then on. Costs by what was touched, not by what is there.
class MessageChange {
public:
    using Key = DeliveryRows::Key;

    struct Stay {
        qsizetype position = 0; ///< before the change
        Key head = 0; ///< after it
    };
    struct Plan {
        std::vector<qsizetype> removed; ///< positions before the change, ascending
        std::vector<Stay> kept; ///< in their place, ascending; their heads or attempts are others
        std::vector<Stay> moved; ///< to other places, ascending by the old one
        std::vector<Key> added; ///< ascending in the order of the list
        bool isEmpty() const { return removed.empty() && kept.empty() && moved.empty() && added.empty(); }
    };

    MessageChange(
        const DeliveryRows& rows, const MessageGroups& groups, const MessageLines& lines, DeliveryColumn column);

    /// Something in the message of a row changes; to be called before anything does.
    void touch(qsizetype index);
    void touchHead(Key head);
    /// Rows of a touched message leave it.
    /// \param head  of the message, as it was
    /// \param leaving  their indexes, ascending
    /// \param isGone  they do not come into another message
    void leave(Key head, const std::vector<qsizetype>& leaving, bool isGone);
    /// Rows are other than before, so that their places in an order cannot be found any more.
    void setDoubtful() { m_isDoubtful = m_column != TimeColumn; }
    /// A row belongs to a message now.
    void note(qsizetype index, bool isShown);

    /// \param isShown  whether a row passes the filter, for messages that have lost something; nothing: only what was
    ///                 shown and what was noted counts
    Plan plan(const std::function<bool(qsizetype)>& isShown);

    /// By the column, then by arrival.
    bool before(Key left, Key right) const;
    /// -1 where no message stands by that key.
    qsizetype find(Key head) const;

private:
    struct Touched {
        Key head = 0;
        qsizetype position = -1;
        std::optional<Key> heir; ///< a row that stands for what is left of the message
        bool isLeft = false;
    };

    void locate();
    void claim();
    bool isWanted(Key head, const std::function<bool(qsizetype)>& isShown) const;
    void settle(Plan& plan, std::vector<Stay> claimed) const;

    const DeliveryRows& m_rows;
    const MessageGroups& m_groups;
    const MessageLines& m_lines;
    DeliveryColumn m_column;
    bool m_isDoubtful = false;
    std::vector<Touched> m_touched;
    std::unordered_map<Key, std::size_t> m_known; ///< by head
    std::vector<std::pair<Key, bool>> m_noted;
    std::unordered_map<Key, std::optional<std::size_t>> m_claims; ///< new heads, and who was there before
    std::unordered_map<Key, bool> m_matches; ///< new heads of noted rows: some of them pass the filter
};

} // namespace hookloupe

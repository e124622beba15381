// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/messagegroups.h"
#include "models/slicedsort.h"

#include <functional>
#include <unordered_set>
#include <vector>

namespace hookloupe {

class DeliveryTableModel;

/// Gathers the rows of a table by message and finds what a list by message shows, in steps of about a millisecond.
///
/// Rows may come at either end and change their message in the meantime, when affected() tells which heads that
/// concerns; nothing may be removed.
class MessageJob {
public:
    using Key = DeliveryRows::Key;

    /// \param source  sorted by nothing but the time while the job runs
    MessageJob(const DeliveryTableModel& source, MessageGroups& groups, DeliveryColumn column);

    DeliveryColumn column() const { return m_column; }
    /// True once rows have been looked at with regard to their order.
    bool isCollecting() const { return m_phase != Phase::Linking; }
    /// A key that was, is or may become the head of a message that has changed.
    void affected(Key head) { m_affected.insert(head); }

    /// Does a little. \return true when all is done
    bool step();
    /// The heads of what is shown, in ascending order.
    std::vector<Key> take();

private:
    enum class Phase { Linking, Marking, Collecting, Sorting, Done };

    void link();
    void mark();
    void collect();
    void beginCollecting();
    bool before(Key left, Key right) const;
    bool isHead(Key key) const;

    const DeliveryTableModel& m_source;
    MessageGroups& m_groups;
    DeliveryColumn m_column;
    Phase m_phase = Phase::Linking;
    Key m_next = 0;
    Key m_begin = 0;
    Key m_end = 0;
    int m_row = 0; ///< of the source, that is marked next
    std::vector<bool> m_marks; ///< by first row: some delivery of the message is shown
    std::vector<Key> m_keys;
    SlicedSort<Key> m_sort;
    std::unordered_set<Key> m_affected;
};

} // namespace hookloupe

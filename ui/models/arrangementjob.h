// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryfilter.h"
#include "models/deliveryrows.h"

#include <vector>

namespace hookloupe {

/// Filters and sorts the rows that are there when it begins, in steps of about a millisecond.
///
/// Rows may be added at either end in the meantime; nothing may be removed.
class ArrangementJob {
public:
    using Key = DeliveryRows::Key;

    /// \param filter  not null
    ArrangementJob(const DeliveryRows& rows, DeliveryFilterPtr filter, DeliveryColumn column);

    DeliveryColumn column() const { return m_column; }
    const DeliveryFilterPtr& filter() const { return m_filter; }
    /// Keys from begin to before end were looked at.
    Key begin() const { return m_begin; }
    Key end() const { return m_end; }

    /// Does a little. \return true when all is done
    bool step(const DeliveryRows& rows);
    /// What is shown, in ascending order of the column; equal ones by their time.
    std::vector<Key> takeKeys() { return std::move(m_keys); }

private:
    enum class Phase { Collecting, SortingRuns, Merging, Done };

    void collect(const DeliveryRows& rows);
    void sortRun(const DeliveryRows& rows);
    void merge(const DeliveryRows& rows);
    void beginMerge(std::size_t left);

    DeliveryFilterPtr m_filter;
    DeliveryColumn m_column;
    Phase m_phase = Phase::Collecting;
    Key m_begin;
    Key m_end;
    Key m_next;
    std::vector<Key> m_keys;
    std::vector<Key> m_merged;
    std::size_t m_sorted = 0; ///< keys in sorted runs so far
    std::size_t m_run = 0; ///< length of the runs that are merged
    std::size_t m_left = 0;
    std::size_t m_leftEnd = 0;
    std::size_t m_right = 0;
    std::size_t m_rightEnd = 0;
};

/// True when the row of \p left comes before that of \p right, by the column and then by time.
bool comesBefore(const DeliveryRows& rows, DeliveryColumn column, DeliveryRows::Key left, DeliveryRows::Key right);

} // namespace hookloupe

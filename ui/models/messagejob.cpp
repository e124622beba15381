// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagejob.h"

#include "models/arrangementjob.h"
#include "models/deliverytablemodel.h"
#include "models/sortedkeys.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr int PerStep = 4096;

} // namespace

MessageJob::MessageJob(const DeliveryTableModel& source, MessageGroups& groups, DeliveryColumn column)
    : m_source(source)
    , m_groups(groups)
    , m_column(column)
    , m_next(source.rows().keyAt(0))
{
}

bool MessageJob::step()
{
    switch (m_phase) {
    case Phase::Linking:
        link();
        break;
    case Phase::Marking:
        mark();
        break;
    case Phase::Collecting:
        collect();
        break;
    case Phase::Sorting:
        if (m_sort.step([this](Key left, Key right) { return before(left, right); })) {
            m_keys = m_sort.take();
            m_phase = Phase::Done;
        }
        break;
    case Phase::Done:
        break;
    }
    return m_phase == Phase::Done;
}

bool MessageJob::before(Key left, Key right) const
{
    const DeliveryRows& rows = m_source.rows();
    return m_column == TimeColumn ? rows.indexOf(left) < rows.indexOf(right) : comesBefore(rows, m_column, left, right);
}

void MessageJob::link()
{
    const DeliveryRows& rows = m_source.rows();
    const Key end = rows.keyAt(rows.size());
    for (int n = 0; n < PerStep && m_next != end; ++n, ++m_next) {
        if (const qsizetype index = rows.indexOf(m_next); !m_groups.isLinked(index))
            m_groups.link(rows, index);
    }
    if (m_next == end)
        beginCollecting();
}

void MessageJob::beginCollecting()
{
    const DeliveryRows& rows = m_source.rows();
    m_begin = rows.keyAt(0);
    m_end = rows.keyAt(rows.size());
    m_next = m_begin;
    m_phase = Phase::Collecting;
    if (!m_source.isShownWhole()) {
        m_marks.assign(static_cast<std::size_t>(rows.size()), false);
        m_phase = Phase::Marking;
    }
}

void MessageJob::mark()
{
    const DeliveryRows& rows = m_source.rows();
    const int end = m_source.rowCount();
    for (int n = 0; n < PerStep && m_row < end; ++n, ++m_row) {
        const Key key = rows.keyAt(m_source.storedAt(m_row));
        const Key first = rows.keyAt(m_groups.first(rows, rows.indexOf(key)));
        // What came meanwhile is affected and looked at in the end.
        if (const Key place = first - m_begin; place < m_marks.size())
            m_marks[place] = true;
    }
    if (m_row >= end)
        m_phase = Phase::Collecting;
}

void MessageJob::collect()
{
    const DeliveryRows& rows = m_source.rows();
    for (int n = 0; n < PerStep && m_next != m_end; ++n, ++m_next) {
        const qsizetype index = rows.indexOf(m_next);
        if (!m_groups.isLast(index))
            continue;
        const Key first = m_marks.empty() ? m_begin : rows.keyAt(m_groups.first(rows, index));
        const Key place = first - m_begin;
        if (m_marks.empty() || (place < m_marks.size() && m_marks[place]))
            m_keys.push_back(m_next);
    }
    if (m_next != m_end)
        return;
    m_phase = Phase::Done;
    if (m_column != TimeColumn) {
        m_sort = SlicedSort<Key>(std::move(m_keys));
        m_phase = Phase::Sorting;
    }
}

bool MessageJob::isHead(Key key) const
{
    const DeliveryRows& rows = m_source.rows();
    qsizetype index = rows.indexOf(key);
    if (!m_groups.isLast(index))
        return false;
    while (index >= 0 && !m_source.isShown(index))
        index = m_groups.previous(index);
    return index >= 0;
}

std::vector<MessageJob::Key> MessageJob::take()
{
    std::vector<Key> affected(m_affected.begin(), m_affected.end());
    const auto isBefore = [this](Key left, Key right) { return before(left, right); };
    std::sort(affected.begin(), affected.end(), isBefore);
    // All that is affected is taken out, and what is to be shown of it put in where it belongs.
    std::vector<std::ptrdiff_t> places;
    for (const Key key : affected) {
        const auto found = std::lower_bound(m_keys.begin(), m_keys.end(), key, isBefore);
        if (found != m_keys.end() && *found == key)
            places.push_back(found - m_keys.begin());
    }
    sortedkeys::removeAt(m_keys, places);
    std::erase_if(affected, [this](Key key) { return !isHead(key); });
    sortedkeys::merge(m_keys, affected, isBefore);
    return std::move(m_keys);
}

} // namespace hookloupe

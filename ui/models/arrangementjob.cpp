// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/arrangementjob.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr std::size_t CollectedPerStep = 8192;
constexpr std::size_t RunLength = 1024;
constexpr std::size_t MergedPerStep = 4096;

} // namespace

bool comesBefore(const DeliveryRows& rows, DeliveryColumn column, DeliveryRows::Key left, DeliveryRows::Key right)
{
    const qsizetype leftIndex = rows.indexOf(left);
    const qsizetype rightIndex = rows.indexOf(right);
    const auto order = rows.compare(column, rows.at(leftIndex), rows.at(rightIndex));
    return order == std::strong_ordering::equal ? leftIndex < rightIndex : order == std::strong_ordering::less;
}

ArrangementJob::ArrangementJob(const DeliveryRows& rows, DeliveryFilterPtr filter, DeliveryColumn column)
    : m_filter(std::move(filter))
    , m_column(column)
    , m_begin(rows.keyAt(0))
    , m_end(rows.keyAt(rows.size()))
    , m_next(m_begin)
{
}

bool ArrangementJob::step(const DeliveryRows& rows)
{
    switch (m_phase) {
    case Phase::Collecting:
        collect(rows);
        break;
    case Phase::SortingRuns:
        sortRun(rows);
        break;
    case Phase::Merging:
        merge(rows);
        break;
    case Phase::Done:
        break;
    }
    return m_phase == Phase::Done;
}

void ArrangementJob::collect(const DeliveryRows& rows)
{
    for (std::size_t n = 0; n < CollectedPerStep && m_next != m_end; ++n, ++m_next) {
        if (m_filter->matches(rows, rows.at(rows.indexOf(m_next))))
            m_keys.push_back(m_next);
    }
    if (m_next == m_end)
        m_phase = m_column == TimeColumn || m_keys.size() < 2 ? Phase::Done : Phase::SortingRuns;
}

void ArrangementJob::sortRun(const DeliveryRows& rows)
{
    const std::size_t end = std::min(m_sorted + RunLength, m_keys.size());
    std::sort(m_keys.begin() + static_cast<std::ptrdiff_t>(m_sorted), m_keys.begin() + static_cast<std::ptrdiff_t>(end),
        [&](Key left, Key right) { return comesBefore(rows, m_column, left, right); });
    m_sorted = end;
    if (m_sorted < m_keys.size())
        return;
    m_run = RunLength;
    m_phase = m_run >= m_keys.size() ? Phase::Done : Phase::Merging;
    m_merged.reserve(m_keys.size());
    beginMerge(0);
}

void ArrangementJob::beginMerge(std::size_t left)
{
    m_left = left;
    m_leftEnd = std::min(left + m_run, m_keys.size());
    m_right = m_leftEnd;
    m_rightEnd = std::min(m_leftEnd + m_run, m_keys.size());
}

void ArrangementJob::merge(const DeliveryRows& rows)
{
    for (std::size_t n = 0; n < MergedPerStep; ++n) {
        if (m_left < m_leftEnd && m_right < m_rightEnd) {
            const bool takesRight = comesBefore(rows, m_column, m_keys[m_right], m_keys[m_left]);
            m_merged.push_back(m_keys[takesRight ? m_right++ : m_left++]);
        } else if (m_left < m_leftEnd) {
            m_merged.push_back(m_keys[m_left++]);
        } else if (m_right < m_rightEnd) {
            m_merged.push_back(m_keys[m_right++]);
        } else if (m_rightEnd < m_keys.size()) {
            beginMerge(m_rightEnd);
        } else {
            m_keys.swap(m_merged);
            m_merged.clear();
            m_run *= 2;
            if (m_run >= m_keys.size()) {
                m_phase = Phase::Done;
                return;
            }
            beginMerge(0);
        }
    }
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/attemptaxis.h"

#include <algorithm>
#include <cmath>

namespace hookloupe {

namespace {

/// What the chosen marks need, with a fold wherever some between them are left out.
int leastWidthOf(const std::vector<AttemptAxis::Mark>& marks, const std::vector<bool>& isShown, int foldWidth)
{
    int width = 0;
    bool isGap = false;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!isShown[i]) {
            isGap = true;
            continue;
        }
        if (width > 0)
            width += AttemptAxis::MinGap + (isGap ? foldWidth + AttemptAxis::MinGap : 0);
        width += std::max(marks[i].width, 1);
        isGap = false;
    }
    return width;
}

/// The order in which marks get their room: both ends, the kept ones, then from the newest to the oldest.
std::vector<std::size_t> byImportance(const std::vector<AttemptAxis::Mark>& marks)
{
    std::vector<std::size_t> order { 0, marks.size() - 1 };
    for (std::size_t i = 1; i + 1 < marks.size(); ++i) {
        if (marks[i].isKept)
            order.push_back(i);
    }
    for (std::size_t i = marks.size() - 1; i-- > 1;) {
        if (!marks[i].isKept)
            order.push_back(i);
    }
    return order;
}

} // namespace

double compressedWait(std::chrono::milliseconds wait)
{
    return std::log1p(static_cast<double>(std::max<std::chrono::milliseconds::rep>(wait.count(), 0)) / 1'000);
}

AttemptAxis::AttemptAxis(const std::vector<Mark>& marks, int width, int foldWidth)
{
    if (marks.empty())
        return;
    fold(marks, width, foldWidth);
    spread(marks, width);
}

int AttemptAxis::leastWidth(const std::vector<Mark>& marks)
{
    return leastWidthOf(marks, std::vector<bool>(marks.size(), true), 0);
}

void AttemptAxis::fold(const std::vector<Mark>& marks, int width, int foldWidth)
{
    std::vector<bool> isShown(marks.size(), true);
    if (leastWidth(marks) > width) {
        isShown.assign(marks.size(), false);
        isShown.front() = isShown.back() = true;
        for (const std::size_t index : byImportance(marks)) {
            if (isShown[index])
                continue;
            isShown[index] = true;
            if (leastWidthOf(marks, isShown, foldWidth) <= width)
                continue;
            isShown[index] = false;
            if (!marks[index].isKept)
                break;
        }
    }
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const int index = static_cast<int>(i);
        if (isShown[i]) {
            m_places.push_back({ index, index, 0, std::max(marks[i].width, 1) });
        } else if (!m_places.empty() && m_places.back().isFold) {
            m_places.back().last = index;
        } else {
            m_places.push_back({ index, index, 0, foldWidth, true });
        }
    }
}

void AttemptAxis::spread(const std::vector<Mark>& marks, int width)
{
    std::vector<double> lengths;
    double all = 0;
    int used = 0;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        used += m_places[i].width + (i > 0 ? MinGap : 0);
        // What a fold leaves out is not measured: its links are as short as can be
        const bool isMeasured = i > 0 && !m_places[i].isFold && !m_places[i - 1].isFold;
        lengths.push_back(
            isMeasured ? compressedWait(marks[static_cast<std::size_t>(m_places[i].first)].waitBefore) : 0);
        all += lengths.back();
    }
    const double spare = std::max(width - used, 0);
    double extra = 0;
    int left = 0;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (i > 0)
            left += m_places[i - 1].width + MinGap;
        extra += all > 0 ? spare * lengths[i] / all : 0;
        m_places[i].left = left + static_cast<int>(extra);
    }
}

int AttemptAxis::placeOf(int mark) const
{
    const auto found = std::find_if(m_places.begin(), m_places.end(),
        [mark](const Place& place) { return place.first <= mark && mark <= place.last; });
    return found == m_places.end() ? -1 : static_cast<int>(found - m_places.begin());
}

int AttemptAxis::length() const
{
    return m_places.empty() ? 0 : m_places.back().right();
}

bool AttemptAxis::isFolded() const
{
    return std::any_of(m_places.begin(), m_places.end(), [](const Place& place) { return place.isFold; });
}

} // namespace hookloupe

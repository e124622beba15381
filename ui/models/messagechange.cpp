// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/messagechange.h"

#include "models/arrangementjob.h"

#include <algorithm>

namespace hookloupe {

MessageChange::MessageChange(
    const DeliveryRows& rows, const MessageGroups& groups, const MessageLines& lines, DeliveryColumn column)
    : m_rows(rows)
    , m_groups(groups)
    , m_lines(lines)
    , m_column(column)
{
}

bool MessageChange::before(Key left, Key right) const
{
    return m_column == TimeColumn ? m_rows.indexOf(left) < m_rows.indexOf(right)
                                  : comesBefore(m_rows, m_column, left, right);
}

qsizetype MessageChange::find(Key head) const
{
    const std::vector<Key>& heads = m_lines.heads();
    const auto found
        = std::lower_bound(heads.begin(), heads.end(), head, [this](Key a, Key b) { return before(a, b); });
    return found != heads.end() && *found == head ? found - heads.begin() : -1;
}

void MessageChange::touch(qsizetype index)
{
    touchHead(m_rows.keyAt(m_groups.last(m_rows, index)));
}

void MessageChange::touchHead(Key head)
{
    if (m_known.emplace(head, m_touched.size()).second)
        m_touched.push_back({ head, m_isDoubtful ? -1 : find(head), head });
}

void MessageChange::leave(Key head, const std::vector<qsizetype>& leaving, bool isGone)
{
    const auto known = m_known.find(head);
    if (known == m_known.end() || m_touched[known->second].isLeft)
        return;
    Touched& touched = m_touched[known->second];
    touched.isLeft = true;
    qsizetype heir = m_rows.indexOf(head);
    while (heir >= 0 && std::binary_search(leaving.begin(), leaving.end(), heir))
        heir = m_groups.previous(heir);
    if (heir >= 0)
        touched.heir = m_rows.keyAt(heir);
    else if (isGone)
        touched.heir.reset();
}

void MessageChange::note(qsizetype index, bool isShown)
{
    m_noted.emplace_back(m_rows.keyAt(index), isShown);
}

void MessageChange::locate()
{
    if (!m_isDoubtful)
        return;
    qsizetype position = 0;
    for (const Key head : m_lines.heads()) {
        if (const auto found = m_known.find(head); found != m_known.end())
            m_touched[found->second].position = position;
        ++position;
    }
}

void MessageChange::claim()
{
    const auto headOf = [this](Key key) { return m_rows.keyAt(m_groups.last(m_rows, m_rows.indexOf(key))); };
    for (std::size_t i = 0; i < m_touched.size(); ++i) {
        const Touched& touched = m_touched[i];
        if (!touched.heir)
            continue;
        auto& claimer = m_claims[headOf(*touched.heir)];
        // Of messages that have become one, the line of the one that gave its head stays.
        const bool isSame = headOf(*touched.heir) == touched.head;
        if (touched.position >= 0 && (!claimer || isSame))
            claimer = i;
    }
    for (const auto& [key, isShown] : m_noted) {
        const Key head = headOf(key);
        m_claims.try_emplace(head);
        bool& matches = m_matches[head];
        matches = matches || isShown;
    }
}

bool MessageChange::isWanted(Key head, const std::function<bool(qsizetype)>& isShown) const
{
    if (!isShown) {
        const auto match = m_matches.find(head);
        return m_claims.at(head) || (match != m_matches.end() && match->second);
    }
    for (qsizetype index = m_rows.indexOf(head); index >= 0; index = m_groups.previous(index)) {
        if (isShown(index))
            return true;
    }
    return false;
}

MessageChange::Plan MessageChange::plan(const std::function<bool(qsizetype)>& isShown)
{
    locate();
    claim();
    Plan plan;
    std::vector<bool> stays(m_touched.size(), false);
    std::vector<Stay> claimed;
    for (const auto& [head, claimer] : m_claims) {
        if (!isWanted(head, isShown))
            continue;
        if (!claimer) {
            plan.added.push_back(head);
            continue;
        }
        stays[*claimer] = true;
        claimed.push_back({ m_touched[*claimer].position, head });
    }
    for (std::size_t i = 0; i < m_touched.size(); ++i) {
        if (m_touched[i].position >= 0 && !stays[i])
            plan.removed.push_back(m_touched[i].position);
    }
    std::sort(plan.removed.begin(), plan.removed.end());
    std::sort(plan.added.begin(), plan.added.end(), [this](Key a, Key b) { return before(a, b); });
    settle(plan, std::move(claimed));
    return plan;
}

/// Which of the messages that stay are still in their place.
void MessageChange::settle(Plan& plan, std::vector<Stay> claimed) const
{
    std::sort(claimed.begin(), claimed.end(),
        [](const Stay& left, const Stay& right) { return left.position < right.position; });
    std::vector<qsizetype> touched = plan.removed;
    for (const Stay& stay : claimed)
        touched.push_back(stay.position);
    std::sort(touched.begin(), touched.end());
    // Those that were not touched are in order; between two of them there is a run of touched ones.
    std::size_t runEnd = 0;
    qsizetype above = -1;
    qsizetype below = 0;
    for (const Stay& stay : claimed) {
        while (stay.position >= below) {
            above = touched[runEnd] - 1;
            below = touched[runEnd] + 1;
            for (++runEnd; runEnd < touched.size() && touched[runEnd] == below; ++runEnd)
                ++below;
        }
        const bool fits = (above < 0 || before(m_lines.head(above), stay.head))
            && (below == std::ssize(m_lines.heads()) || before(stay.head, m_lines.head(below)))
            && (plan.kept.empty() || before(plan.kept.back().head, stay.head));
        (fits ? plan.kept : plan.moved).push_back(stay);
    }
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responserules.h"

#include <algorithm>
#include <memory>

namespace hookloupe {

ResponseRules::ResponseRules(std::size_t rememberedMessages)
    : m_capacity(std::max<std::size_t>(rememberedMessages, 1))
{
    setSequence({});
}

void ResponseRules::setSequence(ResponseSequence sequence)
{
    std::vector<ResponsePtr> shared;
    shared.reserve(sequence.steps().size());
    for (const auto& step : sequence.steps())
        shared.push_back(std::make_shared<const Response>(step.plan));

    const std::lock_guard lock(m_mutex);
    m_sequence = std::move(sequence);
    m_shared.swap(shared);
    m_seen.clear();
    m_recent.clear();
}

ResponseSequence ResponseRules::sequence() const
{
    const std::lock_guard lock(m_mutex);
    return m_sequence;
}

ResponsePtr ResponseRules::decide(DeliveryId message)
{
    const std::lock_guard lock(m_mutex);
    if (m_sequence.isSinglePlan())
        return m_shared.front();
    return m_shared[m_sequence.stepFor(countEarlier(message))];
}

void ResponseRules::forgetMessages()
{
    const std::lock_guard lock(m_mutex);
    m_seen.clear();
    m_recent.clear();
}

qint64 ResponseRules::countEarlier(DeliveryId message)
{
    if (const auto found = m_seen.find(message); found != m_seen.end()) {
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return found->second->deliveries++;
    }
    if (m_seen.size() >= m_capacity) {
        m_seen.erase(m_recent.back().message);
        m_recent.pop_back();
    }
    m_recent.push_front({ message, 1 });
    m_seen.emplace(message, m_recent.begin());
    return 0;
}

} // namespace hookloupe

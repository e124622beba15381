// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchangerules.h"

#include <utility>

namespace hookloupe {

ExchangeRules::ExchangeRules()
    : m_inspection(std::make_shared<const InspectionRules>())
{
}

void ExchangeRules::setInspection(std::shared_ptr<const InspectionRules> rules)
{
    Responses responses;
    const std::lock_guard lock(m_mutex);
    for (const ActiveEndpoint& active : rules->endpoints()) {
        const std::optional<ResponseSequence>& wanted = active.endpoint.response;
        if (!wanted)
            continue;
        const auto old = m_responses.find(active.endpoint.id);
        std::shared_ptr<ResponseRules> kept;
        if (old != m_responses.end() && old->second->sequence() == *wanted)
            kept = old->second;
        if (!kept) {
            kept = std::make_shared<ResponseRules>();
            kept->setSequence(*wanted);
        }
        responses.try_emplace(active.endpoint.id, std::move(kept));
    }
    m_responses.swap(responses);
    m_inspection.swap(rules);
}

std::shared_ptr<const InspectionRules> ExchangeRules::inspection() const
{
    const std::lock_guard lock(m_mutex);
    return m_inspection;
}

ResponsePtr ExchangeRules::decide(const Inspection& inspected, DeliveryId message)
{
    if (inspected.challengeAnswer)
        return inspected.challengeAnswer;
    std::shared_ptr<ResponseRules> own;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_responses.find(inspected.facts.endpoint); found != m_responses.end())
            own = found->second;
    }
    return own ? own->decide(message) : m_response.decide(message);
}

void ExchangeRules::beginSession()
{
    m_response.forgetMessages();
    const std::lock_guard lock(m_mutex);
    for (const auto& [endpoint, responses] : m_responses)
        responses->forgetMessages();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/captureddeliveries.h"

#include "endpoint/inspectionrules.h"
#include "endpoint/pathpattern.h"

#include <memory>

namespace hookloupe {

void CapturedDeliveries::add(const QByteArray& method, const QByteArray& target)
{
    ++m_counts[method + ' ' + pathOfTarget(target).toByteArray()];
    ++m_total;
}

std::vector<qint64> CapturedDeliveries::takenBy(const std::vector<Endpoint>& endpoints) const
{
    std::vector<ActiveEndpoint> active;
    active.reserve(endpoints.size());
    for (const Endpoint& endpoint : endpoints)
        active.push_back({ endpoint, {} });
    const InspectionRules rules(std::make_shared<const ProfileCatalog>(), std::move(active));
    std::vector<qint64> counts(endpoints.size());
    for (auto target = m_counts.begin(); target != m_counts.end(); ++target) {
        Request request;
        request.head = RequestHead::parse(QByteArray(target.key() + " HTTP/1.1\r\n\r\n"));
        const ActiveEndpoint* taking = rules.endpointFor(request);
        const auto index = static_cast<std::size_t>(taking - rules.endpoints().data());
        if (index < counts.size())
            counts[index] += target.value();
    }
    return counts;
}

} // namespace hookloupe

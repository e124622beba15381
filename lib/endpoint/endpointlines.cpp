// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointlines.h"

#include "endpoint/endpointdefinition.h"

#include <set>

namespace hookloupe {

QByteArray endpointLines(const std::vector<Endpoint>& endpoints)
{
    QByteArray lines;
    for (const Endpoint& endpoint : endpoints)
        lines += QByteArray::number(endpoint.id.value) + ' ' + endpointDefinition(endpoint) + '\n';
    return lines;
}

std::vector<Endpoint> endpointsFromLines(const QByteArray& lines)
{
    std::vector<Endpoint> endpoints;
    std::set<EndpointId> ids;
    for (const QByteArray& line : lines.split('\n')) {
        const qsizetype blank = line.indexOf(' ');
        bool isNumber = false;
        const EndpointId id { line.left(std::max(qsizetype(0), blank)).toLongLong(&isNumber) };
        if (!isNumber || id.value < 0 || ids.contains(id) || endpoints.size() == EndpointLimits::MaxEndpoints)
            continue;
        Result<Endpoint, QString> endpoint = readEndpointDefinition(line.mid(blank + 1), id);
        if (!endpoint)
            continue;
        ids.insert(id);
        endpoints.push_back(*std::move(endpoint));
    }
    return endpoints;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/history/responsepool.h"

#include <QHash>

namespace hookloupe {

namespace {

std::size_t hashOf(const Response& response)
{
    std::size_t hash = qHashMulti(0, response.status, static_cast<int>(response.fault),
        static_cast<qint64>(response.delay.count()), response.body);
    for (const auto& [name, value] : response.headers)
        hash = qHashMulti(hash, name, value);
    return hash;
}

} // namespace

ResponsePtr bareOf(const Response& response)
{
    auto bare = std::make_shared<Response>();
    bare->status = response.status;
    bare->fault = response.fault;
    bare->delay = response.delay;
    return bare;
}

quint32 ResponsePool::numberOf(const ResponsePtr& response)
{
    if (const auto known = m_byAddress.find(response.get()); known != m_byAddress.end())
        return known->second;
    if (m_responses.size() >= MostWhole && !(response->headers.empty() && response->body.isEmpty()))
        return numberOf(bareOf(*response));
    const std::size_t hash = hashOf(*response);
    const auto [begin, end] = m_byValue.equal_range(hash);
    for (auto same = begin; same != end; ++same) {
        if (*m_responses[same->second] == *response)
            return same->second;
    }
    const auto number = static_cast<quint32>(m_responses.size());
    m_responses.push_back(response);
    m_byAddress.emplace(response.get(), number);
    m_byValue.emplace(hash, number);
    return number;
}

qint64 ResponsePool::memoryBytes() const
{
    constexpr qint64 NodeBytes = 96;
    qint64 bytes = 0;
    for (const ResponsePtr& response : m_responses)
        bytes += NodeBytes + static_cast<qint64>(sizeof(Response)) + response->body.size();
    return bytes;
}

} // namespace hookloupe

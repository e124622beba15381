// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/response.h"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// As much of an answer as matters where nothing is attempted, and as no sender and no file can fill the memory with.
ResponsePtr bareOf(const Response& response);

/// Keeps each different response once and names it by a number. Responses stay for good: there are as many as a person
/// has chosen. A file may hold more: beyond MostWhole nothing is kept of one but status, fault and delay. Not
/// thread-safe.
class ResponsePool {
public:
    static constexpr std::size_t MostWhole = 10'000;

    /// \param response  not null
    quint32 numberOf(const ResponsePtr& response);
    const ResponsePtr& at(quint32 number) const { return m_responses[number]; }
    qint64 memoryBytes() const;

private:
    std::vector<ResponsePtr> m_responses;
    std::unordered_map<const Response*, quint32> m_byAddress; ///< of those in m_responses, so no address is used again
    std::unordered_multimap<std::size_t, quint32> m_byValue;
};

} // namespace hookloupe

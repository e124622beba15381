// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "response/responsesequence.h"

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Decides the response of each request from the sequence in force.
///
/// Thread-safe: the window sets the sequence while the capture thread decides. A single plan costs one lock and no
/// look at the request. With several steps, messages are told apart by method, target and body; the number of
/// messages remembered is bounded, the one not seen for longest is forgotten first.
class ResponseRules {
public:
    /// \param rememberedMessages  at least 1
    explicit ResponseRules(std::size_t rememberedMessages = 100'000);

    /// Puts a sequence in force; every message starts at its first step.
    void setSequence(ResponseSequence sequence);
    ResponseSequence sequence() const;

    /// Decides, and counts the delivery as one of its message.
    ResponsePtr decide(const Request& request);

private:
    using MessageKey = QByteArray;

    qint64 countEarlier(const MessageKey& key);

    mutable std::mutex m_mutex;
    ResponseSequence m_sequence;
    std::vector<ResponsePtr> m_shared; ///< one Response per step, made once
    std::size_t m_capacity;
    std::list<std::pair<MessageKey, qint64>> m_recent; ///< newest first
    std::unordered_map<std::string, std::list<std::pair<MessageKey, qint64>>::iterator> m_seen;
};

} // namespace hookloupe

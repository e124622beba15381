// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "response/responsesequence.h"

#include <array>
#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Decides the response of each request from the sequence in force.
///
/// Thread-safe: the window sets the sequence while the capture thread decides. A single plan costs one lock and no
/// look at the request. With several steps, messages are told apart by method, target and body (SHA-256 over them; of
/// a body in a file: its size and its first 64 KiB, so that a large one is not read again before it is answered). The
/// number of messages remembered is bounded; the one not seen for longest is forgotten first, and begins anew.
class ResponseRules {
public:
    /// \param rememberedMessages  at least 1
    explicit ResponseRules(std::size_t rememberedMessages = 100'000);

    /// Puts a sequence in force; every message starts at its first step.
    void setSequence(ResponseSequence sequence);
    ResponseSequence sequence() const;

    /// Decides, and counts the delivery as one of its message. Never null.
    ResponsePtr decide(const Request& request);

private:
    using MessageKey = std::array<unsigned char, 32>;
    struct KeyHash {
        std::size_t operator()(const MessageKey& key) const noexcept;
    };
    struct Seen {
        MessageKey key {};
        qint64 deliveries = 0;
    };

    static MessageKey keyOf(const Request& request);
    qint64 countEarlier(const MessageKey& key);

    mutable std::mutex m_mutex;
    ResponseSequence m_sequence;
    std::vector<ResponsePtr> m_shared; ///< one Response per step, made once
    std::size_t m_capacity;
    std::list<Seen> m_recent; ///< newest first
    std::unordered_map<MessageKey, std::list<Seen>::iterator, KeyHash> m_seen;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "http/response.h"
#include "response/responsesequence.h"

#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Decides the response of each request from the sequence in force.
///
/// Thread-safe: the window sets the sequence while the capture thread decides. With several steps, each message meets
/// the whole sequence. The number of messages remembered is bounded; the one not seen for longest is forgotten first,
/// and begins anew.
class ResponseRules {
public:
    /// \param rememberedMessages  at least 1
    explicit ResponseRules(std::size_t rememberedMessages = 100'000);

    /// Puts a sequence in force; every message starts at its first step.
    void setSequence(ResponseSequence sequence);
    ResponseSequence sequence() const;

    /// Decides, and counts the delivery as one of its message. Never null.
    /// \param message  the first delivery of the message
    ResponsePtr decide(DeliveryId message);
    /// Another session begins, in which the numbers of messages mean others: each starts at its first step.
    void forgetMessages();

private:
    struct Seen {
        DeliveryId message;
        qint64 deliveries = 0;
    };

    qint64 countEarlier(DeliveryId message);

    mutable std::mutex m_mutex;
    ResponseSequence m_sequence;
    std::vector<ResponsePtr> m_shared; ///< one Response per step, made once
    std::size_t m_capacity;
    std::list<Seen> m_recent; ///< newest first
    std::unordered_map<DeliveryId, std::list<Seen>::iterator> m_seen;
};

} // namespace hookloupe

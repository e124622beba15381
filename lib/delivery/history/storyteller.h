// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/historyrecords.h"

namespace hookloupe {

/// Puts together what is told of one message, from the records of a history that outlive it.
class Storyteller {
public:
    explicit Storyteller(const HistoryRecords& records)
        : m_records(records)
    {
    }

    /// Fills in how the delivery fits what was expected after the attempt before.
    void addSchedule(DeliveryId id, AttemptFacts& facts) const;
    MessageStory story(DeliveryId id) const;
    Reaction reactionToNext(DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const;

private:
    using Record = HistoryRecords::Record;

    StoryAttempt attemptOf(DeliveryId id) const;
    void addAttempts(MessageStory& story) const;
    void stopWithSubscription(MessageStory& story) const;
    void addExpected(MessageStory& story) const;
    void addEvents(MessageStory& story) const;
    void addSubscription(MessageStory& story) const;

    const HistoryRecords& m_records;
};

} // namespace hookloupe

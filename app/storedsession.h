// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "delivery/history/deliveryhistory.h"
#include "engine/historyfacts.h"
#include "session/sessionreader.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace hookloupe {

/// A session that is read from its file, with the story of its messages.
class StoredSession {
public:
    /// Reads by what every delivery belongs to its message; the rest is read when it is asked for.
    static Result<std::unique_ptr<StoredSession>, SessionError> open(const QString& file);

    SessionReader& reader() { return *m_reader; }
    const DeliveryHistory& history() const { return *m_history; }

    /// Visits the deliveries that match in order, each with what is known of it as an attempt.
    /// \return false when a visit did; what could not be read stands in the error of the reader
    bool forEach(const FilterExpression& filter, const std::function<bool(const Delivery&)>& visit);
    /// Visits the messages in the order of their first deliveries; as forEach().
    bool forEachMessage(const std::function<bool(const MessageStory&)>& visit);
    std::optional<Delivery> delivery(DeliveryId id);

private:
    explicit StoredSession(std::unique_ptr<SessionReader> reader);

    std::vector<Delivery> nextPage(struct MatchQuestion& question);

    std::unique_ptr<SessionReader> m_reader;
    std::shared_ptr<DeliveryHistory> m_history = std::make_shared<DeliveryHistory>();
    HistoryFacts m_facts { m_history };
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "engine/sessionhistory.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

namespace hookloupe {

class CaptureEngine;

/// The messages of the session that the window shows: those of the engine's own session, or of one that another program
/// writes. GUI thread only.
class ShownHistory final : public QObject {
    Q_OBJECT

public:
    /// \param engine  outlives the object
    explicit ShownHistory(CaptureEngine& engine, QObject* parent = nullptr);
    ~ShownHistory() override;

    /// Turns to the engine's session, which it reads by itself.
    void showOwn();
    /// Turns to a session that another program writes.
    /// \param rules  with the endpoints of that session; not null
    void follow(const QString& file, std::shared_ptr<const InspectionRules> rules);
    /// The followed session was written; does nothing for one's own.
    void readOn();
    /// Other profiles are in force; one's own session has them from the engine.
    void takeProfiles();

    const DeliveryHistory& history() const;
    /// For other threads.
    std::shared_ptr<const DeliveryHistory> sharedHistory() const { return current().sharedHistory(); }
    bool isFollowing() const { return m_followed != nullptr; }
    /// Finds the attempt before one, in a session's file. For other threads; it may be asked after the session was
    /// left.
    std::function<RequestPtr(DeliveryId)> earlierAttempt(const QString& file) const;
    /// Deliveries of the session may not be known yet.
    bool isReading() const;
    /// Puts in what is known of the attempts; with the engine's own session, only where nothing stands there yet.
    void fill(std::vector<DeliverySummary>& summaries);

signals:
    /// What is told of these deliveries is something else than before.
    void changed(const std::vector<std::pair<hookloupe::DeliveryId, hookloupe::AttemptSummary>>& attempts);
    void readingEnded();

private:
    void connectTo(SessionHistory& history);
    SessionHistory& current() const;

    CaptureEngine& m_engine;
    std::unique_ptr<SessionHistory> m_followed; ///< null: the engine's own
    DeliveryId m_lastFilled; ///< the greatest that became a row
    std::unordered_set<qint64> m_early; ///< told of before they became rows
};

} // namespace hookloupe

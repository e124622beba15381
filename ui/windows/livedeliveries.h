// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/deliveryfeed.h"
#include "engine/sessionloader.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>

namespace hookloupe {

class DeliveryTableModel;

/// Keeps the table's model in step with a session: what was there, what comes, and what was missed on the way.
///
/// Takes from the feed at most 20 times a second, however much arrives.
class LiveDeliveries final : public QObject {
    Q_OBJECT

public:
    LiveDeliveries(DeliveryFeed& feed, SessionLoader& loader, DeliveryTableModel& model, QObject* parent = nullptr);

    /// Told of summaries before they become rows, to put in what is known of them elsewhere.
    void setCompletion(std::function<void(std::vector<DeliverySummary>&)> complete)
    {
        m_complete = std::move(complete);
    }
    /// Turns to a session: the newest rows come first.
    /// \param isFollowed  another program writes it; its rows come by looking at the file, and the feed is not shown
    void show(const QString& file, bool isFollowed);
    /// True while older deliveries of the session are still being read.
    bool isReading() const { return !m_questions.empty(); }

signals:
    /// Whole deliveries, before the model gets their rows.
    void arriving(const std::vector<hookloupe::Delivery>& deliveries);
    /// New deliveries were put into the model.
    void arrived(int count);
    void readingChanged(bool isReading);
    /// The program that writes the followed session has written.
    void followedChanged();

private:
    enum class Question { Older, Newer };

    void append(std::vector<DeliverySummary> summaries);
    void drain();
    void ask(Question question);
    void answered();
    void lookAgain();

    DeliveryFeed& m_feed;
    SessionLoader& m_loader;
    DeliveryTableModel& m_model;
    std::function<void(std::vector<DeliverySummary>&)> m_complete;
    QTimer m_pause; ///< runs between two looks into the feed
    bool m_hasMore = false; ///< came during the pause
    bool m_isFollowed = false;
    bool m_hasChanged = false; ///< the followed file, while it was being read
    DeliveryId m_missed; ///< newest that was dropped while a gap was being read
    std::deque<Question> m_questions; ///< asked and not yet answered, in order
};

} // namespace hookloupe

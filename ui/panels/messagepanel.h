// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/messagestory.h"
#include "panels/deliverypanel.h"

#include <QTimer>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hookloupe {

class AttemptModel;
class AttemptTimeLine;
class EventOrderModel;
class EventOrderView;
class SentenceList;
class StoryList;

/// Tells the story of a delivery; empty while it is not known. GUI thread.
using StorySource = std::function<MessageStory(DeliveryId)>;
/// The name of a provider by the id of its profile; empty for one that is not there. GUI thread.
using ProviderNameSource = std::function<QString(const QByteArray&)>;
/// What would stop a subscription of a provider. GUI thread.
using DisableRuleSource = std::function<std::optional<DisableRule>(const QByteArray&)>;

/// The story of the message that a delivery belongs to: its attempts on a line of time, what is to come, the order of
/// the events of its resource, and how the subscription stands.
class MessagePanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit MessagePanel(QWidget* parent = nullptr);

    void setStorySource(StorySource source);
    void setProviderNames(ProviderNameSource names);
    /// For saying what follows from a correction; without it nothing is said.
    void setDisableRules(DisableRuleSource rules);
    /// \param clock  what counts down; the wall clock unless told otherwise
    void setClock(std::function<SystemTime()> clock);
    /// Another program writes the session: nothing can be corrected.
    void setReadOnly(bool isReadOnly);

    void showDelivery(DeliveryPtr delivery) override;
    /// Scrolls to what is told of the subscription.
    void revealSubscription();
    /// Asks for the story anew; what is looked at stays in its place.
    void refreshStory();
    /// Counts down to now; does itself every second while it is looked at.
    void tick();
    const MessageStory& story() const { return m_story; }

signals:
    /// A person wants to see another delivery of the story.
    void deliveryWanted(hookloupe::DeliveryId id);
    /// A person says how the subscription of the delivery stands.
    void correctionWanted(hookloupe::DeliveryId id, hookloupe::SubscriptionState::Status status, int failures);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeContent();
    QWidget* makeAttempts(QWidget* parent);
    QWidget* makeOrder(QWidget* parent);
    QWidget* makeSubscription(QWidget* parent);
    QLabel* addTitle(QVBoxLayout* column, const QString& text);
    QLabel* addQuietLine(QVBoxLayout* column);
    void fillAttempts();
    void fillOrder();
    void fillSubscription();
    void updateLooks();
    void updateTimer();
    void correct();
    QString providerName() const;

    StorySource m_source;
    ProviderNameSource m_names;
    DisableRuleSource m_rules;
    std::function<SystemTime()> m_clock;
    DeliveryPtr m_delivery;
    MessageStory m_story;
    bool m_isReadOnly = false;
    QTimer m_second;

    QScrollArea* m_scroll = nullptr;
    SentenceList* m_head = nullptr;
    SentenceList* m_next = nullptr;
    QWidget* m_attempts = nullptr;
    QLabel* m_attemptsTitle = nullptr;
    AttemptTimeLine* m_line = nullptr;
    QLabel* m_lineNote = nullptr; ///< how the line is to be read
    AttemptModel* m_attemptModel = nullptr;
    StoryList* m_attemptList = nullptr;
    QWidget* m_order = nullptr;
    SentenceList* m_orderLines = nullptr;
    EventOrderView* m_orderView = nullptr;
    EventOrderModel* m_orderModel = nullptr;
    StoryList* m_orderList = nullptr;
    QLabel* m_orderNote = nullptr;
    QWidget* m_subscription = nullptr;
    QLabel* m_subscriptionTitle = nullptr;
    SentenceList* m_subscriptionLines = nullptr;
    QPushButton* m_correct = nullptr;
    std::vector<QLabel*> m_quietLines;
};

} // namespace hookloupe

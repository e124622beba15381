// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/attemptfacts.h"
#include "delivery/history/deliveryarrival.h"
#include "delivery/history/messagestory.h"
#include "delivery/history/responsepool.h"
#include "delivery/tracking/blockvector.h"
#include "delivery/tracking/messagetracker.h"
#include "profile/profilecatalog.h"

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// What a DeliveryHistory keeps, without its lock: the messages, the subscriptions, and a record of 32 bytes for each
/// delivery beside them. Not thread-safe.
class HistoryRecords {
public:
    HistoryRecords() = default;
    HistoryRecords(HistoryRecords&&) = default;
    HistoryRecords& operator=(HistoryRecords&&) = default;

    void setProfiles(std::shared_ptr<const ProfileCatalog> catalog);
    /// Gives everything away but the profiles, and is empty then.
    HistoryRecords takeForNew();

    MessageAdmission admit(const DeliveryArrival& arrival);
    AttemptFactsPtr answer(DeliveryId id, const ResponsePtr& response);
    /// Stored deliveries are about to be read: what is removed or updated from now on is not undone by add().
    void beginReading();
    void endReading();
    void add(std::span<const StoredArrival> deliveries);
    void update(const DeliveryArrival& arrival);
    void remove(std::span<const DeliveryId> ids);
    /// Some of the deliveries up to and including \p last, in the order in which removing them costs least; empty: none
    /// is left.
    /// \param end  where the last call came to; at first the greatest number
    std::vector<DeliveryId> newestThrough(DeliveryId last, std::size_t most, std::size_t& end) const;
    void beginLoading();
    void endLoading();

    std::size_t size() const { return m_tracker.size(); }
    const MessageTracker& tracker() const { return m_tracker; }
    std::optional<AttemptFacts> facts(DeliveryId id) const;
    std::optional<AttemptSummary> summary(DeliveryId id) const;
    std::optional<MessageFacts> messageFacts(DeliveryId id) const;
    MessageStory story(DeliveryId id) const;
    Reaction reactionToNext(DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const;

    std::size_t responsesSoFar(DeliveryId id) const;

    void correct(const SubscriptionCorrection& correction);
    std::optional<KeyHash> subscriptionOf(DeliveryId id) const;
    SubscriptionState subscription(const KeyHash& subscription) const { return m_subscriptions.state(subscription); }

    bool hasChanges() const { return !m_changed.empty(); }
    std::vector<DeliveryId> takeChanged(std::size_t most);
    qint64 memoryBytes() const;

private:
    friend class Storyteller;

    static constexpr quint32 Nothing = ~quint32(0);

    /// Beside the record of the tracker with the same number.
    struct Record {
        qint64 id = 0; ///< 0: not in use
        quint64 print = 0; ///< tells whether another arrival says something else
        quint32 response = Nothing; ///< not decided yet
        quint32 subscription = Nothing;
        quint32 apartBefore = 0; ///< attempts before it that a rule of their own governs
        bool isApart : 1 = false; ///< such a rule governs it
        bool isEvent : 1 = true;
        bool isStored : 1 = false; ///< it was read, while others came
        bool isEnd : 1 = false; ///< the answer ends the subscription, whatever came before
        bool isChanged = false; ///< stands in m_changed
        bool isCounted = false; ///< the subscription's tracker has its report

        quint32 apartWithIt() const { return apartBefore + (isApart ? 1U : 0U); }
    };
    /// Of all deliveries of one provider, endpoint and `apart`.
    struct Subscription {
        KeyHash key;
        KeyHash sender;
        QByteArray provider;
        ProfilePtr profile; ///< null: not known
        quint32 deliveries = 0; ///< 0: not in use
    };

    static const DeliveryRules* rulesIn(const ProfilePtr& profile);
    const DeliveryRules* rulesOf(const Record& record) const;
    QString nameOf(const Record& record) const;
    const Response* responseOf(const Record& record) const;
    Record* recordOf(DeliveryId id);
    const Record* recordOf(DeliveryId id) const;
    Record* enter(const DeliveryArrival& arrival);
    Outcome take(Record& record, const DeliveryRules* rules, const ResponsePtr& response);
    const StoredArrival* newest(const StoredArrival& stored, StoredArrival& updated) const;
    void replace(std::span<const StoredArrival> deliveries, bool areStored);
    void release(Record& record);
    quint32 takeSubscription(const DeliveryArrival& arrival);
    void leaveSubscription(quint32 number);
    AttemptContext contextOf(const Record& record, const MessageFacts& facts) const;
    SubscriptionState stateBefore(const Record& record) const;
    Reaction reactionOf(const Record& record, const MessageFacts& facts) const;
    bool judge(Record& record);
    void judgeLater(DeliveryId id);
    void rejudge(const std::vector<DeliveryId>& changed);
    void uncount(Record& record);
    void note(Record& record);

    std::shared_ptr<const ProfileCatalog> m_catalog = std::make_shared<const ProfileCatalog>();
    MessageTracker m_tracker;
    BlockVector<Record> m_records;
    std::vector<Subscription> m_known;
    std::vector<quint32> m_freeKnown;
    std::unordered_map<KeyHash, quint32> m_numbers; ///< of m_known
    SubscriptionTracker m_subscriptions;
    std::unique_ptr<SubscriptionTracker> m_loading; ///< of stored deliveries while they are being read
    std::vector<DeliveryId> m_cameMeanwhile; ///< while stored ones are being read
    bool m_isReading = false; ///< what happens to deliveries has to stand in m_meanwhile
    std::unordered_map<qint64, std::optional<DeliveryArrival>> m_meanwhile; ///< updates; nothing: removed
    std::vector<SubscriptionCorrection> m_corrections;
    ResponsePool m_responses;
    std::deque<DeliveryId> m_changed;
};

} // namespace hookloupe

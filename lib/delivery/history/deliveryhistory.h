// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/systemtime.h"
#include "delivery/history/attemptfacts.h"
#include "delivery/history/deliveryarrival.h"
#include "delivery/history/messagestory.h"
#include "delivery/reaction/subscriptiontracker.h"
#include "http/response.h"
#include "profile/profilecatalog.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace hookloupe {

/// The story of a session so far: which deliveries are attempts of which message, what their provider does after each
/// response, and how its subscriptions stand.
///
/// All of it follows from the deliveries' keys, their responses and the profiles, and is the same in whatever order
/// they were added. Thread-safe: the capture adds while a session's older deliveries are being read and a window asks.
/// A delivery that is added last costs the same at any size; a question about one message costs by its attempts.
class DeliveryHistory {
public:
    using Arrival = DeliveryArrival;
    using Stored = StoredArrival;
    using Admission = MessageAdmission;

    DeliveryHistory();
    ~DeliveryHistory();
    Q_DISABLE_COPY_MOVE(DeliveryHistory)

    /// What reactions are judged by from now on; what is there already keeps its outcome until it is added again.
    /// \param catalog  not null
    void setProfiles(std::shared_ptr<const ProfileCatalog> catalog);
    /// Called, in the thread that made the change, when changes wait that takeChanged() has not given yet. Not called
    /// again before that.
    void setListener(std::function<void()> listener);

    /// Adds a delivery that has just arrived, before its response is decided. answer() must follow.
    Admission admit(const Arrival& arrival);
    /// Tells the response of a delivery that was admitted. \return what is known of it; null when it is not there
    AttemptFactsPtr answer(DeliveryId id, const ResponsePtr& response);
    /// Counts clear(): whoever reads a session names it, so that nothing of an old one comes into a new one.
    quint64 generation() const;
    /// Adds stored deliveries, in any order; those that are there already are replaced. Nothing when \p generation is
    /// over.
    void add(std::span<const Stored> deliveries, quint64 generation);
    /// Called before each piece of a session that is read, until endReading(): what is removed or updated while it is
    /// on its way to add() is not undone by that.
    void beginReading(quint64 generation);
    void endReading(quint64 generation);
    /// What is known of a delivery has changed, its response and when it arrived have not; one that is not there is
    /// passed over.
    /// \param arrival     its \c arrivedAt is not looked at
    /// \param generation  of the session that is meant; nothing: the one that is there
    void update(const Arrival& arrival, std::optional<quint64> generation = {});
    void remove(std::span<const DeliveryId> ids, std::optional<quint64> generation = {});
    /// Removes every delivery up to and including \p last; others get their turn meanwhile.
    void removeThrough(DeliveryId last, quint64 generation);
    /// Forgets all deliveries and corrections; profiles and listener stay. \return the generation from now on
    quint64 clear();
    /// Adds stored deliveries that are older than what comes meanwhile: between these two calls subscriptions are
    /// judged by what comes alone, and by everything afterwards.
    void beginLoading(quint64 generation);
    void endLoading(quint64 generation);

    std::size_t size() const;
    /// Null when it is not there.
    AttemptFactsPtr facts(DeliveryId id) const;
    std::optional<AttemptSummary> summary(DeliveryId id) const;
    /// Cheaper than facts(): without the reaction.
    std::optional<MessageFacts> messageFacts(DeliveryId id) const;
    /// Empty when it is not there.
    MessageStory story(DeliveryId id) const;
    /// All deliveries of the message, by arrival.
    std::vector<DeliveryId> deliveriesOfMessage(DeliveryId id) const;
    /// The latest delivery of the message that came before; nothing for its first.
    std::optional<DeliveryId> attemptBefore(DeliveryId id) const;
    /// What the provider would do after \p response to the next attempt of the message, or to the first of a new one.
    /// \param id  none: of no message, and nothing is known of the subscription
    /// \param provider  id of a profile, where the delivery is not there
    Reaction reactionToNext(DeliveryId id, const QByteArray& provider, const Response& response, SystemTime now) const;

    /// How many deliveries the message has had, where another one is to come; 0: none is.
    std::size_t responsesSoFar(DeliveryId id) const;

    void correct(const SubscriptionCorrection& correction, std::optional<quint64> generation = {});
    /// The subscription that the delivery belongs to; nothing when it is not there, or is no event.
    std::optional<KeyHash> subscriptionOf(DeliveryId id) const;
    SubscriptionState subscription(const KeyHash& subscription) const;

    /// Deliveries whose facts are others than before, each once; at most \p most.
    /// \return what is left stays for the next call, and the listener is called for it
    std::vector<DeliveryId> takeChanged(std::size_t most);

    qint64 memoryBytes() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe

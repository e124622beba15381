// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/tracking/deliverychains.h"
#include "delivery/tracking/messagefacts.h"
#include "delivery/tracking/messagegroups.h"
#include "delivery/tracking/messagekeys.h"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Groups deliveries into messages, and puts the events of each resource in order.
///
/// The facts of a delivery follow from the deliveries that arrived before it (by arrival, then by id), and from
/// nothing else: whatever the order in which deliveries are added, and after everything was added anew, they are the
/// same. Which message it belongs to:
/// 1. the message of the latest earlier delivery that shares its first key; if none does, its second, and so on;
/// 2. otherwise that of the latest earlier one with its soft key, marked as probable, within the window: where the
///    response to it asked for another attempt, and its own message did not show yet that attempts share a key;
/// 3. otherwise it begins a message. So does one that names the message that it is an attempt of, when that is not the
///    earlier one's: the same event in another message.
///
/// Of each delivery it holds some 110 bytes where attempts share their keys, and no text. At most 2^27 deliveries are
/// tracked, and the clocks of 1,000 senders; nothing is known of those beyond.
///
/// Pure: no clock, no I/O. Adding the newest delivery costs the same at any size. Not thread-safe.
class MessageTracker {
public:
    /// Of messages with more deliveries, those that are there are told as before when one is removed.
    static constexpr std::size_t MostRetold = 200;
    /// So many deliveries are told anew at most by one call, since whoever captures waits for it; the next call goes
    /// on.
    static constexpr std::size_t MostSettled = 20'000;

    /// Adds a delivery; one with the same id is replaced.
    /// \return the deliveries whose facts are others than before, the added one first
    std::vector<DeliveryId> add(const TrackedDelivery& delivery);
    /// Of a message of more than MostRetold deliveries, those that came later are told as before: it goes on counting
    /// from what was there.
    /// \return the deliveries whose facts are others than before; empty when the id is unknown
    std::vector<DeliveryId> remove(DeliveryId id);
    /// Tells what our response meant, for a delivery that was added before it was decided.
    std::vector<DeliveryId> setOutcome(DeliveryId id, Outcome outcome);

    /// Many at once, each once: where they belong below others, those are worked out anew but once.
    /// \return those whose facts are different now
    std::vector<DeliveryId> addAll(std::span<const TrackedDelivery> deliveries);
    std::vector<DeliveryId> removeAll(std::span<const DeliveryId> ids);

    std::size_t size() const { return m_chains.size(); }
    /// A small number that stands for the delivery as long as it is there, for arrays that are kept beside: 0 and up,
    /// and used again after remove(). One that is added again keeps its number. \return nothing when the id is unknown
    std::optional<quint32> numberOf(DeliveryId id) const;
    /// \return nothing when the id is unknown
    std::optional<MessageFacts> facts(DeliveryId id) const;
    /// All deliveries of the message that \p id belongs to, by arrival; empty when the id is unknown.
    std::vector<DeliveryId> deliveriesOfMessage(DeliveryId id) const;
    /// When it arrived. \return nothing when the id is unknown
    std::optional<SystemTime> arrivedAt(DeliveryId id) const;
    /// The latest delivery of the same message that arrived before. \return nothing for the first, or an unknown id
    std::optional<DeliveryId> attemptBefore(DeliveryId id) const;
    /// The next delivery of the same message. \return nothing for the last, or an unknown id
    std::optional<DeliveryId> attemptAfter(DeliveryId id) const;
    /// Of the deliveries of a message the first and the newest, by arrival, \p most of them at most.
    std::vector<DeliveryId> someOfMessage(DeliveryId id, std::size_t most) const;
    /// How many deliveries the message has; 0 when the id is unknown.
    std::size_t countOfMessage(DeliveryId id) const;
    /// How many deliveries of the same message arrived before. O(log n) in those of the message.
    std::size_t earlierInMessage(DeliveryId id) const;
    /// The latest delivery of the same message. \return nothing when the id is unknown
    std::optional<DeliveryId> lastOfMessage(DeliveryId id) const;
    /// When the first delivery of the message arrived, which need not be there any more. \return as arrivedAt()
    std::optional<SystemTime> firstArrival(DeliveryId id) const;
    /// Of the events of the same resource, the one to keep: the newest, among equals the first that came.
    /// \return nothing when the delivery is unknown, or has no resource or no time
    std::optional<DeliveryId> newestOfResource(DeliveryId id) const;
    /// Of the events of the same resource: the delivery with those that arrived next to it, by arrival, at most \p most
    /// of them. As many before it as after it, and more on one side where the other has no more.
    /// \return nothing when the delivery is unknown, or has no resource or no time
    std::vector<DeliveryId> eventsOfResource(DeliveryId id, std::size_t most) const;
    /// How far the sender's clock is from ours, from its latest deliveries. \return nothing below MinSamples of them
    std::optional<ClockSkew> clockSkew(const KeyHash& sender) const;

    /// About what it holds in memory.
    qint64 memoryBytes() const;

private:
    using State = DeliveryChains::State;
    struct ByArrival {
        const DeliveryChains* chains;
        bool operator()(quint32 left, quint32 right) const { return chains->isBefore(left, right); }
    };
    using Pending = std::set<quint32, ByArrival>;
    /// The earlier delivery through which one joins its message.
    struct Joint {
        quint32 earlier = DeliveryChains::Nothing;
        std::size_t index = 0; ///< of the key that they share
        bool isProbable = false;
    };
    /// What tells how a sender's clock stands.
    struct Lag {
        SystemTime arrivedAt {};
        qint64 delivery = 0;
        std::chrono::microseconds lag { 0 };
    };

    Joint jointOf(quint32 record) const;
    State stateOf(quint32 record) const;
    MessageKind kindOf(quint32 record, const Joint& joint, quint32 previous) const;
    bool isReplay(quint32 record, const Joint& joint) const;
    bool isOtherAttemptId(quint32 record, const Joint& joint) const;
    bool haveOther(quint32 left, quint32 right, bool KeyShape::Place::*kind) const;
    std::optional<std::size_t> orderKeyOf(quint32 record) const;
    void orderInto(State& state, quint32 record) const;
    bool settleOne(quint32 record, Pending& pending);
    Pending takeLeft();
    void settle(Pending& pending, std::vector<DeliveryId>& changed);
    void reorderFrom(quint32 record, Pending& pending, std::vector<DeliveryId>& changed);
    void trim(quint32 record, Pending& pending, std::vector<quint32>& reordered);
    void leaveMessage(quint32 message, quint32 record);
    void pushSuccessors(quint32 record, Pending& pending) const;

    qint64 orderTime(quint32 record) const;
    bool isNewest(quint32 record) const;
    std::vector<DeliveryId> idsOf(const std::vector<quint32>& records) const;
    void addSkewSample(const TrackedDelivery& delivery);

    DeliveryChains m_chains;
    MessageGroups m_groups;
    std::vector<quint32> m_left; ///< still to be told anew
    std::vector<quint32> m_names; ///< numbers that are free once nothing is left and no message is named by them
    std::unordered_map<KeyHash, std::vector<Lag>> m_lags; ///< by sender, of its latest deliveries, by arrival
};

} // namespace hookloupe

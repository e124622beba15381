// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagetracker.h"

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

constexpr quint32 Nothing = DeliveryChains::Nothing;
constexpr std::size_t MaxLags = 101;
constexpr std::size_t MaxSenders = 1'000;
constexpr quint32 MaxAttempt = DeliveryChains::MaxAttempt;

using Role = DeliveryChains::Role;

bool asksForMore(Outcome outcome)
{
    return outcome == Outcome::Retry || outcome == Outcome::Throttled || outcome == Outcome::Unknown;
}

DeliveryId idOf(const DeliveryChains::Record& record)
{
    return DeliveryId { record.id };
}

} // namespace

QByteArrayView kindName(MessageKind kind)
{
    switch (kind) {
    case MessageKind::First:
        return "first";
    case MessageKind::Retry:
        return "retry";
    case MessageKind::Duplicate:
        return "duplicate";
    case MessageKind::Replay:
        return "replay";
    }
    return {};
}

std::vector<DeliveryId> MessageTracker::add(const TrackedDelivery& delivery)
{
    m_chains.expect(delivery);
    std::vector<DeliveryId> changed { delivery.id };
    if (m_chains.find(delivery.id) != Nothing) {
        const std::vector<DeliveryId> others = remove(delivery.id);
        changed.insert(changed.end(), others.begin(), others.end());
    }
    addSkewSample(delivery);
    const quint32 record = m_chains.insert(delivery);
    if (record == Nothing)
        return changed;
    Pending pending = takeLeft();
    settleOne(record, pending);
    settle(pending, changed);
    std::sort(changed.begin() + 1, changed.end());
    changed.erase(std::unique(changed.begin() + 1, changed.end()), changed.end());
    return changed;
}

std::vector<DeliveryId> MessageTracker::setOutcome(DeliveryId id, Outcome outcome)
{
    std::vector<DeliveryId> changed;
    const quint32 record = m_chains.find(id);
    if (record == Nothing || m_chains.outcome(record) == outcome)
        return changed;
    m_chains.setOutcome(record, outcome);
    Pending pending = takeLeft();
    pushSuccessors(record, pending);
    settle(pending, changed);
    return changed;
}

/// \return true when its facts are others than before; those that may follow from it are pending then
bool MessageTracker::settleOne(quint32 record, Pending& pending)
{
    const State before = m_chains.at(record).state;
    const State state = stateOf(record);
    if (state == before)
        return false;
    const quint32 message = m_chains.messageOf(record);
    if (message != Nothing)
        pushSuccessors(record, pending);
    const quint32 newMessage = state.isOtherMessage != 0 ? record : state.link;
    const bool isMoved = newMessage != message;
    if (isMoved && message != Nothing)
        leaveMessage(message, record);
    m_chains.at(record).state = state;
    if (isMoved) {
        m_groups.join(m_chains, newMessage, record);
        if (m_chains.shape(record).isSigningTime)
            m_chains.at(record).timeTurn ^= 1U;
    }
    pushSuccessors(record, pending);
    return true;
}

/// What earlier calls did not come to.
MessageTracker::Pending MessageTracker::takeLeft()
{
    Pending pending(ByArrival { &m_chains });
    pending.insert(m_left.begin(), m_left.end());
    m_left.clear();
    return pending;
}

/// Goes forward in time, so that whatever a delivery's facts rest on is settled before it. What is too much is left for
/// the next call; until nothing is left, no number is given to another delivery: somebody may still name it.
void MessageTracker::settle(Pending& pending, std::vector<DeliveryId>& changed)
{
    for (std::size_t settled = 0; !pending.empty() && settled < MostSettled; ++settled) {
        const quint32 record = *pending.begin();
        pending.erase(pending.begin());
        if (settleOne(record, pending))
            changed.push_back(idOf(m_chains.at(record)));
    }
    m_left.assign(pending.begin(), pending.end());
    if (!m_left.empty())
        return;
    for (const quint32 name : std::exchange(m_names, {})) {
        if (m_chains.isName(name) && !m_groups.hasOthers(m_chains, name))
            m_chains.freeName(name);
    }
}

void MessageTracker::pushSuccessors(quint32 record, Pending& pending) const
{
    const std::size_t count = m_chains.shape(record).placeCount;
    for (std::size_t i = 0; i < count; ++i) {
        const quint32 next = m_chains.after(record, i);
        if (next != Nothing)
            pending.insert(next);
    }
    const quint32 next = m_groups.firstAfter(m_chains, m_chains.messageOf(record), record);
    if (next != Nothing)
        pending.insert(next);
}

MessageTracker::Joint MessageTracker::jointOf(quint32 record) const
{
    const KeyShape& shape = m_chains.shape(record);
    std::size_t soft = 0;
    quint32 softBefore = Nothing;
    for (std::size_t i = 0; i < shape.placeCount; ++i) {
        const Role role = shape.places[i].role;
        if (role == Role::Key) {
            const quint32 before = m_chains.before(record, i);
            if (before != Nothing)
                return { before, i, false };
        } else if (role == Role::SoftAfterFailure || role == Role::SoftAlways) {
            soft = i;
            softBefore = m_chains.before(record, i);
        }
    }
    if (softBefore == Nothing)
        return {};
    const auto& earlier = m_chains.at(softBefore);
    const KeyShape::Place& place = shape.places[soft];
    if (m_chains.at(record).arrivedAt - earlier.arrivedAt > std::chrono::seconds(place.window))
        return {};
    const bool joins = place.role == Role::SoftAlways
        || (asksForMore(m_chains.outcome(softBefore)) && earlier.state.hasSharedKey == 0);
    return joins ? Joint { softBefore, soft, true } : Joint {};
}

MessageTracker::State MessageTracker::stateOf(quint32 record) const
{
    const Joint joint = jointOf(record);
    const bool isOtherMessage = joint.earlier != Nothing && isOtherAttemptId(record, joint);
    const bool joins = joint.earlier != Nothing && !isOtherMessage;
    const quint32 message = joins ? m_chains.messageOf(joint.earlier) : record;
    State state;
    state.link = isOtherMessage ? joint.earlier : message;
    state.isOtherMessage = isOtherMessage ? 1U : 0U;
    const quint32 previous = joins ? m_groups.lastBefore(m_chains, message, record) : Nothing;
    quint32 attempt = std::max<quint32>(m_chains.shape(record).claimedAttempt, 1);
    if (previous != Nothing) {
        const State& last = m_chains.at(previous).state;
        attempt = std::max<quint32>(attempt, last.attempt + 1U);
        const bool wasAcknowledged = last.wasAcknowledged != 0 || m_chains.outcome(previous) == Outcome::Acknowledged;
        state.wasAcknowledged = wasAcknowledged ? 1U : 0U;
    }
    state.attempt = std::min(attempt, MaxAttempt) & MaxAttempt;
    state.isProbable = joins && joint.isProbable ? 1U : 0U;
    state.hasSharedKey = joins && !joint.isProbable ? 1U : 0U;
    state.kind = static_cast<quint32>(kindOf(record, joint, previous)) & 3U;
    orderInto(state, record);
    return state;
}

/// The time that counts for the order: of an event that is signed anew, that of its message's first delivery.
qint64 MessageTracker::orderTime(quint32 record) const
{
    const qint64 own = m_chains.at(record).eventTime;
    if (!m_chains.shape(record).isSigningTime)
        return own;
    const quint32 message = m_chains.messageOf(record);
    if (message == Nothing || message == record)
        return own;
    const qint64 first = m_chains.at(message).eventTime;
    return first == DeliveryChains::NoTime ? own : first;
}

/// True where it is newer than all events of its resource that came before.
bool MessageTracker::isNewest(quint32 record) const
{
    const quint32 newest = m_chains.at(record).state.newestBefore;
    return newest == Nothing || orderTime(record) > orderTime(newest);
}

MessageKind MessageTracker::kindOf(quint32 record, const Joint& joint, quint32 previous) const
{
    if (joint.earlier != Nothing && previous == Nothing)
        return MessageKind::Duplicate;
    if (joint.earlier == Nothing)
        return m_chains.shape(record).claimedAttempt > 1 ? MessageKind::Retry : MessageKind::First;
    if (isReplay(record, joint))
        return MessageKind::Replay;
    const Outcome outcome = m_chains.outcome(previous);
    if (outcome == Outcome::Acknowledged)
        return MessageKind::Duplicate;
    return asksForMore(outcome) ? MessageKind::Retry : MessageKind::Replay;
}

/// The same bytes where each attempt is signed anew, or a token that stood in another body.
bool MessageTracker::isReplay(quint32 record, const Joint& joint) const
{
    const KeyShape& shape = m_chains.shape(record);
    if (shape.places[joint.index].isToken && haveOther(record, joint.earlier, &KeyShape::Place::isBody))
        return true;
    for (std::size_t i = 0; i < shape.placeCount; ++i) {
        if (shape.places[i].role == Role::SignedBytes && m_chains.before(record, i) != Nothing)
            return true;
    }
    return false;
}

/// True when both name the message that they are attempts of, and it is not the same.
bool MessageTracker::isOtherAttemptId(quint32 record, const Joint& joint) const
{
    return !m_chains.shape(record).places[joint.index].isAttemptId
        && haveOther(record, joint.earlier, &KeyShape::Place::isAttemptId);
}

/// True when both have a key of the kind, and not the same.
bool MessageTracker::haveOther(quint32 left, quint32 right, bool KeyShape::Place::*kind) const
{
    const auto hashOf = [&](quint32 record) -> std::optional<quint64> {
        const KeyShape& shape = m_chains.shape(record);
        for (std::size_t i = 0; i < shape.placeCount; ++i) {
            if (shape.places[i].*kind)
                return m_chains.hash(record, i);
        }
        return std::nullopt;
    };
    const std::optional<quint64> one = hashOf(left);
    const std::optional<quint64> other = hashOf(right);
    return one && other && *one != *other;
}

/// \return its index in the delivery's keys
std::optional<std::size_t> MessageTracker::orderKeyOf(quint32 record) const
{
    const KeyShape& shape = m_chains.shape(record);
    for (std::size_t i = 0; i < shape.placeCount; ++i) {
        if (shape.places[i].role == Role::Order)
            return i;
    }
    return std::nullopt;
}

void MessageTracker::orderInto(State& state, quint32 record) const
{
    const std::optional<std::size_t> key = orderKeyOf(record);
    const quint32 before = key ? m_chains.before(record, *key) : Nothing;
    if (before == Nothing)
        return;
    state.newestBefore = isNewest(before) ? before : m_chains.at(before).state.newestBefore;
    state.newestTurn = m_chains.at(state.newestBefore).timeTurn;
}

std::optional<quint32> MessageTracker::numberOf(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    return record == Nothing ? std::nullopt : std::optional(record);
}

std::optional<MessageFacts> MessageTracker::facts(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == Nothing)
        return std::nullopt;
    const auto& own = m_chains.at(record);
    const State& state = own.state;
    MessageFacts facts;
    facts.message = idOf(m_chains.at(m_chains.messageOf(record)));
    facts.attempt = static_cast<int>(state.attempt);
    facts.kind = static_cast<MessageKind>(state.kind);
    if (state.isOtherMessage != 0)
        facts.sameEvent = idOf(m_chains.at(state.link));
    facts.isProbable = state.isProbable != 0;
    facts.wasAcknowledged = state.wasAcknowledged != 0;
    const qint64 time = orderTime(record);
    if (time != DeliveryChains::NoTime)
        facts.eventTime = SystemTime(std::chrono::microseconds(time));
    if (state.newestBefore != Nothing && orderTime(state.newestBefore) != DeliveryChains::NoTime) {
        const auto& newest = m_chains.at(state.newestBefore);
        facts.order = EventOrder { idOf(newest), std::chrono::microseconds(time - orderTime(state.newestBefore)),
            own.arrivedAt - newest.arrivedAt };
    }
    return facts;
}

std::vector<DeliveryId> MessageTracker::idsOf(const std::vector<quint32>& records) const
{
    std::vector<DeliveryId> ids;
    ids.reserve(records.size());
    for (const quint32 record : records)
        ids.push_back(idOf(m_chains.at(record)));
    return ids;
}

std::vector<DeliveryId> MessageTracker::deliveriesOfMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    return record == Nothing ? std::vector<DeliveryId>() : idsOf(m_groups.all(m_chains, m_chains.messageOf(record)));
}

std::optional<DeliveryId> MessageTracker::newestOfResource(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    const std::optional<std::size_t> key = record == Nothing ? std::nullopt : orderKeyOf(record);
    if (!key)
        return std::nullopt;
    const quint32 last = m_chains.lastOf(record, *key);
    return idOf(m_chains.at(isNewest(last) ? last : m_chains.at(last).state.newestBefore));
}

std::vector<DeliveryId> MessageTracker::eventsOfResource(DeliveryId id, std::size_t most) const
{
    const quint32 record = m_chains.find(id);
    const std::optional<std::size_t> key = record == Nothing ? std::nullopt : orderKeyOf(record);
    return key ? idsOf(m_chains.around(record, *key, most)) : std::vector<DeliveryId>();
}

void MessageTracker::addSkewSample(const TrackedDelivery& delivery)
{
    const std::optional<SystemTime>& sentAt = delivery.keys.sentAt ? delivery.keys.sentAt : delivery.keys.eventTime;
    if (!sentAt)
        return;
    const auto known = m_lags.find(delivery.keys.sender);
    if (known == m_lags.end() && m_lags.size() >= MaxSenders)
        return;
    std::vector<Lag>& lags = known == m_lags.end() ? m_lags[delivery.keys.sender] : known->second;
    const Lag lag { delivery.arrivedAt, delivery.id.value, delivery.arrivedAt - *sentAt };
    const auto isBefore = [](const Lag& a, const Lag& b) {
        return a.arrivedAt != b.arrivedAt ? a.arrivedAt < b.arrivedAt : a.delivery < b.delivery;
    };
    const auto place = std::lower_bound(lags.begin(), lags.end(), lag, isBefore);
    if (place != lags.end() && !isBefore(lag, *place))
        *place = lag;
    else
        lags.insert(place, lag);
    if (lags.size() > MaxLags)
        lags.erase(lags.begin());
}

/// The lower quartile: retries and late events only lengthen the lag, so the shorter ones tell more of the clock.
std::optional<ClockSkew> MessageTracker::clockSkew(const KeyHash& sender) const
{
    const auto found = m_lags.find(sender);
    if (found == m_lags.end() || found->second.size() < ClockSkew::MinSamples)
        return std::nullopt;
    std::vector<std::chrono::microseconds> lags;
    for (const Lag& sample : found->second)
        lags.push_back(sample.lag);
    const auto quartile = lags.begin() + static_cast<std::ptrdiff_t>(lags.size() / 4);
    std::nth_element(lags.begin(), quartile, lags.end());
    return ClockSkew { *quartile, static_cast<int>(lags.size()) };
}

qint64 MessageTracker::memoryBytes() const
{
    constexpr qint64 NodeBytes = 64;
    qint64 bytes = m_chains.memoryBytes() + m_groups.memoryBytes();
    for (const auto& [sender, lags] : m_lags)
        bytes += NodeBytes + static_cast<qint64>(lags.capacity() * sizeof(Lag));
    return bytes;
}

} // namespace hookloupe

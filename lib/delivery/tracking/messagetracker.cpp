// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagetracker.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr quint32 Nothing = DeliveryChains::Nothing;
constexpr std::size_t MaxLags = 101;
constexpr quint32 MaxAttempt = (1U << 26) - 1;

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
    std::vector<DeliveryId> changed { delivery.id };
    if (m_chains.find(delivery.id) != Nothing) {
        const std::vector<DeliveryId> others = remove(delivery.id);
        changed.insert(changed.end(), others.begin(), others.end());
    }
    addSkewSample(delivery);
    const quint32 record = m_chains.insert(delivery);
    Pending pending(ByArrival { &m_chains });
    settleOne(record, pending);
    settle(pending, changed);
    std::sort(changed.begin() + 1, changed.end());
    changed.erase(std::unique(changed.begin() + 1, changed.end()), changed.end());
    return changed;
}

std::vector<DeliveryId> MessageTracker::remove(DeliveryId id)
{
    std::vector<DeliveryId> changed;
    const quint32 record = m_chains.find(id);
    if (record == Nothing)
        return changed;
    Pending pending(ByArrival { &m_chains });
    pushSuccessors(record, pending);
    leaveGroup(m_chains.at(record).state.group, record);
    m_chains.erase(record);
    settle(pending, changed);
    return changed;
}

std::vector<DeliveryId> MessageTracker::setOutcome(DeliveryId id, Outcome outcome)
{
    std::vector<DeliveryId> changed;
    const quint32 record = m_chains.find(id);
    if (record == Nothing || m_chains.at(record).outcome == outcome)
        return changed;
    m_chains.at(record).outcome = outcome;
    Pending pending(ByArrival { &m_chains });
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
    if (state.group != before.group) {
        if (before.group != Nothing) {
            pushSuccessors(record, pending);
            leaveGroup(before.group, record);
        }
        joinGroup(state.group, record);
    }
    m_chains.at(record).state = state;
    pushSuccessors(record, pending);
    return true;
}

/// Goes forward in time, so that whatever a delivery's facts rest on is settled before it.
void MessageTracker::settle(Pending& pending, std::vector<DeliveryId>& changed)
{
    while (!pending.empty()) {
        const quint32 record = *pending.begin();
        pending.erase(pending.begin());
        if (settleOne(record, pending))
            changed.push_back(idOf(m_chains.at(record)));
    }
}

void MessageTracker::pushSuccessors(quint32 record, Pending& pending) const
{
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        if (const Place* const next = m_chains.after(record, i))
            pending.insert(next->record);
    }
    const quint32 next = firstAfter(m_chains.at(record).state.group, record);
    if (next != Nothing)
        pending.insert(next);
}

MessageTracker::Joint MessageTracker::jointOf(quint32 record) const
{
    const Place* soft = nullptr;
    const Place* softBefore = nullptr;
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        const Place& own = m_chains.place(record, i);
        if (own.is(Role::Key)) {
            if (const Place* const before = m_chains.before(record, i))
                return { before->record, &own, false };
        } else if (own.is(Role::SoftAfterFailure) || own.is(Role::SoftAlways)) {
            soft = &own;
            softBefore = m_chains.before(record, i);
        }
    }
    if (!softBefore)
        return {};
    const auto& earlier = m_chains.at(softBefore->record);
    if (m_chains.at(record).arrivedAt - earlier.arrivedAt > std::chrono::seconds(soft->window))
        return {};
    const bool joins = soft->is(Role::SoftAlways) || (asksForMore(earlier.outcome) && earlier.state.hasSharedKey == 0);
    return joins ? Joint { softBefore->record, soft, true } : Joint {};
}

MessageTracker::State MessageTracker::stateOf(quint32 record) const
{
    const auto& own = m_chains.at(record);
    const Joint joint = jointOf(record);
    const bool isOtherMessage = joint.earlier != Nothing && isOtherAttemptId(record, joint);
    const bool joins = joint.earlier != Nothing && !isOtherMessage;
    State state;
    state.group = joins ? m_chains.at(joint.earlier).state.group : record;
    state.sameEvent = isOtherMessage ? joint.earlier : Nothing;
    const quint32 previous = joins ? lastBefore(state.group, record) : Nothing;
    quint32 attempt = std::max<quint32>(own.claimedAttempt, 1);
    if (previous != Nothing) {
        const auto& last = m_chains.at(previous);
        attempt = std::max<quint32>(attempt, last.state.attempt + 1U);
        const bool wasAcknowledged = last.state.wasAcknowledged != 0 || last.outcome == Outcome::Acknowledged;
        state.wasAcknowledged = wasAcknowledged ? 1U : 0U;
    }
    state.attempt = std::min(attempt, MaxAttempt) & MaxAttempt;
    state.isProbable = joins && joint.isProbable ? 1U : 0U;
    state.hasSharedKey = joins && !joint.isProbable ? 1U : 0U;
    state.kind = static_cast<quint32>(kindOf(record, joint, previous)) & 7U;
    state.effectiveTime = own.eventTime;
    if (own.isSigningTime != 0 && state.group != record && m_chains.at(state.group).eventTime != DeliveryChains::NoTime)
        state.effectiveTime = m_chains.at(state.group).eventTime;
    orderInto(state, record);
    return state;
}

MessageKind MessageTracker::kindOf(quint32 record, const Joint& joint, quint32 previous) const
{
    if (joint.earlier != Nothing && previous == Nothing)
        return MessageKind::Duplicate;
    if (joint.earlier == Nothing)
        return m_chains.at(record).claimedAttempt > 1 ? MessageKind::Retry : MessageKind::First;
    if (isReplay(record, joint))
        return MessageKind::Replay;
    const Outcome outcome = m_chains.at(previous).outcome;
    if (outcome == Outcome::Acknowledged)
        return MessageKind::Duplicate;
    return asksForMore(outcome) ? MessageKind::Retry : MessageKind::Replay;
}

/// The same bytes where each attempt is signed anew, or a token that stood in another body.
bool MessageTracker::isReplay(quint32 record, const Joint& joint) const
{
    const auto bodyOf = [this](quint32 of) -> const Place* {
        for (std::size_t i = 0; i < m_chains.placeCount(of); ++i) {
            if (m_chains.place(of, i).isBody != 0)
                return &m_chains.place(of, i);
        }
        return nullptr;
    };
    if (joint.own->isToken != 0) {
        const Place* const own = bodyOf(record);
        const Place* const other = bodyOf(joint.earlier);
        if (own && other && own->hash != other->hash)
            return true;
    }
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        if (m_chains.place(record, i).is(Role::SignedBytes) && m_chains.before(record, i))
            return true;
    }
    return false;
}

/// True when both name the message that they are attempts of, and it is not the same.
bool MessageTracker::isOtherAttemptId(quint32 record, const Joint& joint) const
{
    if (joint.own->isAttemptId != 0)
        return false;
    const auto attemptIdOf = [this](quint32 of) -> const Place* {
        for (std::size_t i = 0; i < m_chains.placeCount(of); ++i) {
            if (m_chains.place(of, i).isAttemptId != 0)
                return &m_chains.place(of, i);
        }
        return nullptr;
    };
    const Place* const own = attemptIdOf(record);
    const Place* const other = attemptIdOf(joint.earlier);
    return own && other && own->hash != other->hash;
}

void MessageTracker::orderInto(State& state, quint32 record) const
{
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        if (!m_chains.place(record, i).is(Role::Order))
            continue;
        const Place* const before = m_chains.before(record, i);
        if (!before)
            return;
        const State& last = m_chains.at(before->record).state;
        const bool isLastNewest = last.newestBefore == Nothing || last.effectiveTime > last.newestTime;
        state.newestBefore = isLastNewest ? before->record : last.newestBefore;
        state.newestTime = isLastNewest ? last.effectiveTime : last.newestTime;
        return;
    }
}

void MessageTracker::joinGroup(quint32 group, quint32 record)
{
    if (group == record)
        return;
    std::vector<quint32>& members = m_groups[group];
    if (members.empty())
        members.push_back(group);
    const ByArrival isBefore { &m_chains };
    auto position = members.end();
    if (isBefore(record, members.back()))
        position = std::lower_bound(members.begin(), members.end(), record, isBefore);
    members.insert(position, record);
}

void MessageTracker::leaveGroup(quint32 group, quint32 record)
{
    const auto found = m_groups.find(group);
    if (found == m_groups.end())
        return;
    std::vector<quint32>& members = found->second;
    const auto position = std::lower_bound(members.begin(), members.end(), record, ByArrival { &m_chains });
    if (position != members.end() && *position == record)
        members.erase(position);
    if (members.empty() || (members.size() == 1 && members.front() == group))
        m_groups.erase(found);
}

quint32 MessageTracker::lastBefore(quint32 group, quint32 record) const
{
    const auto found = m_groups.find(group);
    if (found == m_groups.end())
        return group != record && m_chains.isBefore(group, record) ? group : Nothing;
    const std::vector<quint32>& members = found->second;
    auto position = members.end();
    if (!m_chains.isBefore(members.back(), record))
        position = std::lower_bound(members.begin(), members.end(), record, ByArrival { &m_chains });
    return position == members.begin() ? Nothing : *(position - 1);
}

quint32 MessageTracker::firstAfter(quint32 group, quint32 record) const
{
    const auto found = m_groups.find(group);
    if (found == m_groups.end())
        return Nothing;
    const std::vector<quint32>& members = found->second;
    if (!m_chains.isBefore(record, members.back()))
        return Nothing;
    return *std::upper_bound(members.begin(), members.end(), record, ByArrival { &m_chains });
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
    facts.message = idOf(m_chains.at(state.group));
    facts.attempt = static_cast<int>(state.attempt);
    facts.kind = static_cast<MessageKind>(state.kind);
    if (state.sameEvent != Nothing)
        facts.sameEvent = idOf(m_chains.at(state.sameEvent));
    facts.isProbable = state.isProbable != 0;
    facts.wasAcknowledged = state.wasAcknowledged != 0;
    if (state.effectiveTime != DeliveryChains::NoTime)
        facts.eventTime = SystemTime(std::chrono::microseconds(state.effectiveTime));
    if (state.newestBefore != Nothing) {
        const auto& newest = m_chains.at(state.newestBefore);
        facts.order = EventOrder { idOf(newest), std::chrono::microseconds(state.effectiveTime - state.newestTime),
            own.arrivedAt - newest.arrivedAt };
    }
    return facts;
}

std::vector<DeliveryId> MessageTracker::deliveriesOfMessage(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == Nothing)
        return {};
    const auto found = m_groups.find(m_chains.at(record).state.group);
    if (found == m_groups.end())
        return { id };
    std::vector<DeliveryId> deliveries;
    deliveries.reserve(found->second.size());
    for (const quint32 member : found->second)
        deliveries.push_back(idOf(m_chains.at(member)));
    return deliveries;
}

std::optional<DeliveryId> MessageTracker::newestOfResource(DeliveryId id) const
{
    const quint32 record = m_chains.find(id);
    if (record == Nothing)
        return std::nullopt;
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        if (!m_chains.place(record, i).is(Role::Order))
            continue;
        const auto& last = m_chains.at(m_chains.lastOf(record, i));
        const bool isLastNewest
            = last.state.newestBefore == Nothing || last.state.effectiveTime > last.state.newestTime;
        return isLastNewest ? idOf(last) : idOf(m_chains.at(last.state.newestBefore));
    }
    return std::nullopt;
}

std::vector<DeliveryId> MessageTracker::eventsOfResource(DeliveryId id, std::size_t most) const
{
    const quint32 record = m_chains.find(id);
    if (record == Nothing)
        return {};
    std::vector<DeliveryId> events;
    for (std::size_t i = 0; i < m_chains.placeCount(record); ++i) {
        if (!m_chains.place(record, i).is(Role::Order))
            continue;
        for (const quint32 other : m_chains.around(record, i, most))
            events.push_back(idOf(m_chains.at(other)));
    }
    return events;
}

void MessageTracker::addSkewSample(const TrackedDelivery& delivery)
{
    const std::optional<SystemTime>& sentAt = delivery.keys.sentAt ? delivery.keys.sentAt : delivery.keys.eventTime;
    if (!sentAt)
        return;
    auto& lags = m_lags[delivery.keys.sender];
    lags.insert_or_assign(std::pair(delivery.arrivedAt, delivery.id.value), delivery.arrivedAt - *sentAt);
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
    for (const auto& [place, lag] : found->second)
        lags.push_back(lag);
    const auto quartile = lags.begin() + static_cast<std::ptrdiff_t>(lags.size() / 4);
    std::nth_element(lags.begin(), quartile, lags.end());
    return ClockSkew { *quartile, static_cast<int>(lags.size()) };
}

qint64 MessageTracker::memoryBytes() const
{
    constexpr qint64 NodeBytes = 64;
    qint64 bytes = m_chains.memoryBytes();
    for (const auto& [group, members] : m_groups)
        bytes += NodeBytes + static_cast<qint64>(members.capacity() * sizeof(quint32));
    for (const auto& [sender, lags] : m_lags)
        bytes += NodeBytes + static_cast<qint64>(lags.size()) * NodeBytes;
    return bytes;
}

} // namespace hookloupe

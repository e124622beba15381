// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/deliveryhistory.h"
#include "support/histories.h"
#include "support/historytext.h"

#include <memory>
#include <vector>

namespace hookloupe::test {

/// A delivery made from the first sample of a profile.
/// \param at     since historyBegin()
/// \param edits  as sampleRequest() takes them
inline DeliveryArrival arrivalOf(
    const ProfilePtr& profile, qint64 id, std::chrono::milliseconds at, const QStringList& edits = {})
{
    const Request request = sampleRequest(*profile, 0, edits);
    return { { id }, historyBegin() + at, profile->id, true, keysOf(profile.get(), request) };
}

inline ResponsePtr answerWith(int status)
{
    Response response;
    response.status = status;
    return std::make_shared<const Response>(std::move(response));
}

/// A delivery comes and is answered, as while it is captured.
inline AttemptFactsPtr comeLive(DeliveryHistory& history, const DeliveryArrival& arrival, const ResponsePtr& response)
{
    history.admit(arrival);
    return history.answer(arrival.id, response);
}

/// The deliveries of a history, numbered from 1.
inline std::vector<StoredArrival> storedOf(const History& history)
{
    std::vector<StoredArrival> deliveries;
    for (std::size_t i = 0; i < history.lines.size(); ++i) {
        const HistoryLine& line = history.lines[i];
        deliveries.push_back({ { { static_cast<qint64>(i) + 1 }, line.arrivedAt, line.profile->id, true,
                                   keysOf(line.profile.get(), line.request, line.endpoint) },
            std::make_shared<const Response>(line.response) });
    }
    return deliveries;
}

/// Everything that is told of a delivery, as one text that can be compared.
inline QString toldOf(const DeliveryHistory& history, DeliveryId id)
{
    const AttemptFactsPtr facts = history.facts(id);
    if (!facts)
        return u"not there"_s;
    const std::optional<AttemptSummary> summary = history.summary(id);
    const bool isSame = summary && *summary == summaryOf(*facts);
    const Reaction& reaction = facts->reaction;
    QString text = attemptLine(*facts) + (isSame ? u" |"_s : u" | with another summary"_s);
    text += u" %1 of %2"_s.arg(reaction.attempt).arg(reaction.attempts.value_or(0));
    if (reaction.next)
        text += u" at %1"_s.arg(reaction.next->earliest.time_since_epoch().count());
    if (reaction.forecast && reaction.forecast->failuresLeft)
        text += u" stops in %1"_s.arg(*reaction.forecast->failuresLeft);
    const MessageStory story = history.story(id);
    text += u" | %1 attempts, %2 expected, %3 events"_s.arg(story.attemptCount)
                .arg(story.expected.size())
                .arg(story.events.size());
    return text;
}

/// Of the subscription that the delivery belongs to, as it is now.
inline QString subscriptionTold(const DeliveryHistory& history, DeliveryId id)
{
    const std::optional<KeyHash> key = history.subscriptionOf(id);
    const SubscriptionState state = key ? history.subscription(*key) : SubscriptionState {};
    return u"%1 after %2 failures"_s.arg(static_cast<int>(state.status)).arg(state.failures)
        + (state.isContradicted ? u", contradicted"_s : QString()) + (state.isCorrected ? u", corrected"_s : QString());
}

/// Of all deliveries from 1 to \p last.
inline QStringList allTold(const DeliveryHistory& history, qint64 last)
{
    QStringList all;
    for (qint64 id = 1; id <= last; ++id)
        all << toldOf(history, { id }) + u" | "_s + subscriptionTold(history, { id });
    return all;
}

} // namespace hookloupe::test

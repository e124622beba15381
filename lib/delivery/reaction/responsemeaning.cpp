// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/reaction/responsemeaning.h"

#include "delivery/tracking/eventtime.h"

#include <algorithm>

namespace hookloupe {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds LongDelay { 2'000 };
constexpr qint64 MaxRetryAfterSeconds = 366 * 86'400;
constexpr int SwitchingProtocols = 101;
constexpr AttemptEnd ServerError { AttemptEnd::Kind::Status, 500 };

std::optional<QByteArray> headerOf(const Response& response, QByteArrayView name)
{
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
        [&](const auto& header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == response.headers.end() ? std::nullopt : std::optional(found->second.trimmed());
}

QByteArray withoutBlanks(QByteArrayView text)
{
    QByteArray kept;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            kept += c;
    }
    return kept;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

AttemptEnd endOf(const DeliveryRules* rules, const Response& response, ResponseMeaning& meaning)
{
    const auto timeout = rules && rules->timeout ? std::optional(rules->timeout->value) : std::nullopt;
    meaning.knownAfter = response.delay;
    if (response.fault == Fault::Timeout) {
        meaning.knownAfter = timeout;
        return { AttemptEnd::Kind::TimedOut, 0 };
    }
    if (timeout && response.delay >= *timeout) {
        meaning.reasons.push_back(ReactionReason::TooLate);
        meaning.knownAfter = timeout;
        meaning.isAssumed = rules->timeout->isAssumed;
        return { AttemptEnd::Kind::TimedOut, 0 };
    }
    if (!timeout && response.delay >= LongDelay)
        meaning.reasons.push_back(ReactionReason::TimeoutNotKnown);
    if (response.fault != Fault::None)
        return { AttemptEnd::Kind::NetworkError, 0 };
    return { AttemptEnd::Kind::Status, response.status };
}

bool takeRow(const DeliveryRules& rules, const AttemptEnd& end, ResponseMeaning& meaning)
{
    const DeliveryRules::StatusRow* const row = rules.rowFor(end);
    if (!row)
        return false;
    meaning.outcome = row->outcome;
    meaning.isAssumed = meaning.isAssumed || row->isAssumed;
    meaning.note = row->note;
    const bool isOther = row->key.kind == StatusKey::Kind::Other;
    meaning.reasons.push_back(isOther ? ReactionReason::Other : ReactionReason::Listed);
    return true;
}

bool listsFailures(const DeliveryRules& rules)
{
    return std::any_of(rules.statuses.begin(), rules.statuses.end(),
        [](const auto& row) { return row.outcome != Outcome::Acknowledged; });
}

bool hasRetries(const DeliveryRules& rules)
{
    return rules.retry && rules.retry->kind.value != RetryRule::Kind::None;
}

/// Of what the profile does not list.
void assume(const DeliveryRules& rules, const AttemptEnd& end, ResponseMeaning& meaning)
{
    if (end.kind != AttemptEnd::Kind::Status && takeRow(rules, ServerError, meaning)) {
        meaning.isAssumed = true;
        meaning.note.clear();
        meaning.reasons.back() = ReactionReason::LikeServerError;
        return;
    }
    const bool isPlainFailure = end.kind != AttemptEnd::Kind::Status || end.status < 200 || end.status > 299;
    if (isPlainFailure && hasRetries(rules) && !listsFailures(rules)) {
        meaning.outcome = Outcome::Retry;
        meaning.isAssumed = true;
        meaning.reasons.push_back(ReactionReason::HasRetries);
        return;
    }
    meaning.reasons.push_back(ReactionReason::NotListed);
}

void checkAckBody(const DeliveryRules& rules, const Response& response, ResponseMeaning& meaning)
{
    if (meaning.outcome != Outcome::Acknowledged || !rules.ackBody)
        return;
    const QByteArray wanted = withoutBlanks(rules.ackBody->value);
    if (withoutBlanks(response.body).contains(wanted))
        return;
    meaning.outcome = Outcome::Unknown;
    meaning.isAssumed = rules.ackBody->isAssumed;
    meaning.reasons.push_back(ReactionReason::AckBodyMissing);
    assume(rules, { AttemptEnd::Kind::Status, ServerError.status }, meaning);
}

void checkHeaders(const DeliveryRules& rules, const Response& response, ResponseMeaning& meaning)
{
    if (meaning.outcome != Outcome::Retry && meaning.outcome != Outcome::Throttled)
        return;
    for (const HeaderEffect& effect : rules.responseHeaders) {
        const std::optional<QByteArray> value = headerOf(response, effect.name);
        if (!value || (!effect.value.isEmpty() && value->compare(effect.value, Qt::CaseInsensitive) != 0))
            continue;
        meaning.outcome = Outcome::Failed;
        meaning.isAssumed = effect.isAssumed;
        meaning.note = effect.note;
        meaning.reasons.push_back(ReactionReason::HeaderStopsRetries);
        return;
    }
}

} // namespace

bool ResponseMeaning::has(ReactionReason reason) const
{
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

ResponseMeaning meaningOf(const DeliveryRules* rules, const Response& response)
{
    ResponseMeaning meaning;
    AttemptEnd end = endOf(rules, response, meaning);
    meaning.end = end;
    const bool isStatus = end.kind == AttemptEnd::Kind::Status;
    const DeliveryRules::StatusRow* const row = rules ? rules->rowFor(end) : nullptr;
    const bool isInterim = isStatus && end.status < 200 && end.status != SwitchingProtocols;
    if (isInterim && !(row && row->key.kind == StatusKey::Kind::Statuses)) {
        meaning.reasons.push_back(ReactionReason::Interim);
        end.status = 200;
    }
    if (!rules) {
        const bool isSuccess = isStatus && end.status >= 200 && end.status <= 299;
        meaning.outcome = isSuccess ? Outcome::Acknowledged : Outcome::Unknown;
        meaning.isAssumed = isSuccess;
        meaning.reasons.push_back(ReactionReason::NoRules);
        return meaning;
    }
    if (isStatus && isRedirect(end.status) && rules->redirects.value > 0 && headerOf(response, "Location")) {
        meaning.reasons.push_back(ReactionReason::RedirectFollowed);
        meaning.isAssumed = rules->redirects.isAssumed;
        meaning.note = row ? row->note : QString();
        return meaning;
    }
    if (!takeRow(*rules, end, meaning))
        assume(*rules, end, meaning);
    if (isStatus) {
        checkAckBody(*rules, response, meaning);
        checkHeaders(*rules, response, meaning);
    }
    return meaning;
}

Outcome trackedOutcome(const DeliveryRules* rules, const Response& response)
{
    const Outcome outcome = meaningOf(rules, response).outcome;
    const bool canBeSentAgain = rules && rules->retry && !rules->retry->manual.isEmpty();
    return outcome == Outcome::Failed && canBeSentAgain ? Outcome::Unknown : outcome;
}

std::optional<milliseconds> retryAfter(const Response& response, SystemTime now)
{
    const std::optional<QByteArray> text = headerOf(response, "Retry-After");
    if (!text || text->isEmpty())
        return std::nullopt;
    qint64 seconds = 0;
    if (std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; })) {
        bool isNumber = false;
        seconds = text->toLongLong(&isNumber);
        if (!isNumber)
            seconds = MaxRetryAfterSeconds;
    } else {
        const std::optional<EventTime> date = parseEventTime(*text);
        if (!date)
            return std::nullopt;
        seconds = std::chrono::ceil<std::chrono::seconds>(date->at - now).count();
    }
    return milliseconds(std::clamp<qint64>(seconds, 0, MaxRetryAfterSeconds) * 1'000);
}

} // namespace hookloupe

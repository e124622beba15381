// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/deliveryreader.h"

#include "profile/reader/conditionreader.h"
#include "profile/reader/statedreader.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::milliseconds;

constexpr double MaxSeconds = 366.0 * 86'400;
constexpr double MaxAttempts = 10'000;
constexpr double MaxRedirects = 20;
constexpr std::size_t MaxDelays = 200;
constexpr std::size_t MaxRows = 200;

constexpr KnownWord<Outcome> Outcomes[] {
    { "ack", Outcome::Acknowledged },
    { "retry", Outcome::Retry },
    { "fail", Outcome::Failed },
    { "throttle", Outcome::Throttled },
    { "disable", Outcome::Disabled },
};

constexpr KnownWord<RetryRule::Kind> RetryKinds[] {
    { "none", RetryRule::Kind::None },
    { "schedule", RetryRule::Kind::Schedule },
    { "interval", RetryRule::Kind::Interval },
    { "exponential", RetryRule::Kind::Exponential },
    { "window", RetryRule::Kind::Window },
    { "unknown", RetryRule::Kind::Unknown },
};

constexpr KnownWord<HeaderEffect::Effect> HeaderEffects[] {
    { "no-retry", HeaderEffect::Effect::NoRetry },
    { "abort-message", HeaderEffect::Effect::AbortMessage },
};

constexpr KnownWord<DisableRule::Count> Counts[] {
    { "attempts", DisableRule::Count::Attempts },
    { "events", DisableRule::Count::Events },
};

constexpr KnownWord<DisableRule::State> DisabledStates[] {
    { "paused", DisableRule::State::Paused },
    { "disabled", DisableRule::State::Disabled },
    { "removed", DisableRule::State::Removed },
};

std::optional<StatusKey> readStatusKey(const JsonNode& where, const QByteArray& key, ProfileErrors& errors)
{
    std::optional<StatusKey> known = parseStatusKey(key);
    if (!known)
        errors.add(where,
            u"the key must be a status (\"410\"), a class (\"2xx\"), a range (\"500-504\"), \"other\", \"timeout\" or \"network\"."_s);
    return known;
}

void readStatusNotes(const JsonNode& notes, DeliveryRules& rules, ProfileErrors& errors)
{
    ObjectReader reader(notes, errors, "status_notes");
    for (const auto& [key, value] : notes.members) {
        const std::optional<StatusKey> known = readStatusKey(value, key, errors);
        const QString note = QString::fromUtf8(reader.string(key.constData()).value_or(QByteArray()));
        for (DeliveryRules::StatusRow& row : rules.statuses) {
            if (known && row.key == *known)
                row.note = note;
        }
    }
    reader.finish();
}

void readStatuses(ObjectReader& delivery, const AssumedPlaces& assumed, DeliveryRules& rules)
{
    if (const JsonNode* const statuses = delivery.takeObject("statuses")) {
        ObjectReader reader(*statuses, delivery.errors(), "statuses");
        for (const auto& [key, value] : statuses->members) {
            const std::optional<StatusKey> known = readStatusKey(value, key, delivery.errors());
            const std::optional<Outcome> outcome = reader.word(key.constData(), Outcomes);
            if (known && outcome)
                rules.statuses.push_back({ *known, *outcome, assumed.cover(value), {} });
        }
        reader.finish();
    }
    if (const JsonNode* const notes = delivery.takeObject("status_notes"))
        readStatusNotes(*notes, rules, delivery.errors());
}

void readDelays(const JsonNode& delays, RetryRule& rule, ProfileErrors& errors)
{
    for (const JsonNode& delay : delays.elements) {
        if (!delay.is(JsonNode::Kind::Number) || delay.number < 0 || delay.number > MaxSeconds) {
            errors.add(delay, u"must be seconds, 0 and up, counted from the failure before."_s);
            continue;
        }
        rule.delays.value.push_back(std::chrono::round<milliseconds>(std::chrono::duration<double>(delay.number)));
    }
}

RetryRule readRetry(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors)
{
    RetryRule rule;
    ObjectReader reader(node, errors, "a retry rule");
    const StatedReader stated(reader, assumed);
    if (reader.require("kind", "write none, schedule, interval, exponential, window or unknown"))
        rule.kind = stated.word("kind", RetryKinds).value_or(rule.kind);
    const JsonNode* const delays = reader.takeArray("delays_s", MaxDelays);
    if (delays)
        readDelays(*delays, rule, errors);
    rule.delays.isAssumed = stated.isAssumed("delays_s");
    rule.interval = stated.duration<milliseconds>("interval_s", MaxSeconds);
    rule.attempts = stated.count("attempts", 1, MaxAttempts);
    rule.window = stated.duration<milliseconds>("window_s", MaxSeconds);
    rule.firstDelay = stated.duration<milliseconds>("first_delay_s", MaxSeconds);
    rule.maxDelay = stated.duration<milliseconds>("max_delay_s", MaxSeconds);
    rule.isJittered = stated.flag("jitter");
    rule.heedsRetryAfter = stated.flag("retry_after");
    rule.isResigned = stated.flag("resigned");
    rule.hasNewId = stated.flag("new_id");
    rule.sandbox = stated.text("sandbox");
    rule.manual = stated.text("manual");
    rule.note = stated.text("note");
    reader.finish();
    if (rule.kind.value == RetryRule::Kind::Schedule && rule.delays.value.empty()
        && (!delays || delays->elements.empty()))
        errors.add(node, u"a schedule has no \"delays_s\"; list the waits, or write \"unknown\"."_s);
    if (rule.kind.value == RetryRule::Kind::Interval && !node.find("interval_s"))
        errors.add(node, u"an interval has no \"interval_s\"; give it, or write \"unknown\"."_s);
    return rule;
}

void readRetryByStatus(
    const JsonNode& byStatus, const AssumedPlaces& assumed, DeliveryRules& rules, ProfileErrors& errors)
{
    for (const auto& [key, value] : byStatus.members) {
        const std::optional<StatusKey> known = readStatusKey(value, key, errors);
        RetryRule rule = readRetry(value, assumed, errors);
        if (known)
            rules.retryByStatus.push_back({ *known, std::move(rule) });
    }
}

RetryMarks readRetryMarks(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "retry_marks");
    RetryMarks marks;
    marks.count = reader.locator("count");
    marks.reason = reader.locator("reason");
    marks.id = reader.locator("id");
    marks.first = reader.locator("first");
    marks.reasons = reader.strings("reasons");
    reader.finish();
    return marks;
}

void readResponseHeaders(
    const JsonNode& node, const AssumedPlaces& assumed, DeliveryRules& rules, ProfileErrors& errors)
{
    for (const JsonNode& element : node.elements) {
        HeaderEffect header;
        ObjectReader reader(element, errors, "a response header");
        header.name = reader.requiredString("name", "name the header").value_or(QByteArray());
        header.value = reader.string("value").value_or(QByteArray());
        if (reader.require("effect", "write no-retry or abort-message"))
            header.effect = reader.word("effect", HeaderEffects).value_or(header.effect);
        header.note = QString::fromUtf8(reader.string("note").value_or(QByteArray()));
        header.isAssumed = assumed.cover(element);
        reader.finish();
        rules.responseHeaders.push_back(std::move(header));
    }
}

DisableRule readDisable(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a disable rule");
    const StatedReader stated(reader, assumed);
    DisableRule rule;
    rule.afterFailures = stated.count("after_failures", 1, MaxAttempts);
    rule.counts = stated.word("counts", Counts);
    rule.after = stated.duration<std::chrono::seconds>("after_s", MaxSeconds);
    rule.state = stated.word("state", DisabledStates);
    rule.replaysMissed = stated.flag("replays_missed");
    rule.onExhaustion = stated.flag("on_exhaustion");
    rule.resetsOnSuccess = stated.flag("resets_on_success");
    rule.uncounted.isAssumed = stated.isAssumed("uncounted");
    for (const QByteArray& key : reader.strings("uncounted")) {
        if (const std::optional<StatusKey> known = readStatusKey(*node.find("uncounted"), key, errors))
            rule.uncounted.value.push_back(*known);
    }
    rule.resume = stated.text("resume");
    rule.note = stated.text("note");
    reader.finish();
    return rule;
}

bool isCovered(const QString& pointer, const QString& place)
{
    return place == pointer || (place.startsWith(pointer) && place.at(pointer.size()) == u'/');
}

Stated<std::vector<ContentTemplate>> readStatedFact(ObjectReader& reader, const char* key, const AssumedPlaces& assumed)
{
    return { readFact(reader, key), StatedReader(reader, assumed).isAssumed(key) };
}

} // namespace

AssumedPlaces::AssumedPlaces(QStringList pointers)
    : m_pointers(std::move(pointers))
{
}

bool AssumedPlaces::cover(const JsonNode& place) const
{
    return std::any_of(m_pointers.begin(), m_pointers.end(),
        [&](const QString& pointer) { return isCovered(pointer, place.pointer); });
}

DeliveryRules readDelivery(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors)
{
    DeliveryRules rules;
    ObjectReader reader(node, errors, "delivery");
    const StatedReader stated(reader, assumed);
    rules.timeout = stated.duration<milliseconds>("timeout_s", MaxSeconds);
    rules.connectTimeout = stated.duration<milliseconds>("connect_timeout_s", MaxSeconds);
    rules.redirects = stated.count("redirects", 0, MaxRedirects).value_or(Stated<int> { 0, true });
    if (const std::optional<QByteArray> body = reader.string("ack_body"))
        rules.ackBody = { *body, stated.isAssumed("ack_body") };
    readStatuses(reader, assumed, rules);
    if (const JsonNode* const retry = reader.take("retry"))
        rules.retry = readRetry(*retry, assumed, errors);
    if (const JsonNode* const byStatus = reader.takeObject("retry_by_status"))
        readRetryByStatus(*byStatus, assumed, rules, errors);
    if (const JsonNode* const marks = reader.take("retry_marks"))
        rules.marks = readRetryMarks(*marks, errors);
    if (const JsonNode* const headers = reader.takeArray("response_headers", MaxRows))
        readResponseHeaders(*headers, assumed, rules, errors);
    if (const JsonNode* const disable = reader.take("disable"))
        rules.disable = readDisable(*disable, assumed, errors);
    rules.expiresAfter = stated.duration<std::chrono::seconds>("expires_after_s", MaxSeconds);
    rules.rotation = stated.text("rotation");
    rules.note = stated.text("note");
    reader.finish();
    return rules;
}

MessageRules readMessages(const JsonNode& node, const AssumedPlaces& assumed, ProfileErrors& errors)
{
    MessageRules rules;
    ObjectReader reader(node, errors, "messages");
    const StatedReader stated(reader, assumed);
    rules.keys = readStatedFact(reader, "keys", assumed);
    rules.token = readStatedFact(reader, "token", assumed);
    for (const ContentTemplate& token : rules.token.value) {
        if (std::find(rules.keys.value.begin(), rules.keys.value.end(), token) == rules.keys.value.end())
            errors.add(*node.find("token"), u"must be one of \"keys\": it tells attempts of one message as well."_s);
    }
    rules.softKey = readStatedFact(reader, "soft_key", assumed);
    rules.softWindow
        = stated.duration<std::chrono::seconds>("soft_window_s", MaxSeconds).value_or(Stated<std::chrono::seconds> {});
    rules.apart = readStatedFact(reader, "apart", assumed);
    rules.orderKey = readStatedFact(reader, "order_key", assumed);
    rules.newestWins = stated.flag("newest_wins").value_or(Stated<bool> {});
    rules.note = stated.text("note");
    reader.finish();
    return rules;
}

void checkManagement(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "management");
    for (const char* list : { "base_urls", "auth_headers" })
        reader.strings(list);
    if (const JsonNode* const paths = reader.takeObject("paths")) {
        ObjectReader names(*paths, errors, "paths");
        for (const auto& [key, value] : paths->members)
            names.string(key.constData());
        names.finish();
    }
    reader.string("note");
    reader.finish();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/reader/deliveryreader.h"

#include "profile/reader/conditionreader.h"

#include <QRegularExpression>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr double MaxSeconds = 366.0 * 86'400;
constexpr std::chrono::seconds MaxDelay { 366 * 86'400 };
constexpr double MaxAttempts = 10'000;
constexpr std::size_t MaxDelays = 200;
constexpr std::size_t MaxRows = 200;

enum class Answer : quint8 { Acknowledged, Retry, Fail, Throttle, Disable };

constexpr KnownWord<Answer> Answers[] {
    { "ack", Answer::Acknowledged },
    { "retry", Answer::Retry },
    { "fail", Answer::Fail },
    { "throttle", Answer::Throttle },
    { "disable", Answer::Disable },
};

enum class RetryKind : quint8 { None, Schedule, Interval, Exponential, Window, Unknown };

constexpr KnownWord<RetryKind> RetryKinds[] {
    { "none", RetryKind::None },
    { "schedule", RetryKind::Schedule },
    { "interval", RetryKind::Interval },
    { "exponential", RetryKind::Exponential },
    { "window", RetryKind::Window },
    { "unknown", RetryKind::Unknown },
};

constexpr KnownWord<int> HeaderEffects[] { { "no-retry", 0 }, { "abort-message", 1 } };
constexpr KnownWord<int> Counts[] { { "attempts", 0 }, { "events", 1 } };
constexpr KnownWord<int> DisabledStates[] { { "paused", 0 }, { "disabled", 1 }, { "removed", 2 } };

/// "200", "2xx", "500-599", "other", "timeout", "network".
bool isStatusKey(const QByteArray& key)
{
    static const QRegularExpression pattern(
        u"^([1-5][0-9][0-9]|[1-5]xx|[1-5][0-9][0-9]-[1-5][0-9][0-9]|other|timeout|network)$"_s);
    return pattern.match(QString::fromUtf8(key)).hasMatch();
}

void checkStatusKey(const JsonNode& value, const QByteArray& key, ProfileErrors& errors)
{
    if (!isStatusKey(key))
        errors.add(value,
            u"the key must be a status (\"410\"), a class (\"2xx\"), a range (\"500-504\"), \"other\", \"timeout\" or \"network\"."_s);
}

void checkStatuses(ObjectReader& delivery)
{
    if (const JsonNode* const statuses = delivery.takeObject("statuses")) {
        ObjectReader reader(*statuses, delivery.errors(), "statuses");
        for (const auto& [key, value] : statuses->members) {
            checkStatusKey(value, key, delivery.errors());
            reader.word(key.constData(), Answers);
        }
        reader.finish();
    }
    if (const JsonNode* const notes = delivery.takeObject("status_notes")) {
        ObjectReader reader(*notes, delivery.errors(), "status_notes");
        for (const auto& [key, value] : notes->members) {
            checkStatusKey(value, key, delivery.errors());
            reader.string(key.constData());
        }
        reader.finish();
    }
}

void checkRetry(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a retry rule");
    std::optional<RetryKind> kind;
    if (reader.require("kind", "write none, schedule, interval, exponential, window or unknown"))
        kind = reader.word("kind", RetryKinds);
    const JsonNode* const delays = reader.takeArray("delays_s", MaxDelays);
    if (delays) {
        for (const JsonNode& delay : delays->elements) {
            if (!delay.is(JsonNode::Kind::Number) || delay.number < 0 || delay.number > MaxSeconds)
                errors.add(delay, u"must be seconds, 0 and up, counted from the failure before."_s);
        }
    }
    const bool hasInterval = reader.number("interval_s", MaxSeconds).has_value();
    reader.number("attempts", MaxAttempts);
    reader.number("window_s", MaxSeconds);
    reader.number("first_delay_s", MaxSeconds);
    reader.number("max_delay_s", MaxSeconds);
    for (const char* flag : { "jitter", "retry_after", "resigned", "new_id" })
        reader.flag(flag);
    for (const char* text : { "sandbox", "manual", "note" })
        reader.string(text);
    reader.finish();
    if (kind == RetryKind::Schedule && !delays)
        errors.add(node, u"a schedule has no \"delays_s\"; list the waits, or write \"unknown\"."_s);
    if (kind == RetryKind::Interval && !hasInterval)
        errors.add(node, u"an interval has no \"interval_s\"; give it, or write \"unknown\"."_s);
}

void checkRetryMarks(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "retry_marks");
    for (const char* mark : { "count", "reason", "id", "first" })
        reader.locator(mark);
    reader.strings("reasons");
    reader.finish();
}

void checkResponseHeaders(const JsonNode& node, ProfileErrors& errors)
{
    for (const JsonNode& element : node.elements) {
        ObjectReader reader(element, errors, "a response header");
        reader.requiredString("name", "name the header");
        reader.string("value");
        if (reader.require("effect", "write no-retry or abort-message"))
            reader.word("effect", HeaderEffects);
        reader.string("note");
        reader.finish();
    }
}

void checkDisable(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "a disable rule");
    reader.number("after_failures", MaxAttempts);
    reader.word("counts", Counts);
    reader.seconds("after_s", MaxDelay);
    reader.word("state", DisabledStates);
    for (const char* flag : { "replays_missed", "on_exhaustion", "resets_on_success" })
        reader.flag(flag);
    for (const char* text : { "resume", "note" })
        reader.string(text);
    reader.finish();
}

} // namespace

void checkDelivery(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "delivery");
    reader.number("timeout_s", MaxSeconds);
    reader.number("connect_timeout_s", MaxSeconds);
    reader.number("redirects", 20);
    reader.string("ack_body");
    checkStatuses(reader);
    if (const JsonNode* const retry = reader.take("retry"))
        checkRetry(*retry, errors);
    if (const JsonNode* const byStatus = reader.takeObject("retry_by_status")) {
        for (const auto& [key, value] : byStatus->members) {
            checkStatusKey(value, key, errors);
            checkRetry(value, errors);
        }
    }
    if (const JsonNode* const marks = reader.take("retry_marks"))
        checkRetryMarks(*marks, errors);
    if (const JsonNode* const headers = reader.takeArray("response_headers", MaxRows))
        checkResponseHeaders(*headers, errors);
    if (const JsonNode* const disable = reader.take("disable"))
        checkDisable(*disable, errors);
    reader.seconds("expires_after_s", MaxDelay);
    reader.string("rotation");
    reader.string("note");
    reader.finish();
}

void checkMessages(const JsonNode& node, ProfileErrors& errors)
{
    ObjectReader reader(node, errors, "messages");
    readFact(reader, "keys");
    readFact(reader, "soft_key");
    readFact(reader, "apart");
    reader.seconds("soft_window_s", MaxDelay);
    reader.flag("newest_wins");
    reader.string("note");
    reader.finish();
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

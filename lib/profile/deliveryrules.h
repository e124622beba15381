// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/contenttemplate.h"
#include "profile/locator.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// A value of a profile with what it rests on: *documented* or *assumed*.
template<typename T>
struct Stated {
    T value {};
    bool isAssumed = false; ///< no document states it

    bool operator==(const Stated&) const = default;
};

/// What a response, or the lack of one, means to the provider.
enum class Outcome : quint8 {
    Unknown, ///< nobody says
    Acknowledged,
    Retry, ///< the delivery comes again
    Failed, ///< it does not
    Throttled, ///< it comes again, and everything goes slower
    Disabled, ///< nothing comes any more
};

/// How an attempt ended, as the provider sees it.
struct AttemptEnd {
    enum class Kind : quint8 { Status, TimedOut, NetworkError };

    Kind kind = Kind::Status;
    int status = 200; ///< of Status

    bool operator==(const AttemptEnd&) const = default;
};

/// A key of the tables of statuses: "410", "4xx", "500-504", "other", "timeout", "network".
struct StatusKey {
    enum class Kind : quint8 { Statuses, Other, TimedOut, NetworkError };

    Kind kind = Kind::Statuses;
    int first = 0;
    int last = 0; ///< 0 and 0 but with Statuses

    bool covers(const AttemptEnd& end) const;
    /// Smaller: more exact, counts first.
    int span() const;
    bool operator==(const StatusKey&) const = default;
};

/// \return nothing for a text that is none of the forms above
std::optional<StatusKey> parseStatusKey(QByteArrayView text);
/// "4xx"; "500-504"; …
QByteArray toText(const StatusKey& key);

/// When a failed delivery comes again.
struct RetryRule {
    enum class Kind : quint8 { None, Schedule, Interval, Exponential, Window, Unknown };

    Stated<Kind> kind { Kind::Unknown, false };
    Stated<std::vector<std::chrono::milliseconds>> delays; ///< each counted from the failure before
    std::optional<Stated<std::chrono::milliseconds>> interval;
    std::optional<Stated<int>> attempts; ///< the first included, 1 and up
    std::optional<Stated<std::chrono::milliseconds>> window; ///< from the first attempt to the last
    std::optional<Stated<std::chrono::milliseconds>> firstDelay; ///< of growing waits
    std::optional<Stated<std::chrono::milliseconds>> maxDelay; ///< of growing waits
    std::optional<Stated<bool>> isJittered;
    std::optional<Stated<bool>> heedsRetryAfter;
    std::optional<Stated<bool>> isResigned; ///< each attempt has a new time and signature
    std::optional<Stated<bool>> hasNewId; ///< each attempt has a new id
    QString sandbox;
    QString manual; ///< how a person can have it sent again
    QString note;
};

/// Where a delivery says itself that it is not the first.
struct RetryMarks {
    std::optional<Locator> count;
    std::optional<Locator> reason; ///< only retries have it
    std::optional<Locator> id; ///< stays the same over all attempts of a message
    std::optional<Locator> first; ///< when the first attempt was
    std::vector<QByteArray> reasons;
};

/// A header of our response that the provider obeys.
struct HeaderEffect {
    enum class Effect : quint8 { NoRetry, AbortMessage };

    QByteArray name;
    QByteArray value; ///< empty: any
    Effect effect = Effect::NoRetry;
    QString note;
    bool isAssumed = false;
};

/// When the provider gives a subscription up.
struct DisableRule {
    enum class Count : quint8 { Attempts, Events };
    enum class State : quint8 { Paused, Disabled, Removed };

    std::optional<Stated<int>> afterFailures; ///< in a row
    std::optional<Stated<Count>> counts;
    std::optional<Stated<std::chrono::seconds>> after; ///< of nothing but failures
    std::optional<Stated<State>> state;
    std::optional<Stated<bool>> replaysMissed;
    std::optional<Stated<bool>> onExhaustion; ///< when one message has used all its attempts
    std::optional<Stated<bool>> resetsOnSuccess;
    Stated<std::vector<StatusKey>> uncounted; ///< answers that are no failures here
    QString resume; ///< how a person gets it back
    QString note;

    /// True when it names a condition, and not just a note.
    bool hasCondition() const { return afterFailures || after || (onExhaustion && onExhaustion->value); }
    bool operator==(const DisableRule&) const = default;
};

/// What a provider does after each response. Read from "delivery" of a profile.
struct DeliveryRules {
    struct StatusRow {
        StatusKey key;
        Outcome outcome = Outcome::Unknown;
        bool isAssumed = false;
        QString note; ///< "status_notes" of the same key
    };
    struct RetryRow {
        StatusKey key;
        RetryRule rule;
    };

    std::optional<Stated<std::chrono::milliseconds>> timeout; ///< for an answer
    std::optional<Stated<std::chrono::milliseconds>> connectTimeout;
    Stated<int> redirects; ///< how many are followed
    std::optional<Stated<QByteArray>> ackBody; ///< what the body of an acknowledging answer holds
    std::vector<StatusRow> statuses;
    std::optional<RetryRule> retry;
    std::vector<RetryRow> retryByStatus;
    RetryMarks marks;
    std::vector<HeaderEffect> responseHeaders;
    std::optional<DisableRule> disable;
    std::optional<Stated<std::chrono::seconds>> expiresAfter; ///< an event is dropped then
    QString rotation;
    QString note;

    /// The most exact row that takes it; null without one. "other" takes statuses alone.
    const StatusRow* rowFor(const AttemptEnd& end) const;
    /// The rule of the most exact row, otherwise the general one; null without any.
    const RetryRule* retryFor(const AttemptEnd& end) const;
};

/// Which deliveries are attempts of one message, and which event counts. Read from "messages" of a profile.
struct MessageRules {
    Stated<std::vector<ContentTemplate>>
        keys; ///< in their order: the first that a delivery shares with an earlier one joins
    Stated<std::vector<ContentTemplate>>
        token; ///< those of \c keys that a signature uses once: never with another body
    Stated<std::vector<ContentTemplate>> softKey; ///< the first that yields a text; joins as probable
    Stated<std::chrono::seconds> softWindow; ///< 0: none given
    Stated<std::vector<ContentTemplate>> apart; ///< nothing joins over different values
    Stated<std::vector<ContentTemplate>>
        orderKey; ///< events with the same value supersede one another; empty: the resource
    Stated<bool> newestWins; ///< documented: of one resource the newest event counts
    QString note;
};

} // namespace hookloupe

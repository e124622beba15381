// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "delivery/delivery.h"
#include "query/filterexpression.h"
#include "query/requesttexts.h"

#include <QByteArray>

#include <optional>

namespace hookloupe {

/// What is known of a delivery beyond itself: its place within its message, and what a person noted.
class FilterFacts {
public:
    struct Message {
        KindWord kind = KindWord::First;
        bool isStale = false; ///< a newer event of the same resource had come before
    };

    virtual ~FilterFacts() = default;
    /// Nothing for a delivery whose message is not known.
    virtual std::optional<Message> message(DeliveryId id) const = 0;
    /// UTF-8; empty without one.
    virtual QByteArray note(DeliveryId id) const = 0;
};

/// True when a delivery is what the filter asks for. Pure, but for the time zone of the system and the body's file.
///
/// A value that is not there (no provider, no status after a reset, a header that was not sent) matches no test, so
/// that its negation matches.
/// \param now    what `age` and "today" count from
/// \param facts  null: terms that need them match nothing
bool matches(
    const FilterExpression& filter, const Delivery& delivery, SystemTime now, const FilterFacts* facts = nullptr);

/// The parts of matches() by what they look at, for those who have only that.
namespace filtermatch {

bool text(const FilterTerm& term, QByteArrayView value);
bool whole(const FilterTerm& term, qint64 value);
bool word(const FilterTerm& term, int word);
/// Terms on method, path or query. \param target  the request target as sent
bool methodOrTarget(const FilterTerm& term, QByteArrayView method, QByteArrayView target);
/// Terms on method, path, query or headers, and what a bare word finds there.
bool head(const FilterTerm& term, const RequestHead& head);
/// Terms on JSON and body, and what a bare word finds there.
bool body(const FilterTerm& term, RequestTexts& texts);
bool facts(const FilterTerm& term, DeliveryId id, const FilterFacts* facts);

} // namespace filtermatch

} // namespace hookloupe

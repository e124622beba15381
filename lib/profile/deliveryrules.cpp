// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/deliveryrules.h"

#include <algorithm>
#include <limits>

namespace hookloupe {

namespace {

constexpr int ClassSize = 100;

std::optional<int> statusNumber(QByteArrayView text)
{
    if (text.size() != 3 || text[0] < '1' || text[0] > '5')
        return std::nullopt;
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= ClassSize ? std::optional(number) : std::nullopt;
}

template<typename Row>
const Row* mostExact(const std::vector<Row>& rows, const AttemptEnd& end)
{
    const Row* found = nullptr;
    for (const Row& row : rows) {
        if (row.key.covers(end) && (!found || row.key.span() < found->key.span()))
            found = &row;
    }
    return found;
}

} // namespace

bool StatusKey::covers(const AttemptEnd& end) const
{
    switch (kind) {
    case Kind::Statuses:
        return end.kind == AttemptEnd::Kind::Status && end.status >= first && end.status <= last;
    case Kind::Other:
        return end.kind == AttemptEnd::Kind::Status;
    case Kind::TimedOut:
        return end.kind == AttemptEnd::Kind::TimedOut;
    case Kind::NetworkError:
        return end.kind == AttemptEnd::Kind::NetworkError;
    }
    return false;
}

int StatusKey::span() const
{
    return kind == Kind::Other ? std::numeric_limits<int>::max() : last - first;
}

std::optional<StatusKey> parseStatusKey(QByteArrayView text)
{
    if (text == "other")
        return StatusKey { StatusKey::Kind::Other };
    if (text == "timeout")
        return StatusKey { StatusKey::Kind::TimedOut };
    if (text == "network")
        return StatusKey { StatusKey::Kind::NetworkError };
    if (text.size() == 3 && text.endsWith("xx") && text[0] >= '1' && text[0] <= '5') {
        const int first = (text[0] - '0') * ClassSize;
        return StatusKey { StatusKey::Kind::Statuses, first, first + ClassSize - 1 };
    }
    if (const std::optional<int> status = statusNumber(text))
        return StatusKey { StatusKey::Kind::Statuses, *status, *status };
    if (text.size() == 7 && text[3] == '-') {
        const std::optional<int> first = statusNumber(text.first(3));
        const std::optional<int> last = statusNumber(text.last(3));
        if (first && last && *first <= *last)
            return StatusKey { StatusKey::Kind::Statuses, *first, *last };
    }
    return std::nullopt;
}

QByteArray toText(const StatusKey& key)
{
    switch (key.kind) {
    case StatusKey::Kind::Other:
        return "other";
    case StatusKey::Kind::TimedOut:
        return "timeout";
    case StatusKey::Kind::NetworkError:
        return "network";
    case StatusKey::Kind::Statuses:
        break;
    }
    if (key.first == key.last)
        return QByteArray::number(key.first);
    if (key.first % ClassSize == 0 && key.last == key.first + ClassSize - 1)
        return QByteArray::number(key.first / ClassSize) + "xx";
    return QByteArray::number(key.first) + '-' + QByteArray::number(key.last);
}

const DeliveryRules::StatusRow* DeliveryRules::rowFor(const AttemptEnd& end) const
{
    return mostExact(statuses, end);
}

const RetryRule* DeliveryRules::retryFor(const AttemptEnd& end) const
{
    if (const RetryRow* const row = mostExact(retryByStatus, end))
        return &row->rule;
    return retry ? &*retry : nullptr;
}

} // namespace hookloupe

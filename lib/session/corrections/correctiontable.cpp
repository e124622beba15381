// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/corrections/correctiontable.h"

#include "session/storedfacts.h"

namespace hookloupe {

namespace {

constexpr qsizetype HashBytes = 8;
constexpr qint64 MostFailures = 1'000'000;

SubscriptionState::Status statusOf(qint64 stored)
{
    const bool isKnown = stored >= 0 && stored <= static_cast<qint64>(SubscriptionState::Status::Removed);
    return isKnown ? static_cast<SubscriptionState::Status>(stored) : SubscriptionState::Status::Active;
}

} // namespace

Result<Done, SessionError> writeCorrection(Database& database, const SubscriptionCorrection& correction)
{
    auto insert
        = database.prepare("INSERT INTO correction (subscription, at_us, status, failures) VALUES (?1, ?2, ?3, ?4)");
    if (!insert)
        return Unexpected(insert.error());
    auto trim = database.prepare("DELETE FROM correction WHERE id <= (SELECT max(id) FROM correction) - ?1");
    if (!trim)
        return Unexpected(trim.error());
    const QByteArray subscription = toBytes(correction.subscription);
    insert->bindBlob(1, subscription);
    insert->bind(2, encodeTime(correction.at));
    insert->bind(3, static_cast<qint64>(correction.status));
    insert->bind(4, correction.failures);
    trim->bind(1, MaxCorrections);
    if (!insert->run() || !trim->run())
        return Unexpected(database.error());
    return Done {};
}

StoredCorrections readCorrections(Database& database)
{
    StoredCorrections stored;
    auto row = database.prepare("SELECT subscription, at_us, status, failures FROM correction ORDER BY id LIMIT ?1");
    if (!row) {
        stored.error = row.error();
        return stored;
    }
    row->bind(1, MaxCorrections);
    Statement::Step step = row->step();
    for (; step == Statement::Step::Row; step = row->step()) {
        const QByteArray subscription = row->bytes(0);
        if (subscription.size() != HashBytes)
            continue;
        stored.corrections.push_back({ keyHashFromBytes(subscription), decodeTime(row->number(1)),
            statusOf(row->number(2)), static_cast<int>(qBound(qint64(0), row->number(3), MostFailures)) });
    }
    if (step == Statement::Step::Failed)
        stored.error = database.error();
    return stored;
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/endpoints/endpointtable.h"

#include "endpoint/endpointdefinition.h"

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestId = qint64(1) << 60;

SessionError tooMany(const Database& database)
{
    return { SessionErrorCode::Failed,
        u"%1 holds at most %2 endpoints: remove some"_s.arg(
            database.file(), QString::number(EndpointLimits::MaxEndpoints)) };
}

SessionError unfit(const Database& database, EndpointId id, const QString& detail)
{
    return { SessionErrorCode::Failed,
        u"%1 cannot keep endpoint %2: %3"_s.arg(database.file(), QString::number(id.value), detail) };
}

} // namespace

StoredEndpoints readEndpoints(Database& database)
{
    StoredEndpoints stored;
    auto rows = database.prepare("SELECT id, definition FROM endpoint WHERE id BETWEEN 0 AND ?1 "
                                 "ORDER BY position, id LIMIT ?2");
    if (!rows) {
        stored.error = rows.error();
        return stored;
    }
    rows->bind(1, LargestId);
    rows->bind(2, static_cast<qint64>(EndpointLimits::MaxEndpoints));
    Statement::Step step = rows->step();
    for (; step == Statement::Step::Row; step = rows->step()) {
        const EndpointId id { rows->number(0) };
        const QByteArrayView definition = rows->view(1);
        auto endpoint = readEndpointDefinition(
            definition.first(qMin(definition.size(), EndpointLimits::MaxDefinition + 1)).toByteArray(), id);
        if (endpoint) {
            stored.endpoints.push_back(*std::move(endpoint));
        } else if (!stored.error) {
            stored.error = SessionError { SessionErrorCode::Damaged,
                u"Endpoint %1 of %2 cannot be read (%3): set it up again"_s.arg(
                    QString::number(id.value), database.file(), endpoint.error()) };
        }
    }
    if (step == Statement::Step::Failed)
        stored.error = database.error();
    return stored;
}

Result<Done, SessionError> writeEndpoints(Database& database, const std::vector<Endpoint>& endpoints)
{
    if (endpoints.size() > EndpointLimits::MaxEndpoints)
        return Unexpected(tooMany(database));
    if (const auto done = database.run("DELETE FROM endpoint"); !done)
        return done;
    auto insert = database.prepare("INSERT INTO endpoint (id, position, definition) VALUES (?1, ?2, ?3)");
    if (!insert)
        return Unexpected(insert.error());
    qint64 position = 0;
    for (const Endpoint& endpoint : endpoints) {
        const QByteArray definition = endpointDefinition(endpoint);
        // What could not be read back is said now and not when it is missed.
        if (const auto readable = readEndpointDefinition(definition, endpoint.id); !readable)
            return Unexpected(unfit(database, endpoint.id, readable.error()));
        if (endpoint.id.value < 0 || endpoint.id.value > LargestId)
            return Unexpected(unfit(database, endpoint.id, u"its number is impossible"_s));
        insert->bind(1, endpoint.id.value);
        insert->bind(2, ++position);
        insert->bindText(3, definition);
        if (!insert->run())
            return Unexpected(database.error());
    }
    return Done {};
}

Result<EndpointId, SessionError> freeEndpointId(Database& database)
{
    // sqlite_sequence keeps the greatest number that the table ever had, but a file is not trusted.
    const auto last = database.number("SELECT max(coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = "
                                      "'endpoint'), 0), coalesce((SELECT max(id) FROM endpoint), 0))");
    if (!last)
        return Unexpected(last.error());
    return EndpointId { qBound(qint64(0), *last, LargestId - 1) + 1 };
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sessionreader.h"

#include "session/corrections/correctiontable.h"
#include "session/endpoints/endpointtable.h"
#include "session/facts/factscolumns.h"
#include "session/query/deliveryquery.h"
#include "session/schema.h"
#include "session/sessionfile.h"
#include "session/sqlite.h"
#include "session/storedbody.h"
#include "session/storedfacts.h"
#include "session/summaryrow.h"

#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

// What is in sight: all that came after the last clear, and what is pinned before it. Two parts in order, so that
// SQLite merges them and never walks over a million cleared rows.
#define HOOKLOUPE_IN_SIGHT(columns, condition, order)                                                                  \
    "SELECT " columns " FROM delivery WHERE " condition " AND is_removed = 0"                                          \
    " AND id > (SELECT cleared_through FROM totals)"                                                                   \
    " UNION ALL SELECT " columns " FROM delivery INDEXED BY delivery_pinned WHERE " condition                          \
    " AND is_pinned = 1 AND is_removed = 0 AND id <= (SELECT cleared_through FROM totals)"                             \
    " ORDER BY id " order " LIMIT ?2"
#define HOOKLOUPE_SUMMARY                                                                                              \
    "id, received_us, method, target, content_type, body_size, anomalies, status, fault, is_tls, is_pinned, "          \
    "{summary facts}"
#define HOOKLOUPE_WHOLE                                                                                                \
    "SELECT d.id, d.received_us, d.body_size, d.anomalies, d.status, d.fault, d.is_pinned, d.response_id, d.is_tls,"   \
    " p.framing, p.discarded, p.first_us, p.head_us, p.peer_address, p.peer_port, p.local_address, p.local_port,"      \
    " p.body_file, p.tls, p.chunk_marks, p.rest, p.head, p.body, {keys}, {facts}"                                      \
    " FROM delivery d JOIN payload p ON p.id = d.id {join keys} WHERE "

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t KnownResponses = 256;

BodyFraming framingOf(qint64 stored)
{
    return stored >= 0 && stored <= static_cast<qint64>(BodyFraming::Chunked) ? static_cast<BodyFraming>(stored)
                                                                              : BodyFraming::None;
}

SocketEnd endOf(const QByteArray& address, qint64 port)
{
    return { QString::fromUtf8(address.left(256)), static_cast<quint16>(qBound(qint64(0), port, qint64(65535))) };
}

/// Puts in what stands for the facts in a session of that version.
QByteArray withFacts(QByteArray sql, int version)
{
    const bool has = version >= FactsVersion;
    sql.replace("{summary facts}", has ? HOOKLOUPE_SUMMARY_FACTS : HOOKLOUPE_NO_SUMMARY_FACTS);
    sql.replace("{join keys}", has ? "LEFT JOIN message_key AS m ON m.id = d.id" : "");
    sql.replace("{keys}", has ? "m.keys" : "NULL");
    return sql.replace("{facts}", has ? HOOKLOUPE_FACTS : HOOKLOUPE_NO_FACTS);
}

Result<Database, SessionError> openToRead(const QString& file)
{
    auto database = Database::open(file, Database::Mode::Query);
    if (!database)
        return database;
    const auto checked = checkVersion(*database, sessionMigrations());
    if (checked)
        return database;
    const QFileInfo info(file);
    if (checked.error().code != SessionErrorCode::Failed || QFileInfo(info.absolutePath()).isWritable())
        return Unexpected(checked.error());
    if (!info.isReadable()) {
        return Unexpected(SessionError {
            SessionErrorCode::Failed, u"%1 cannot be read: check the permissions of the file"_s.arg(file) });
    }
    if (QFileInfo(file + u"-wal"_s).size() > 0) {
        return Unexpected(SessionError { SessionErrorCode::Failed,
            u"%1 was not closed and its folder cannot be written: copy it with its -wal file to a folder that can"_s
                .arg(file) });
    }
    auto still = Database::open(file, Database::Mode::Immutable);
    if (!still)
        return still;
    if (const auto again = checkVersion(*still, sessionMigrations()); !again)
        return Unexpected(again.error());
    return still;
}

} // namespace

struct SessionReader::Private {
    Private(Database opened, SessionPaths where)
        : database(std::move(opened))
        , paths(std::move(where))
    {
    }

    Result<Done, SessionError> prepareAll();
    std::vector<DeliverySummary> summaries(Statement& statement, DeliveryId bound, int limit);
    std::vector<Delivery> deliveries(Statement& statement, DeliveryId bound, int limit);
    qint64 number(Statement& statement);
    Delivery deliveryOfRow(const Statement& row);
    ResponsePtr response(qint64 id, int status, Fault fault);

    Database database;
    SessionPaths paths;
    std::optional<SessionError> error;
    std::unordered_map<qint64, ResponsePtr> responses;
    std::optional<qint64> dataVersion;
    int formatVersion = 0; ///< for which the statements are prepared; 0: for none
    SharedBytes shared;
    FactsReader facts;
    DeliveryQuery query { database, paths };

    Statement count;
    Statement after;
    Statement before;
    Statement one;
    Statement wholeAfter;
    Statement trackedAfter;
    Statement readResponse;
    Statement version;
};

Result<Done, SessionError> SessionReader::Private::prepareAll()
{
    const auto format = checkVersion(database, sessionMigrations());
    if (!format)
        return Unexpected(format.error());
    const std::pair<Statement*, const char*> all[] = {
        { &count,
            "SELECT pinned + shown + (SELECT count(*) FROM delivery WHERE id > counted_through AND is_removed = 0 "
            "AND (is_pinned = 1 OR id > cleared_through)) FROM totals WHERE one = 1" },
        { &after, HOOKLOUPE_IN_SIGHT(HOOKLOUPE_SUMMARY, "id > ?1", "ASC") },
        { &before, HOOKLOUPE_IN_SIGHT(HOOKLOUPE_SUMMARY, "id < ?1", "DESC") },
        { &one, HOOKLOUPE_WHOLE "d.id IN (" HOOKLOUPE_IN_SIGHT("id", "id = ?1", "ASC") ")" },
        { &wholeAfter, HOOKLOUPE_WHOLE "d.id IN (" HOOKLOUPE_IN_SIGHT("id", "id > ?1", "ASC") ") ORDER BY d.id" },
        { &trackedAfter,
            "SELECT d.id, d.received_us, d.status, d.fault, d.response_id, {keys}, {summary facts} FROM delivery d "
            "{join keys} WHERE d.id IN (" HOOKLOUPE_IN_SIGHT("id", "id > ?1", "ASC") ") ORDER BY d.id" },
        { &readResponse, "SELECT status, fault, delay_ms, reason, headers, body FROM response WHERE id = ?1" },
        { &version, "PRAGMA data_version" },
    };
    for (const auto& [statement, sql] : all) {
        auto prepared = database.prepare(withFacts(sql, *format).constData());
        if (!prepared)
            return Unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    formatVersion = *format;
    return *format < FactsVersion ? Done {} : facts.prepare(database);
}

qint64 SessionReader::Private::number(Statement& statement)
{
    error.reset();
    const StatementScope scope(statement);
    switch (statement.step()) {
    case Statement::Step::Row:
        return statement.number(0);
    case Statement::Step::Done:
        return 0;
    case Statement::Step::Failed:
        break;
    }
    error = database.error();
    return 0;
}

std::vector<DeliverySummary> SessionReader::Private::summaries(Statement& statement, DeliveryId bound, int limit)
{
    error.reset();
    statement.bind(1, bound.value);
    statement.bind(2, limit);
    const StatementScope scope(statement);
    std::vector<DeliverySummary> found;
    Statement::Step step = statement.step();
    for (; step == Statement::Step::Row; step = statement.step())
        found.push_back(summaryOfRow(statement, shared, facts));
    if (step == Statement::Step::Failed)
        error = database.error();
    return found;
}

std::vector<Delivery> SessionReader::Private::deliveries(Statement& statement, DeliveryId bound, int limit)
{
    error.reset();
    statement.bind(1, bound.value);
    statement.bind(2, limit);
    const StatementScope scope(statement);
    std::vector<Delivery> found;
    Statement::Step step = statement.step();
    for (; step == Statement::Step::Row; step = statement.step())
        found.push_back(deliveryOfRow(statement));
    if (step == Statement::Step::Failed)
        error = database.error();
    return found;
}

Delivery SessionReader::Private::deliveryOfRow(const Statement& row)
{
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse(row.bytes(21));
    request->body = row.isNull(17) ? Body(row.bytes(22)) : storedBody(paths, row.view(17), row.number(2));
    request->framing = framingOf(row.number(9));
    request->chunkMarks = ChunkMarks::fromEncoded(row.bytes(19));
    request->rest = row.bytes(20);
    request->discarded = qBound(qint64(0), row.number(10), LargestBody);
    request->anomalies = AnomalySet::fromBits(static_cast<quint64>(row.number(3)));
    request->times = { decodeTime(row.number(11)), decodeTime(row.number(12)), decodeTime(row.number(1)) };
    request->peer = endOf(row.bytes(13), row.number(14));
    request->local = endOf(row.bytes(15), row.number(16));
    if (row.number(8) != 0)
        request->tls = decodeTls(row.bytes(18)).value_or(TlsFacts {});

    Delivery delivery;
    delivery.id = { row.number(0) };
    delivery.response = response(row.number(7), statusOf(row.number(4)), faultOf(row.number(5)));
    delivery.isPinned = row.number(6) != 0;
    delivery.keys = keysOfRow(row, 23);
    delivery.facts = facts.read(row, 24);
    delivery.request = std::move(request);
    return delivery;
}

ResponsePtr SessionReader::Private::response(qint64 id, int status, Fault fault)
{
    if (const auto known = responses.find(id); known != responses.end())
        return known->second;
    auto response = std::make_shared<Response>();
    response->status = status;
    response->fault = fault;
    readResponse.bind(1, id);
    const StatementScope scope(readResponse);
    if (readResponse.step() != Statement::Step::Row)
        return response;
    constexpr qint64 LongestDelay = 86'400'000;
    response->status = static_cast<int>(qBound(qint64(100), readResponse.number(0), qint64(999)));
    response->fault = faultOf(readResponse.number(1));
    response->delay = std::chrono::milliseconds(qBound(qint64(0), readResponse.number(2), LongestDelay));
    response->reason = readResponse.bytes(3);
    response->headers = decodeHeaders(readResponse.bytes(4));
    response->body = readResponse.bytes(5);
    if (responses.size() >= KnownResponses)
        responses.clear();
    responses.emplace(id, response);
    return response;
}

Result<std::unique_ptr<SessionReader>, SessionError> SessionReader::open(const QString& file)
{
    const SessionPaths paths = SessionPaths::of(file);
    auto database = openToRead(paths.file);
    if (!database)
        return Unexpected(database.error());
    auto d = std::make_unique<Private>(std::move(*database), paths);
    if (const auto done = d->prepareAll(); !done)
        return Unexpected(done.error());
    return std::unique_ptr<SessionReader>(new SessionReader(std::move(d)));
}

SessionReader::SessionReader(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

SessionReader::~SessionReader() = default;

qint64 SessionReader::count()
{
    return qMax(qint64(0), d->number(d->count));
}

DeliveryId SessionReader::lastId()
{
    const auto last = d->summaries(d->before, { std::numeric_limits<qint64>::max() }, 1);
    return last.empty() ? DeliveryId {} : last.front().id;
}

std::vector<DeliverySummary> SessionReader::summariesAfter(DeliveryId after, int limit)
{
    return d->summaries(d->after, after, limit);
}

std::vector<DeliverySummary> SessionReader::summariesBefore(DeliveryId before, int limit)
{
    return d->summaries(d->before, before, limit);
}

std::optional<Delivery> SessionReader::delivery(DeliveryId id)
{
    auto found = d->deliveries(d->one, id, 1);
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

std::vector<Delivery> SessionReader::deliveriesAfter(DeliveryId after, int limit)
{
    return d->deliveries(d->wholeAfter, after, limit);
}

std::vector<TrackedRow> SessionReader::trackedAfter(DeliveryId after, int limit)
{
    d->error.reset();
    Statement& row = d->trackedAfter;
    row.bind(1, after.value);
    row.bind(2, limit);
    const StatementScope scope(row);
    std::vector<TrackedRow> found;
    Statement::Step step = row.step();
    for (; step == Statement::Step::Row; step = row.step()) {
        DeliverySummary facts;
        d->facts.readInto(facts, row, 6);
        TrackedRow tracked;
        tracked.id = { row.number(0) };
        tracked.receivedAt = decodeTime(row.number(1));
        tracked.provider = facts.provider;
        tracked.isChallenge = facts.isChallenge;
        tracked.response = d->response(row.number(4), statusOf(row.number(2)), faultOf(row.number(3)));
        tracked.keys = keysOfRow(row, 5);
        found.push_back(std::move(tracked));
    }
    if (step == Statement::Step::Failed)
        d->error = d->database.error();
    return found;
}

std::vector<SubscriptionCorrection> SessionReader::corrections()
{
    d->error.reset();
    if (d->formatVersion < FactsVersion)
        return {};
    StoredCorrections stored = readCorrections(d->database);
    d->error = std::move(stored.error);
    return std::move(stored.corrections);
}

std::vector<DeliveryId> SessionReader::matching(const MatchQuestion& question)
{
    d->error.reset();
    auto found = d->query.ids(question, d->formatVersion >= FactsVersion);
    if (found)
        return std::move(*found);
    d->error = found.error();
    return {};
}

std::vector<Endpoint> SessionReader::endpoints()
{
    d->error.reset();
    if (d->formatVersion < FactsVersion)
        return {};
    StoredEndpoints stored = readEndpoints(d->database);
    d->error = std::move(stored.error);
    return std::move(stored.endpoints);
}

EndpointId SessionReader::freeEndpointId()
{
    d->error.reset();
    if (d->formatVersion < FactsVersion)
        return { 1 };
    const auto free = hookloupe::freeEndpointId(d->database);
    if (!free)
        d->error = free.error();
    return free ? *free : EndpointId { 1 };
}

bool SessionReader::hasChanged()
{
    const qint64 version = d->number(d->version);
    if (d->error)
        return false;
    const bool hasChanged = std::exchange(d->dataVersion, version) != version;
    // Somebody may have begun to write an older session, and so have brought it to the newest version.
    if (hasChanged && d->formatVersion < FactsVersion) {
        if (const auto done = d->prepareAll(); !done)
            d->error = done.error();
    }
    return hasChanged;
}

const std::optional<SessionError>& SessionReader::error() const
{
    return d->error;
}

} // namespace hookloupe

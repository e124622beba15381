// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/schema.h"

#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ApplicationId = 0x484B4C50; // "HKLP", as file(1) shows it

// Two tables, so that listing a million deliveries reads some 100 bytes a row and not their bodies. In payload, what
// is small stands before what is large: SQLite then need not follow the chain of overflow pages to reach it.
// Partial indexes cost an ordinary delivery nothing.
constexpr const char* FirstVersion = R"(
CREATE TABLE response (
    id INTEGER PRIMARY KEY,
    status INTEGER NOT NULL,
    fault INTEGER NOT NULL,
    delay_ms INTEGER NOT NULL,
    reason BLOB,
    headers BLOB,
    body BLOB
);
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    received_us INTEGER NOT NULL,
    method NOT NULL,
    target NOT NULL,
    content_type NOT NULL,
    body_size INTEGER NOT NULL,
    raw_size INTEGER NOT NULL,
    anomalies INTEGER NOT NULL,
    status INTEGER NOT NULL,
    fault INTEGER NOT NULL,
    is_tls INTEGER NOT NULL,
    is_pinned INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    response_id INTEGER NOT NULL
);
CREATE INDEX delivery_removed ON delivery (id) WHERE is_removed = 1;
CREATE INDEX delivery_pinned ON delivery (id) WHERE is_pinned = 1;
CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    framing INTEGER NOT NULL,
    discarded INTEGER NOT NULL,
    first_us INTEGER NOT NULL,
    head_us INTEGER NOT NULL,
    peer_address TEXT NOT NULL,
    peer_port INTEGER NOT NULL,
    local_address TEXT NOT NULL,
    local_port INTEGER NOT NULL,
    body_file TEXT,
    tls BLOB,
    chunk_marks BLOB,
    rest BLOB,
    head BLOB NOT NULL,
    body BLOB
);
CREATE INDEX payload_body_file ON payload (body_file) WHERE body_file IS NOT NULL;
CREATE TABLE totals (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    counted_through INTEGER NOT NULL,
    cleared_through INTEGER NOT NULL,
    cleared_before INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    cleared INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    kept_bytes INTEGER NOT NULL
);
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0);
)";

// What the profiles say about a delivery, and the endpoints. By what deliveries belong to messages stands in a table of
// its own, so that the messages of a million can be worked out anew without reading anything else. No column here is
// NULL but `facts`, so that a condition in SQL is true or false; 0 and the empty text take no space beside the byte
// that every column takes. Columns that are added with a constant cost nothing for the rows that are there. Texts that
// repeat are words: factscolumns.h has the details. The numbers of endpoints are never used twice, which is what
// AUTOINCREMENT means.
constexpr const char* SecondVersion = R"(
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text NOT NULL
);
ALTER TABLE delivery ADD COLUMN endpoint INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN provider NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN event_type NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN verdict INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN freshness INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN facts BLOB;
ALTER TABLE delivery ADD COLUMN event_id NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN resource NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN event_time NOT NULL DEFAULT '';
CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    definition TEXT NOT NULL
);
CREATE TABLE message_key (
    id INTEGER PRIMARY KEY,
    keys BLOB NOT NULL
);
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    subscription BLOB NOT NULL,
    at_us INTEGER NOT NULL,
    status INTEGER NOT NULL,
    failures INTEGER NOT NULL
);
)";

constexpr std::array Migrations { Migration { FirstVersion }, Migration { SecondVersion } };

SessionError notASession(const Database& database)
{
    return { SessionErrorCode::NotASession,
        u"%1 is not a session of Hookloupe: choose another file"_s.arg(database.file()) };
}

/// The version of a session; 0 for a file without any content.
Result<qint64, SessionError> versionOf(Database& database, std::span<const Migration> migrations)
{
    const auto application = database.number("PRAGMA application_id");
    if (!application)
        return application;
    const auto version = database.number("PRAGMA user_version");
    if (!version)
        return version;
    const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables;

    if (*application == 0 && *version == 0 && *tables == 0)
        return qint64(0);
    if (*application != ApplicationId)
        return Unexpected(notASession(database));
    if (*version > static_cast<qint64>(migrations.size())) {
        return Unexpected(SessionError { SessionErrorCode::TooNew,
            u"%1 was written by a newer version of Hookloupe (format %2, this one knows up to %3): update Hookloupe to open it"_s
                .arg(database.file(), QString::number(*version), QString::number(migrations.size())) });
    }
    if (*version < 1) {
        return Unexpected(SessionError { SessionErrorCode::Damaged,
            u"%1 has the impossible format number %2: restore it from a copy"_s.arg(
                database.file(), QString::number(*version)) });
    }
    return version;
}

Result<Done, SessionError> takeStep(Database& database, const Migration& migration, qint64 version)
{
    const QByteArray numbers = "PRAGMA application_id = " + QByteArray::number(ApplicationId)
        + "; PRAGMA user_version = " + QByteArray::number(version);
    if (const auto done = database.run("BEGIN IMMEDIATE"); !done)
        return done;
    for (const char* sql : { migration.sql, numbers.constData(), "COMMIT" }) {
        if (auto done = database.run(sql); !done) {
            database.rollBack();
            return done;
        }
    }
    return Done {};
}

} // namespace

std::span<const Migration> sessionMigrations()
{
    return Migrations;
}

Result<Done, SessionError> migrate(Database& database, std::span<const Migration> migrations)
{
    const auto version = versionOf(database, migrations);
    if (!version)
        return Unexpected(version.error());
    if (*version == 0) {
        // Large pages: rows of 1 to 2 KB leave half a row of each page unused. Against 16 KiB these save 4 % of the
        // file and cost a tenth of a commit under load; 64 KiB save no more and cost a third. Both must come before the
        // first table.
        if (const auto done = database.run("PRAGMA page_size = 32768; PRAGMA auto_vacuum = INCREMENTAL"); !done)
            return done;
    }
    for (auto next = static_cast<std::size_t>(*version); next < migrations.size(); ++next) {
        if (auto done = takeStep(database, migrations[next], static_cast<qint64>(next) + 1); !done)
            return done;
    }
    return Done {};
}

Result<int, SessionError> checkVersion(Database& database, std::span<const Migration> migrations)
{
    const auto version = versionOf(database, migrations);
    if (!version)
        return Unexpected(version.error());
    if (*version == 0)
        return Unexpected(notASession(database));
    return static_cast<int>(*version);
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/sqlite.h"

#include <QFileInfo>
#include <QUrl>

#include <sqlite3.h>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

SessionError errorOf(int code, const QString& file, const QString& message)
{
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        return { SessionErrorCode::NotASession, u"%1 is not a session of Hookloupe: choose another file"_s.arg(file) };
    case SQLITE_CORRUPT:
        return { SessionErrorCode::Damaged,
            u"%1 is damaged (%2): restore it from a copy, or start a new session"_s.arg(file, message) };
    case SQLITE_FULL:
        return { SessionErrorCode::NoSpace, u"No space left for %1: free some space on its disk"_s.arg(file) };
    case SQLITE_TOOBIG:
        return { SessionErrorCode::Damaged,
            u"%1 has a value of more than %2 MiB, which no session holds: restore it from a copy"_s.arg(
                file, QString::number(Database::MaxRowBytes >> 20)) };
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return { SessionErrorCode::Failed,
            u"%1 cannot be written (%2): check the permissions of the file and its folder"_s.arg(file, message) };
    default:
        return { SessionErrorCode::Failed, u"%1 cannot be used: %2"_s.arg(file, message) };
    }
}

bool isPlainAscii(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte > 0; });
}

/// A non-null pointer even for no bytes: SQLite takes a null pointer for NULL.
const char* dataOf(QByteArrayView bytes)
{
    return bytes.isEmpty() ? "" : bytes.data();
}

/// SQLite takes a file of a few bytes for an empty database and would write over it; anything larger it recognises.
/// Only the size is looked at: opening the file and closing it again would drop every lock that another connection of
/// this process holds on it (POSIX; sqlite.org/howtocorrupt.html section 2.2), and with them the writer's WAL.
bool isEmptyOrDatabase(const QString& path)
{
    constexpr qint64 SmallestDatabase = 512;
    const qint64 size = QFileInfo(path).size();
    return size == 0 || size >= SmallestDatabase;
}

} // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

void Statement::bind(int index, qint64 value)
{
    m_hasBindFailed |= sqlite3_bind_int64(m_statement.get(), index, value) != SQLITE_OK;
}

void Statement::bindNull(int index)
{
    m_hasBindFailed |= sqlite3_bind_null(m_statement.get(), index) != SQLITE_OK;
}

void Statement::bindBlob(int index, QByteArrayView bytes)
{
    m_hasBindFailed |= sqlite3_bind_blob64(m_statement.get(), index, dataOf(bytes),
                           static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC)
        != SQLITE_OK;
}

void Statement::bindBlobOrNull(int index, QByteArrayView bytes)
{
    if (bytes.isEmpty())
        bindNull(index);
    else
        bindBlob(index, bytes);
}

void Statement::bindBytes(int index, QByteArrayView bytes)
{
    if (!isPlainAscii(bytes)) {
        bindBlob(index, bytes);
        return;
    }
    bindText(index, bytes);
}

void Statement::bindText(int index, QByteArrayView bytes)
{
    m_hasBindFailed |= sqlite3_bind_text64(m_statement.get(), index, dataOf(bytes),
                           static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC, SQLITE_UTF8)
        != SQLITE_OK;
}

Statement::Step Statement::step()
{
    if (!m_statement || m_hasBindFailed)
        return Step::Failed;
    switch (sqlite3_step(m_statement.get())) {
    case SQLITE_ROW:
        return Step::Row;
    case SQLITE_DONE:
        return Step::Done;
    default:
        return Step::Failed;
    }
}

bool Statement::run()
{
    const bool isDone = step() == Step::Done;
    reset();
    return isDone;
}

void Statement::reset()
{
    m_hasBindFailed = false;
    sqlite3_reset(m_statement.get());
}

qint64 Statement::number(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

QByteArray Statement::bytes(int column) const
{
    return view(column).toByteArray();
}

QByteArrayView Statement::view(int column) const
{
    const void* data = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    if (!data || size <= 0)
        return {};
    return QByteArrayView(static_cast<const char*>(data), size);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

bool Statement::isNumber(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_INTEGER;
}

void Database::Closer::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

Result<Database, SessionError> Database::open(const QString& file, Mode mode)
{
    if (mode != Mode::Create && !QFileInfo::exists(file)) {
        return Unexpected(
            SessionError { SessionErrorCode::NotFound, u"There is no file %1: check its name"_s.arg(file) });
    }
    if (!isEmptyOrDatabase(file))
        return Unexpected(errorOf(SQLITE_NOTADB, file, {}));
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == Mode::Immutable ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE;
    flags |= mode == Mode::Create ? SQLITE_OPEN_CREATE : 0;
    const QByteArray name = mode == Mode::Immutable
        ? QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()).toEncoded(QUrl::FullyEncoded) + "?immutable=1"
        : file.toUtf8();

    Database database;
    database.m_file = file;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.constData(), &handle, flags, nullptr);
    database.m_handle.reset(handle);
    if (code != SQLITE_OK)
        return Unexpected(errorOf(code, file, QString::fromUtf8(sqlite3_errstr(code))));
    database.harden();
    if (mode == Mode::Query || mode == Mode::Immutable) {
        if (const auto done = database.run("PRAGMA query_only = 1"); !done)
            return Unexpected(done.error());
    }
    return database;
}

void Database::harden()
{
    setBusyTimeout();
    sqlite3_limit(m_handle.get(), SQLITE_LIMIT_LENGTH, MaxRowBytes);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_exec(m_handle.get(), "PRAGMA cell_size_check = 1", nullptr, nullptr, nullptr);
}

Result<Done, SessionError> Database::run(const char* sql)
{
    if (sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return Unexpected(error());
    return Done {};
}

Result<Statement, SessionError> Database::prepare(const char* sql)
{
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(m_handle.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    Statement statement;
    statement.m_statement.reset(raw);
    if (code == SQLITE_ERROR) {
        return Unexpected(SessionError { SessionErrorCode::Damaged,
            u"%1 lacks a part of a session (%2): restore it from a copy"_s.arg(
                m_file, QString::fromUtf8(sqlite3_errmsg(m_handle.get()))) });
    }
    if (code != SQLITE_OK)
        return Unexpected(error());
    return statement;
}

Result<qint64, SessionError> Database::number(const char* sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return Unexpected(statement.error());
    switch (statement->step()) {
    case Statement::Step::Row:
        return statement->number(0);
    case Statement::Step::Done:
        return qint64(0);
    case Statement::Step::Failed:
        break;
    }
    return Unexpected(error());
}

qint64 Database::rowsWritten() const
{
    return sqlite3_changes(m_handle.get());
}

bool Database::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

void Database::rollBack()
{
    if (isInTransaction())
        sqlite3_exec(m_handle.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::setBusyTimeout(int milliseconds)
{
    sqlite3_busy_timeout(m_handle.get(), milliseconds);
}

int Database::checkpoint(Checkpoint kind)
{
    const int mode = kind == Checkpoint::Passive ? SQLITE_CHECKPOINT_PASSIVE
        : kind == Checkpoint::Restart            ? SQLITE_CHECKPOINT_RESTART
                                                 : SQLITE_CHECKPOINT_TRUNCATE;
    int inWal = 0;
    int moved = 0;
    if (sqlite3_wal_checkpoint_v2(m_handle.get(), nullptr, mode, &inWal, &moved) != SQLITE_OK)
        return -1;
    return std::max(0, inWal - moved);
}

void Database::syncFile()
{
    // Through SQLite's own handle: closing another one would drop its POSIX locks.
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(m_handle.get(), nullptr, SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK)
        return;
    if (file && file->pMethods)
        file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

void Database::watchWal(int* frames)
{
    const auto hook = [](void* target, sqlite3*, const char*, int pages) {
        *static_cast<int*>(target) = pages;
        return SQLITE_OK;
    };
    if (frames)
        sqlite3_wal_hook(m_handle.get(), hook, frames);
    else
        sqlite3_wal_hook(m_handle.get(), nullptr, nullptr);
}

SessionError Database::error() const
{
    return errorOf(sqlite3_errcode(m_handle.get()), m_file, QString::fromUtf8(sqlite3_errmsg(m_handle.get())));
}

} // namespace hookloupe

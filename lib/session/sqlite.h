// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "session/sessionerror.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace hookloupe {

/// A prepared statement. Belongs to its Database, which must outlive it.
///
/// A failure of a bind is remembered and reported by the next step(), so that no value is lost in silence.
class Statement {
public:
    enum class Step { Row, Done, Failed };

    Statement() = default;

    /// \param index  of the parameter, from 1
    void bind(int index, qint64 value);
    void bindNull(int index);
    /// As a blob. The bytes are not copied: they must live until reset().
    void bindBlob(int index, QByteArrayView bytes);
    /// As a blob, or NULL when there are none.
    void bindBlobOrNull(int index, QByteArrayView bytes);
    /// As text when it is plain ASCII, so that people can query it, and as a blob otherwise. Not copied.
    void bindBytes(int index, QByteArrayView bytes);

    /// As text; not copied either.
    /// \param bytes  UTF-8 without null bytes
    void bindText(int index, QByteArrayView bytes);

    Step step();
    /// Steps a statement that yields no rows and resets it.
    bool run();
    void reset();

    /// \param column  from 0
    qint64 number(int column) const;
    QByteArray bytes(int column) const;
    /// The same without a copy: until the next step() or reset().
    QByteArrayView view(int column) const;
    bool isNull(int column) const;
    bool isNumber(int column) const;

private:
    friend class Database;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
    bool m_hasBindFailed = false;
};

/// Resets a statement at the end of a block, so that it holds no read transaction open.
class StatementScope {
public:
    explicit StatementScope(Statement& statement)
        : m_statement(statement)
    {
    }
    ~StatementScope() { m_statement.reset(); }
    Q_DISABLE_COPY_MOVE(StatementScope)

private:
    Statement& m_statement;
};

/// One connection to an SQLite file. One thread at a time.
///
/// The C API alone, and never Qt's driver beside it: two copies of SQLite in one process break each other's POSIX
/// locks (https://www.sqlite.org/howtocorrupt.html section 2.2.1). What the file says is not trusted: triggers and
/// views are off, and its schema may call nothing.
class Database {
public:
    enum class Mode {
        Create, ///< reads and writes; the file is made when it does not exist
        ReadWrite, ///< the file must exist
        Query, ///< as ReadWrite, but statements may not write (a reader of a WAL file writes its index)
        Immutable, ///< a file that nobody can change: no locks, no WAL
    };
    enum class Checkpoint { Passive, Restart, Truncate };
    /// A row that is larger is not read or written: twice the largest head that can be captured.
    static constexpr int MaxRowBytes = 128 << 20;
    static constexpr int DefaultBusyMilliseconds = 10'000;

    /// \retval NotFound     no such file
    /// \retval NotASession  a file that is no database
    static Result<Database, SessionError> open(const QString& file, Mode mode);

    const QString& file() const { return m_file; }
    /// The connection itself, for those who give SQLite functions of their own.
    sqlite3* handle() const { return m_handle.get(); }

    /// Runs statements that yield nothing of interest.
    Result<Done, SessionError> run(const char* sql);
    Result<Statement, SessionError> prepare(const char* sql);
    /// The first column of the first row; 0 when there is none.
    Result<qint64, SessionError> number(const char* sql);

    /// How many rows the last statement that wrote has written.
    qint64 rowsWritten() const;
    bool isInTransaction() const;
    /// Ends a transaction without effect, when there is one.
    void rollBack();
    /// How long a statement waits for another connection's lock, milliseconds; 0: not at all.
    void setBusyTimeout(int milliseconds = DefaultBusyMilliseconds);

    /// Moves what is in the WAL into the file.
    /// \return pages that are still in the WAL; 0 or more, or -1 when it could not be done
    int checkpoint(Checkpoint kind);
    /// Brings what was moved into the file to the disk. A checkpoint that does not reach the end of the WAL leaves that
    /// to a later one, which then takes long.
    void syncFile();
    /// Has \p frames set to the number of pages in the WAL after each commit of this connection.
    /// \param frames  must outlive the connection; null: stops
    void watchWal(int* frames);

    /// The last failure of this connection, as a sentence with the file in it.
    SessionError error() const;

private:
    struct Closer {
        void operator()(sqlite3* handle) const;
    };
    Database() = default;
    void harden();

    std::unique_ptr<sqlite3, Closer> m_handle;
    QString m_file;
};

} // namespace hookloupe

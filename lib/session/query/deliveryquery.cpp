// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/query/deliveryquery.h"

#include "session/query/querysql.h"

#include <sqlite3.h>

#include <utility>

namespace hookloupe {

namespace {

constexpr int InstructionsBetweenLooks = 2000;

/// What is in sight, in two parts as SessionReader has them.
QByteArray statementText(const QByteArray& condition, bool isNewestFirst)
{
    const QByteArray range = " WHERE d.id > ?1 AND d.id < ?2 AND d.is_removed = 0 AND ";
    return "SELECT d.id FROM delivery AS d" + range + "d.id > (SELECT cleared_through FROM totals) AND " + condition
        + " UNION ALL SELECT d.id FROM delivery AS d INDEXED BY delivery_pinned" + range
        + "d.is_pinned = 1 AND d.id <= (SELECT cleared_through FROM totals) AND " + condition + " ORDER BY 1 "
        + (isNewestFirst ? "DESC" : "ASC") + " LIMIT ?3";
}

int lookWhetherStopped(void* functions)
{
    return static_cast<const QueryFunctions*>(functions)->isStopped() ? 1 : 0;
}

/// Tells the functions what they answer, and the connection to look for a stop, for as long as it lives.
class Search {
public:
    Search(sqlite3* handle, QueryFunctions& functions)
        : m_handle(handle)
        , m_functions(functions)
    {
        sqlite3_progress_handler(m_handle, InstructionsBetweenLooks, &lookWhetherStopped, &m_functions);
    }
    ~Search()
    {
        sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
        m_functions.end();
    }
    Q_DISABLE_COPY_MOVE(Search)

private:
    sqlite3* m_handle;
    QueryFunctions& m_functions;
};

} // namespace

DeliveryQuery::DeliveryQuery(Database& database, const SessionPaths& paths)
    : m_database(database)
    , m_functions(paths)
{
}

DeliveryQuery::~DeliveryQuery() = default;

Result<std::vector<DeliveryId>, SessionError> DeliveryQuery::ids(const MatchQuestion& question, bool hasFacts)
{
    if (!std::exchange(m_isInstalled, true)) {
        if (const auto done = m_functions.install(m_database); !done) {
            m_isInstalled = false;
            return Unexpected(done.error());
        }
    }
    QuerySql sql = querySqlOf(question.filter, question.now, hasFacts);
    auto statement = m_database.prepare(statementText(sql.condition, question.isNewestFirst).constData());
    if (!statement)
        return Unexpected(statement.error());
    statement->bind(1, question.after.value);
    statement->bind(2, question.before.value);
    statement->bind(3, question.limit);
    int parameter = QuerySql::FirstParameter;
    for (const qint64 number : sql.numbers)
        statement->bind(parameter++, number);

    m_functions.begin(std::move(sql.terms), question.facts, question.stop);
    const Search search(m_database.handle(), m_functions);
    const StatementScope scope(*statement);
    std::vector<DeliveryId> found;
    Statement::Step step = statement->step();
    for (; step == Statement::Step::Row; step = statement->step())
        found.push_back({ statement->number(0) });
    if (step == Statement::Step::Failed && !question.stop.stop_requested())
        return Unexpected(m_database.error());
    return found;
}

} // namespace hookloupe

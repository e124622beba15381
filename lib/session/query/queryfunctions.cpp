// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/query/queryfunctions.h"

#include "session/facts/factscolumns.h"
#include "session/storedbody.h"

#include <sqlite3.h>

#include <utility>

namespace hookloupe {

namespace {

QByteArrayView bytesOf(sqlite3_value* value)
{
    const void* data = sqlite3_value_blob(value);
    const int size = sqlite3_value_bytes(value);
    return data && size > 0 ? QByteArrayView(static_cast<const char*>(data), size) : QByteArrayView("", 0);
}

DeliveryId idOf(sqlite3_value* value)
{
    return { sqlite3_value_int64(value) };
}

void answerChallenge(sqlite3_context* context, int, sqlite3_value** values)
{
    sqlite3_result_int(context, isChallengeFacts(bytesOf(values[0])) ? 1 : 0);
}

} // namespace

/// The first argument of every function is the number of its term.
template<QueryFunctions::Evaluate evaluate>
void QueryFunctions::answer(sqlite3_context* context, int, sqlite3_value** values)
{
    auto& functions = *static_cast<QueryFunctions*>(sqlite3_user_data(context));
    const sqlite3_int64 term = sqlite3_value_int64(values[0]);
    if (functions.isStopped())
        sqlite3_result_error_code(context, SQLITE_INTERRUPT);
    else if (term < 0 || term >= std::ssize(functions.m_terms))
        sqlite3_result_int(context, 0);
    else
        sqlite3_result_int(context, evaluate(functions, functions.m_terms[static_cast<std::size_t>(term)], values + 1));
}

bool QueryFunctions::evaluateText(QueryFunctions&, const FilterTerm& term, sqlite3_value** values)
{
    return filtermatch::text(term, bytesOf(values[0]));
}

bool QueryFunctions::evaluateFact(QueryFunctions&, const FilterTerm& term, sqlite3_value** values)
{
    const QByteArrayView value = bytesOf(values[0]);
    return !value.isEmpty() && filtermatch::text(term, value);
}

bool QueryFunctions::evaluateLine(QueryFunctions&, const FilterTerm& term, sqlite3_value** values)
{
    const QByteArrayView value = bytesOf(values[0]);
    return filtermatch::methodOrTarget(term, value, value);
}

bool QueryFunctions::evaluateHead(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values)
{
    return filtermatch::head(term, functions.rowOf(idOf(values[0]), bytesOf(values[1])).head);
}

bool QueryFunctions::evaluateKnown(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values)
{
    return filtermatch::facts(term, idOf(values[0]), functions.m_facts);
}

bool QueryFunctions::evaluateBody(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values)
{
    Row& row = functions.rowOf(idOf(values[0]), bytesOf(values[1]));
    if (!row.texts) {
        const bool isInFile = sqlite3_value_type(values[3]) != SQLITE_NULL;
        row.body = isInFile ? storedBody(functions.m_paths, bytesOf(values[3]), sqlite3_value_int64(values[4]))
                            : Body(bytesOf(values[2]).toByteArray());
        row.texts.emplace(row.head, row.body, [&functions] { return functions.isStopped(); });
    }
    return filtermatch::body(term, *row.texts);
}

Result<Done, SessionError> QueryFunctions::install(Database& database)
{
    using Callback = void (*)(sqlite3_context*, int, sqlite3_value**);
    struct Function {
        const char* name;
        int arguments;
        Callback callback;
    };
    constexpr Function All[] = {
        { "hookloupe_text", 2, &answer<&evaluateText> },
        { "hookloupe_fact", 2, &answer<&evaluateFact> },
        { "hookloupe_line", 2, &answer<&evaluateLine> },
        { "hookloupe_head", 3, &answer<&evaluateHead> },
        { "hookloupe_body", 6, &answer<&evaluateBody> },
        { "hookloupe_known", 2, &answer<&evaluateKnown> },
        { "hookloupe_challenge", 1, &answerChallenge },
    };
    for (const Function& function : All) {
        const int code = sqlite3_create_function_v2(database.handle(), function.name, function.arguments,
            SQLITE_UTF8 | SQLITE_DIRECTONLY, this, function.callback, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK)
            return Unexpected(database.error());
    }
    return Done {};
}

void QueryFunctions::begin(std::vector<FilterTerm> terms, const FilterFacts* facts, std::stop_token stop)
{
    m_terms = std::move(terms);
    m_facts = facts;
    m_stop = std::move(stop);
    m_row.reset();
}

void QueryFunctions::end()
{
    begin({}, nullptr, {});
}

/// Terms that ask for the same row share what was read of it.
QueryFunctions::Row& QueryFunctions::rowOf(DeliveryId id, QByteArrayView head)
{
    if (!m_row || m_row->id != id) {
        m_row = std::make_unique<Row>();
        m_row->id = id;
        m_row->head = RequestHead::parse(head.toByteArray());
    }
    return *m_row;
}

} // namespace hookloupe

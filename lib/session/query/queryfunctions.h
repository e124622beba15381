// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filtermatch.h"
#include "session/sessionfile.h"
#include "session/sqlite.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

struct sqlite3_context;
struct sqlite3_value;

namespace hookloupe {

/// What the terms of a filter ask of a row, as functions of SQL: total, bounded, and of no use to a schema.
///
///     hookloupe_text(term, value)      the value is the text of the term
///     hookloupe_fact(term, value)      the same for what is not there when it is empty
///     hookloupe_line(term, value)      a whole method or target
///     hookloupe_head(term, id, head)
///     hookloupe_body(term, id, head, body, body_file, body_size)
///     hookloupe_known(term, id)        what FilterFacts tell
///     hookloupe_challenge(facts)
///
/// Lives as long as the connection; one thread.
class QueryFunctions {
public:
    explicit QueryFunctions(SessionPaths paths)
        : m_paths(std::move(paths))
    {
    }

    /// Makes the functions known to a connection, which must run no statement with them once this object is gone.
    Result<Done, SessionError> install(Database& database);

    /// Says what the term numbers of the next statement mean.
    /// \param facts  may be null; outlives the statement
    void begin(std::vector<FilterTerm> terms, const FilterFacts* facts, std::stop_token stop);
    void end();
    bool isStopped() const { return m_stop.stop_requested(); }

private:
    /// One row's request as far as it was needed.
    struct Row {
        DeliveryId id;
        RequestHead head;
        Body body;
        std::optional<RequestTexts> texts;
    };
    using Evaluate = bool (*)(QueryFunctions&, const FilterTerm&, sqlite3_value**);

    template<Evaluate evaluate>
    static void answer(sqlite3_context* context, int count, sqlite3_value** values);
    static bool evaluateText(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    static bool evaluateFact(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    static bool evaluateLine(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    static bool evaluateHead(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    static bool evaluateBody(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    static bool evaluateKnown(QueryFunctions& functions, const FilterTerm& term, sqlite3_value** values);
    Row& rowOf(DeliveryId id, QByteArrayView head);

    SessionPaths m_paths;
    std::vector<FilterTerm> m_terms;
    const FilterFacts* m_facts = nullptr;
    std::stop_token m_stop;
    std::unique_ptr<Row> m_row;
};

} // namespace hookloupe

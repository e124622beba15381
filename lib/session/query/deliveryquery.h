// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/query/queryfunctions.h"

#include <limits>
#include <optional>
#include <stop_token>
#include <vector>

namespace hookloupe {

/// Asks which deliveries of a session match a filter.
struct MatchQuestion {
    FilterExpression filter {};
    SystemTime now {}; ///< what ages and "today" count from
    DeliveryId after {}; ///< only greater ids
    DeliveryId before { std::numeric_limits<qint64>::max() }; ///< only smaller ids
    int limit = 1000; ///< at most that many answers; 1 and up
    bool isNewestFirst = false;
    const FilterFacts* facts = nullptr; ///< null: terms that need them match nothing; outlives the question
    std::stop_token stop {}; ///< asked within the search as well
};

/// Searches the tables of a session by a filter. One thread.
class DeliveryQuery {
public:
    /// \param database  outlives the object
    DeliveryQuery(Database& database, const SessionPaths& paths);
    ~DeliveryQuery();
    Q_DISABLE_COPY_MOVE(DeliveryQuery)

    /// \param hasFacts  the session has the columns of facts/factscolumns.h
    /// \return the ids in the order that was asked for; what was found until then when it was stopped
    Result<std::vector<DeliveryId>, SessionError> ids(const MatchQuestion& question, bool hasFacts);

private:
    Database& m_database;
    QueryFunctions m_functions;
    bool m_isInstalled = false;
};

} // namespace hookloupe

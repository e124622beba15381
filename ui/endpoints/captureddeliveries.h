// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"

#include <QByteArray>
#include <QHash>

#include <vector>

namespace hookloupe {

/// Deliveries that were captured, by what decides which endpoint takes them.
class CapturedDeliveries {
public:
    /// So many of the newest are enough to judge a pattern by.
    static constexpr int Limit = 5'000;

    /// \param target  as sent: the path and the query
    void add(const QByteArray& method, const QByteArray& target);
    qint64 total() const { return m_total; }
    /// How many each of the endpoints takes, in their order. The rules are those of the inspection.
    std::vector<qint64> takenBy(const std::vector<Endpoint>& endpoints) const;

private:
    QHash<QByteArray, qint64> m_counts; ///< by "METHOD PATH"
    qint64 m_total = 0;
};

} // namespace hookloupe

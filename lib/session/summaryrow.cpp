// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/summaryrow.h"

#include "session/storedfacts.h"

namespace hookloupe {

Fault faultOf(qint64 stored)
{
    return stored >= 0 && stored <= static_cast<qint64>(Fault::Garbage) ? static_cast<Fault>(stored) : Fault::None;
}

int statusOf(qint64 stored)
{
    return static_cast<int>(qBound(qint64(0), stored, qint64(999)));
}

DeliverySummary summaryOfRow(const Statement& row, SharedBytes& shared, FactsReader& facts)
{
    const auto cut = [&row](int column) {
        const QByteArrayView bytes = row.view(column);
        return bytes.first(qMin(bytes.size(), DeliverySummary::MaxTargetBytes));
    };
    DeliverySummary summary;
    summary.id = { row.number(0) };
    summary.receivedAt = decodeTime(row.number(1));
    summary.method = shared.of(cut(2));
    summary.target = cut(3).toByteArray();
    summary.contentType = shared.of(cut(4));
    summary.bodyBytes = qBound(qint64(0), row.number(5), LargestBody);
    summary.anomalies = AnomalySet::fromBits(static_cast<quint64>(row.number(6)));
    summary.status = statusOf(row.number(7));
    summary.fault = faultOf(row.number(8));
    summary.isTls = row.number(9) != 0;
    summary.isPinned = row.number(10) != 0;
    facts.readInto(summary, row, 11);
    return summary;
}

/// Opens for reading; a closed session on a medium that cannot be written needs the way without locks.

QByteArray keysOfRow(const Statement& row, int column)
{
    constexpr qsizetype MostBytes = 1024;
    return row.view(column).size() <= MostBytes ? row.bytes(column) : QByteArray();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "session/facts/factscolumns.h"
#include "session/sqlite.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>

namespace hookloupe {

/// The largest body that a session is believed to hold, bytes.
constexpr qint64 LargestBody = qint64(1) << 50;

/// The nearest possible value of one that stands in a session.
Fault faultOf(qint64 stored);
int statusOf(qint64 stored);

/// Gives equal short values as one shared QByteArray: methods and content types repeat, and a window keeps a million.
class SharedBytes {
public:
    QByteArray of(QByteArrayView bytes)
    {
        const QByteArray key = QByteArray::fromRawData(bytes.data(), bytes.size());
        if (const auto known = m_known.constFind(key); known != m_known.cend())
            return *known;
        if (m_known.size() >= MaxValues)
            m_known.clear();
        return *m_known.insert(bytes.toByteArray());
    }

private:
    static constexpr qsizetype MaxValues = 256;

    QSet<QByteArray> m_known;
};

/// \param row  its columns: id, received_us, method, target, content_type, body_size, anomalies, status, fault, is_tls,
///             is_pinned, then HOOKLOUPE_SUMMARY_FACTS
DeliverySummary summaryOfRow(const Statement& row, SharedBytes& shared, FactsReader& facts);

/// By what a delivery belongs to its message. Empty for what is longer than any keys are: pages of rows are held at
/// once.
QByteArray keysOfRow(const Statement& row, int column);

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QObject>

#include <mutex>
#include <vector>

namespace hookloupe {

/// Brings committed deliveries from the journal's thread to the thread that this object lives in.
///
/// Bounded: when the reader falls behind, the feed forgets what it holds beyond its capacity and says so; the reader
/// then catches up from the session, where everything is. put() may be called from any thread, the rest belongs to
/// the reader's thread.
class DeliveryFeed final : public QObject {
    Q_OBJECT

public:
    struct Batch {
        std::vector<Delivery> deliveries; ///< ascending ids
        bool hasGap = false; ///< deliveries are missing before the first of these: read them from the session
    };

    /// Requests kept at most, bytes; bodies that lie in files do not count.
    static constexpr qint64 MostBytes = 64 << 20;

    /// \param capacity  deliveries kept at most; 1 and up
    explicit DeliveryFeed(std::size_t capacity = 20'000, QObject* parent = nullptr);

    void put(const std::vector<Delivery>& deliveries);
    Batch take();

signals:
    /// Something is there to be taken. Once per burst.
    void arrived();

private:
    std::mutex m_mutex;
    std::vector<Delivery> m_deliveries;
    std::size_t m_capacity;
    qint64 m_bytes = 0; ///< of m_deliveries
    bool m_hasGap = false;
};

} // namespace hookloupe

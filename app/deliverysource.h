// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "engine/deliveryfeed.h"
#include "session/sessionreader.h"

#include <deque>
#include <memory>
#include <optional>

namespace hookloupe {

/// Every delivery of a running capture once and in order, however slowly it is asked: from the feed, and from the
/// session where the feed had to forget.
class DeliverySource final {
public:
    /// \param feed     must outlive this object
    /// \param session  the file that the feed's deliveries are committed to
    /// \param last     deliveries up to this one are not wanted
    DeliverySource(DeliveryFeed& feed, QString session, DeliveryId last);

    /// The next one; none when there is none yet.
    std::optional<Delivery> next();

    /// Why deliveries are missing; empty while none are.
    const QString& problem() const { return m_problem; }

private:
    bool refill();
    void readSession();

    DeliveryFeed& m_feed;
    QString m_session;
    DeliveryId m_last;
    std::deque<Delivery> m_ready;
    bool m_isBehind = false; ///< the session holds deliveries that are in neither m_ready nor the feed
    std::unique_ptr<SessionReader> m_reader;
    QString m_problem;
};

} // namespace hookloupe

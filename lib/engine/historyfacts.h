// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/deliveryhistory.h"
#include "query/filtermatch.h"

namespace hookloupe {

/// Answers what filters ask about messages from a history. Thread-safe.
class HistoryFacts final : public FilterFacts {
public:
    /// \param history  outlives the object
    explicit HistoryFacts(const DeliveryHistory& history)
        : m_history(history)
    {
    }

    std::optional<Message> message(DeliveryId id) const override;
    QByteArray note(DeliveryId id) const override;

private:
    const DeliveryHistory& m_history;
};

} // namespace hookloupe

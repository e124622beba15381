// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/history/deliveryhistory.h"
#include "query/filtermatch.h"

#include <memory>
#include <utility>

namespace hookloupe {

/// Answers what filters ask about messages from a history. Thread-safe.
class HistoryFacts final : public FilterFacts {
public:
    /// \param history  not null
    explicit HistoryFacts(std::shared_ptr<const DeliveryHistory> history)
        : m_history(std::move(history))
    {
    }

    std::optional<Message> message(DeliveryId id) const override;
    QByteArray note(DeliveryId id) const override;

private:
    std::shared_ptr<const DeliveryHistory> m_history;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"
#include "signature/signaturework.h"

namespace hookloupe {

class FactSheet;

/// The facts of a delivery on one sheet.
class OverviewPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit OverviewPanel(QWidget* parent = nullptr);

    /// Without any, providers are told by their ids.
    void setRules(RulesSource rules) { m_rules = std::move(rules); }
    void showDelivery(DeliveryPtr delivery) override;

private:
    RulesSource m_rules;
    FactSheet* m_sheet = nullptr;
};

} // namespace hookloupe

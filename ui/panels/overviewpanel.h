// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"

namespace hookloupe {

class FactSheet;

/// The facts of a delivery on one sheet.
class OverviewPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit OverviewPanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;

private:
    FactSheet* m_sheet = nullptr;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <QWidget>

#include <memory>

namespace hookloupe {

using DeliveryPtr = std::shared_ptr<const Delivery>;

/// One tab of the detail pane. It is told about a delivery when it is looked at, not before.
class DeliveryPanel : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// \param delivery  never null, and its request is not either
    virtual void showDelivery(DeliveryPtr delivery) = 0;
};

} // namespace hookloupe

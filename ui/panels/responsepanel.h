// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"

namespace hookloupe {

class ByteViewer;
class FactSheet;

/// What was answered: in words, and the bytes that went out.
class ResponsePanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit ResponsePanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;

private:
    FactSheet* m_sheet = nullptr;
    ByteViewer* m_bytes = nullptr;
};

} // namespace hookloupe

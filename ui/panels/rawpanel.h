// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"

class QCheckBox;
class QLabel;

namespace hookloupe {

class BytePane;
class SegmentedSwitch;

/// The bytes of the request exactly as they came, as text or in hexadecimal.
class RawPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit RawPanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;

private:
    void showForm(int choice);

    SegmentedSwitch* m_form = nullptr;
    QCheckBox* m_lineEnds = nullptr;
    QLabel* m_size = nullptr;
    BytePane* m_bytes = nullptr;
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"

namespace hookloupe {

class ByteViewer;

/// The bytes of the request exactly as they came, as text or in hexadecimal.
class RawPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit RawPanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;
    /// Selects raw bytes of the request.
    void select(qint64 begin, qint64 end);

private:
    ByteViewer* m_bytes = nullptr;
};

} // namespace hookloupe

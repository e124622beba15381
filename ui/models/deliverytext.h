// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <QString>
#include <QVariant>

namespace hookloupe {

/// What the cells of the delivery table say.
namespace deliverytext {

QString columnTitle(int column);
/// What the header's tool tip says about a column.
QString columnHint(int column);
QString cell(const DeliveryRows& rows, const DeliveryRow& row, int column);
QString toolTip(const DeliveryRows& rows, const DeliveryRow& row, int column);
/// The value in its own type.
QVariant value(const DeliveryRows& rows, const DeliveryRow& row, int column);
/// One sentence for a screen reader: "POST /shop/orders, answered 401 refused, 4.0 KiB, 14:02:17".
QString sentence(const DeliveryRows& rows, const DeliveryRow& row);

} // namespace deliverytext
} // namespace hookloupe

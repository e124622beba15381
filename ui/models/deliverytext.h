// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliveryrows.h"

#include <QHash>
#include <QString>
#include <QVariant>

namespace hookloupe {

/// Names of providers by the ids of their profiles.
using ProviderNames = QHash<QByteArray, QString>;

/// What the cells of the delivery table say.
namespace deliverytext {

QString columnTitle(int column);
/// What the header's tool tip says about a column.
QString columnHint(int column);
QString cell(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names = {});
QString toolTip(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names = {});
/// The value in its own type.
QVariant value(const DeliveryRows& rows, const DeliveryRow& row, int column, const ProviderNames& names = {});
/// One sentence for a screen reader: "POST /shop/orders, Shopify, orders/create, retry 3, signature does not match,
/// answered 401 refused, reaction retry after 60 s, 4.0 KiB, 14:02:17".
QString sentence(const DeliveryRows& rows, const DeliveryRow& row, const ProviderNames& names = {});

} // namespace deliverytext
} // namespace hookloupe

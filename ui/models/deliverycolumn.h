// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hookloupe {

/// The columns of the delivery table, in their first order. Saved by number: append, never reorder.
/// A new one needs a title and texts in DeliveryTableModel, an order in DeliveryRows::compare and a width in the view.
enum DeliveryColumn : int { TimeColumn, MethodColumn, PathColumn, TypeColumn, ResponseColumn, SizeColumn, ColumnCount };

} // namespace hookloupe

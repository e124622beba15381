// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hookloupe {

/// The columns of the delivery table. Saved by number: append, never reorder; the view says how they stand at first.
/// A new one needs a title and texts in DeliveryTableModel, an order in DeliveryRows::compare and a width in the view.
enum DeliveryColumn : int {
    TimeColumn,
    MethodColumn,
    PathColumn,
    TypeColumn,
    ResponseColumn,
    SizeColumn,
    ProviderColumn,
    EventColumn,
    SignatureColumn,
    MessageColumn,
    ReactionColumn,
    ColumnCount,
};

} // namespace hookloupe

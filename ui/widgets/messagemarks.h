// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QRect>

class QPainter;
class QStyleOptionViewItem;

namespace hookloupe::messagemarks {

/// Room for the sign of a message at the left of the path. \param cell  of the path's column
QRect expanderIn(const QRect& cell);
/// How far the path of a line is moved to the right in a list by message; 0 in a flat one.
int indentOf(const QModelIndex& index);
/// Draws the sign of a message that has several deliveries, or the line that leads to a delivery below one.
/// \param ink  of the text of the line
void paint(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& ink);
/// Draws the worst and the last outcome of a message, as much as there is room for.
/// \return false where there is nothing but the last one: it is to be drawn as ever
bool paintOutcome(QPainter& painter, const QRect& room, const QStyleOptionViewItem& option, const QModelIndex& index);

} // namespace hookloupe::messagemarks

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace hookloupe {

class StoryList;

/// Paints a StoryRow: a number, pieces that flow, a time at the edge, and lines that wrap.
class StoryDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit StoryDelegate(StoryList* list);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    StoryList* m_list;
};

} // namespace hookloupe

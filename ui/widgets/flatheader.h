// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace hookloupe {

/// A column header without bevels: quiet titles that stand over their cells, and the mark of the order.
class FlatHeader final : public QHeaderView {
    Q_OBJECT

public:
    explicit FlatHeader(QWidget* parent = nullptr);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    int lastShown() const;
};

} // namespace hookloupe

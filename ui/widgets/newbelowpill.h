// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace hookloupe {

/// "↓ 14 new below": floats over the lower edge of a list and leads to what came.
class NewBelowPill final : public QAbstractButton {
    Q_OBJECT

public:
    explicit NewBelowPill(QWidget* parent);

    /// \param isBelow  false: the new ones are at the top
    void showCount(int count, bool isBelow);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace hookloupe

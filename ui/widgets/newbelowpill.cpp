// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/newbelowpill.h"

#include <QPainter>

namespace hookloupe {

NewBelowPill::NewBelowPill(QWidget* parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("newBelowPill"));
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Go to the newest delivery and follow (End)"));
    hide();
}

void NewBelowPill::showCount(int count, bool isBelow)
{
    if (count <= 0) {
        hide();
        return;
    }
    setText(isBelow ? tr("\u2193 %Ln new below", nullptr, count) : tr("\u2191 %Ln new above", nullptr, count));
    setAccessibleName(text());
    resize(sizeHint());
    move((parentWidget()->width() - width()) / 2, isBelow ? parentWidget()->height() - height() - 12 : 12);
    raise();
    show();
    update();
}

QSize NewBelowPill::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return { metrics.horizontalAdvance(text()) + 32, std::max(28, metrics.height() + 12) };
}

void NewBelowPill::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF shape = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor ground = palette().color(QPalette::Active, QPalette::Highlight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isDown() ? ground.darker(115) : underMouse() ? ground.lighter(108) : ground);
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2);
    painter.setPen(palette().color(QPalette::Active, QPalette::HighlightedText));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace hookloupe

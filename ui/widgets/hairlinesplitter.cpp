// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/hairlinesplitter.h"

#include "theme/tones.h"

#include <QPainter>

namespace hookloupe {

namespace {

constexpr int GripWidth = 7;

class HairlineHandle final : public QSplitterHandle {
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QColor ink = underMouse() ? palette().color(QPalette::Highlight) : hairline(palette());
        if (orientation() == Qt::Horizontal)
            painter.fillRect(width() / 2, 0, 1, height(), ink);
        else
            painter.fillRect(0, height() / 2, width(), 1, ink);
    }
};

} // namespace

HairlineSplitter::HairlineSplitter(Qt::Orientation orientation, QWidget* parent)
    : QSplitter(orientation, parent)
{
    setHandleWidth(GripWidth);
}

QSplitterHandle* HairlineSplitter::createHandle()
{
    return new HairlineHandle(orientation(), this);
}

} // namespace hookloupe

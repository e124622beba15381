// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/elidedlabel.h"

#include "widgets/plaintip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace hookloupe {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elideMode = mode;
    update();
}

void ElidedLabel::setLines(int lines)
{
    m_lines = std::max(lines, 1);
    updateGeometry();
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QSize size = QLabel::sizeHint();
    return m_lines == 1 ? size : QSize(size.width(), minimumSizeHint().height());
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int height = fontMetrics().height() + (m_lines - 1) * fontMetrics().lineSpacing();
    return { fontMetrics().averageCharWidth() * 8, height };
}

QStringList ElidedLabel::shownLines() const
{
    const int width = contentsRect().width();
    if (fontMetrics().horizontalAdvance(text()) <= width)
        return { text() };
    if (m_lines == 1)
        return { fontMetrics().elidedText(text(), m_elideMode, width) };
    QStringList lines;
    QTextLayout layout(text(), font());
    layout.beginLayout();
    while (lines.size() < m_lines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const bool isLast = lines.size() + 1 == m_lines;
        const QString rest = text().mid(line.textStart(), isLast ? -1 : line.textLength());
        lines << fontMetrics().elidedText(rest.trimmed(), Qt::ElideRight, width);
    }
    layout.endLayout();
    return lines;
}

bool ElidedLabel::isShortened() const
{
    const QStringList lines = shownLines();
    return std::any_of(lines.begin(), lines.end(), [this](const QString& line) { return !text().contains(line); });
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QStringList lines = shownLines();
    const int step = fontMetrics().lineSpacing();
    const int height = fontMetrics().height() + static_cast<int>(lines.size() - 1) * step;
    QRect place = contentsRect();
    if (lines.size() > 1) {
        place.setTop(place.top() + std::max(0, (place.height() - height) / 2));
        place.setHeight(fontMetrics().height());
    }
    for (const QString& line : lines) {
        painter.drawText(place, static_cast<int>(alignment()) | Qt::TextSingleLine, line);
        place.translate(0, step);
    }
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && isShortened()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), plainTip(text()), this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace hookloupe

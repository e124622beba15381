// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filteredit.h"

#include "theme/tones.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionFrame>
#include <QTextLayout>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr double WaveLength = 4;
constexpr double WaveHeight = 2;
/// So wide is the mark where something is missing.
constexpr double LeastWidth = 8;

} // namespace

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent)
{
    connect(this, &QLineEdit::cursorPositionChanged, this, [this] {
        if (m_mark)
            update();
    });
}

void FilterEdit::setMark(const std::optional<Mark>& mark)
{
    if (mark == m_mark)
        return;
    m_mark = mark;
    update();
}

QLineF FilterEdit::line() const
{
    // The text may be scrolled; how far is known from where the cursor is seen.
    QTextLayout layout(text(), font());
    layout.beginLayout();
    const QTextLine all = layout.createLine();
    layout.endLayout();
    const auto place = [&](qsizetype position) { return all.cursorToX(static_cast<int>(position)); };
    const QRect cursor = cursorRect();
    const double origin = cursor.center().x() - place(cursorPosition());
    const qsizetype begin = std::min(m_mark->begin, text().size());
    const qsizetype end = std::min(begin + m_mark->length, text().size());
    double left = origin + std::min(place(begin), place(end));
    const double right = origin + std::max(place(begin), place(end));
    const double y = cursor.center().y() + fontMetrics().ascent() / 2.0 + 3;
    return { left, y, std::max(right, left + LeastWidth), y };
}

void FilterEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark)
        return;
    QStyleOptionFrame option;
    initStyleOption(&option);
    const QRect room = style()->subElementRect(QStyle::SE_LineEditContents, &option, this);
    const QLineF wave = line();
    QPainterPath path(wave.p1());
    bool isUp = true;
    for (double x = wave.x1() + WaveLength / 2; x <= wave.x2(); x += WaveLength / 2) {
        path.lineTo(x, wave.y1() - (isUp ? WaveHeight : 0));
        isUp = !isUp;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(room.adjusted(0, 0, 0, 2));
    painter.setPen(QPen(m_mark->isUrgent ? toneColor(Tone::Danger, palette()) : quietText(palette()), 1.2));
    painter.drawPath(path);
}

} // namespace hookloupe

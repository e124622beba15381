// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/storyrowlayout.h"

#include "theme/theme.h"

#include <QFontMetrics>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace hookloupe {

namespace {

constexpr int PieceGap = 12;

/// What is still free of the line that is being filled.
struct Line {
    int left;
    int right;
    int x;
    int y;
    int height;

    void breakLine()
    {
        y += height + StoryRowLayout::LineGap;
        x = left;
    }
};

int wrappedHeight(const QFont& font, const QString& text, int width)
{
    QTextLayout layout(text, font);
    layout.setTextOption(storyWrapping(Qt::AlignLeft));
    layout.beginLayout();
    double height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        height += line.height();
    }
    layout.endLayout();
    return static_cast<int>(std::ceil(height));
}

void placeHead(StoryRowLayout& layout, const StoryRow& row, const QFont& font, Line& line)
{
    for (const StoryText& text : row.head) {
        const QFontMetrics metrics(storyFont(font, text));
        const int width = metrics.horizontalAdvance(text.text) + 1;
        if (line.x > line.left && line.x + width > line.right)
            line.breakLine();
        const int room = line.right - line.left;
        if (width > room) {
            const int height = wrappedHeight(storyFont(font, text), text.text, room);
            layout.head.push_back({ QRect(line.left, line.y, room, height), text });
            line.y += height - line.height;
            line.x = line.right;
            continue;
        }
        layout.head.push_back({ QRect(line.x, line.y, width, line.height), text });
        line.x += width + PieceGap;
    }
}

} // namespace

QTextOption storyWrapping(Qt::Alignment side)
{
    QTextOption option(side);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

QFont storyFont(const QFont& base, const StoryText& text)
{
    QFont font(base);
    if (text.isStrong)
        font.setWeight(QFont::DemiBold);
    return font;
}

StoryRowLayout StoryRowLayout::of(const StoryRow& row, const QFont& font, int gutterWidth, int width)
{
    const QFontMetrics metrics(font);
    const int left = Padding + gutterWidth + Padding;
    const int right = std::max(width - Padding, left + metrics.averageCharWidth() * 8);
    StoryRowLayout layout;
    layout.gutter = QRect(Padding, Padding - 2, gutterWidth, metrics.height());
    Line line { left, right, left, Padding - 2, metrics.height() };
    if (row.aside.isEmpty()) {
        placeHead(layout, row, font, line);
    } else {
        const QFontMetrics fixed(fixedFontLike(font));
        const int asideWidth = fixed.horizontalAdvance(row.aside) + 1;
        const int drop = metrics.ascent() - fixed.ascent(); // to stand on the same line
        const int first = row.head.empty()
            ? 0
            : QFontMetrics(storyFont(font, row.head.front())).horizontalAdvance(row.head.front().text);
        const bool isBeside = left + first + PieceGap + asideWidth <= right;
        if (isBeside) {
            layout.aside = QRect(right - asideWidth, line.y + drop, asideWidth, line.height);
            line.right = right - asideWidth - PieceGap;
            placeHead(layout, row, font, line);
        } else {
            placeHead(layout, row, font, line);
            line.breakLine();
            layout.aside = QRect(left, line.y + drop, std::min(asideWidth, right - left), line.height);
        }
    }
    line.y += line.height + LineGap;
    for (const StoryText& text : row.lines) {
        const int height = wrappedHeight(storyFont(font, text), text.text, right - left);
        layout.lines.push_back({ QRect(left, line.y, right - left, height), text });
        line.y += height + LineGap;
    }
    layout.height = line.y - LineGap + Padding - 2;
    return layout;
}

} // namespace hookloupe

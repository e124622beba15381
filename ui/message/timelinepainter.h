// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/attemptaxis.h"
#include "message/attemptrows.h"

#include <QFont>
#include <QPalette>
#include <QRect>

#include <optional>
#include <vector>

class QPainter;

namespace hookloupe {

/// The measures of a time line in one font.
struct TimeLineMetrics {
    int text = 0; ///< height of a line of text
    int mark = 0; ///< height of a mark, at least 24
    int top = 0; ///< of the marks
    int ticks = 0; ///< top of the waits
    int ends = 0; ///< top of the times at both ends
    int height = 0;

    static constexpr int Margin = 10;

    /// \param hasWaits  there is more than one mark
    explicit TimeLineMetrics(const QFont& font, bool hasWaits = true);
};

/// Which marks say in words what they are; the others show a glyph, and the list has their words.
enum class MarkWords : quint8 { All, Made, None };

/// Paints a time line that is laid out.
class TimeLinePainter {
public:
    struct Looks {
        const std::vector<AttemptRow>& rows;
        const AttemptAxis& axis;
        QFont font;
        QPalette palette;
        int width = 0;
        bool isRightToLeft = false;
        MarkWords words = MarkWords::All;
        bool isEndless = false;
        int current = -1; ///< with the focus; -1: none
        int hovered = -1;
        std::optional<int> nowX; ///< from the leading edge
    };

    TimeLinePainter(QPainter& painter, const Looks& looks);

    void paint();

private:
    void paintLinks();
    void paintTicks();
    void paintItem(int item);
    void paintMark(const AttemptRow& row, const QRect& rect, bool isHovered);
    void paintFold(const AttemptAxis::Place& place, const QRect& rect);
    void paintCaptions();
    void paintNow();
    void paintEnds();
    void drawText(const QRect& rect, Qt::Alignment side, const QString& text, const QColor& ink);
    /// From the leading edge to where it is painted.
    QRect mirrored(const QRect& rect) const;
    bool isFold(const AttemptAxis::Place& place) const;
    const AttemptRow& firstOf(const AttemptAxis::Place& place) const;
    const AttemptRow& lastOf(const AttemptAxis::Place& place) const;

    QPainter& m_painter;
    const Looks& m_looks;
    TimeLineMetrics m_metrics;
};

/// How many attempts a place stands for.
std::size_t foldedCount(const std::vector<AttemptRow>& rows, const AttemptAxis::Place& place);
/// "+180", above a fold.
QString foldCaption(std::size_t count);

/// How wide a mark is.
int markWidth(const AttemptRow& row, const QFont& font, MarkWords words);

} // namespace hookloupe

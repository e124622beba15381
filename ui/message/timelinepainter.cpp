// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/timelinepainter.h"

#include "message/momenttext.h"
#include "messages/quantities.h"
#include "theme/tones.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int SquareRadius = 2;
constexpr int SidePadding = 8; ///< in a mark
constexpr int LabelGap = 6;

bool hasWords(const AttemptRow& row, MarkWords words)
{
    return words == MarkWords::All || (words == MarkWords::Made && row.sort == AttemptRow::Sort::Made);
}

/// The glyph of a mark that has no room for words.
QString shortMark(const AttemptRow& row)
{
    if (row.sort == AttemptRow::Sort::Expected)
        return row.isAssumed ? u"\u2248"_s : QString();
    return row.mark.left(1);
}

} // namespace

std::size_t foldedCount(const std::vector<AttemptRow>& rows, const AttemptAxis::Place& place)
{
    std::size_t count = 0;
    for (int row = place.first; row <= place.last; ++row)
        count += rows[static_cast<std::size_t>(row)].count;
    return count;
}

QString foldCaption(std::size_t count)
{
    return QCoreApplication::translate("AttemptTimeLine", "+%1").arg(countText(static_cast<qint64>(count)));
}

TimeLineMetrics::TimeLineMetrics(const QFont& font, bool hasWaits)
    : text(QFontMetrics(font).height())
    , mark(std::max(24, text + 8))
    , top(Margin + text + 4)
    , ticks(top + mark + 4)
    , ends(hasWaits ? ticks + text + 4 : ticks)
    , height(ends + text + Margin)
{
}

int markWidth(const AttemptRow& row, const QFont& font, MarkWords words)
{
    const int height = TimeLineMetrics(font).mark;
    if (!hasWords(row, words) && row.sort != AttemptRow::Sort::LeftOut)
        return height;
    if (row.sort == AttemptRow::Sort::LeftOut)
        return std::max(AttemptAxis::MinFoldWidth, QFontMetrics(font).horizontalAdvance(foldCaption(row.count)));
    return std::max(height, QFontMetrics(font).horizontalAdvance(row.mark) + 2 * SidePadding);
}

TimeLinePainter::TimeLinePainter(QPainter& painter, const Looks& looks)
    : m_painter(painter)
    , m_looks(looks)
    , m_metrics(looks.font, looks.rows.size() > 1)
{
}

bool TimeLinePainter::isFold(const AttemptAxis::Place& place) const
{
    return place.isFold || firstOf(place).sort == AttemptRow::Sort::LeftOut;
}

const AttemptRow& TimeLinePainter::firstOf(const AttemptAxis::Place& place) const
{
    return m_looks.rows[static_cast<std::size_t>(place.first)];
}

const AttemptRow& TimeLinePainter::lastOf(const AttemptAxis::Place& place) const
{
    return m_looks.rows[static_cast<std::size_t>(place.last)];
}

QRect TimeLinePainter::mirrored(const QRect& rect) const
{
    QRect placed = rect.translated(TimeLineMetrics::Margin, 0);
    if (m_looks.isRightToLeft)
        placed.moveLeft(m_looks.width - placed.left() - placed.width());
    return placed;
}

void TimeLinePainter::drawText(const QRect& rect, Qt::Alignment side, const QString& text, const QColor& ink)
{
    m_painter.setPen(ink);
    m_painter.drawText(rect, static_cast<int>(side) | Qt::TextSingleLine, text);
}

void TimeLinePainter::paint()
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setFont(m_looks.font);
    m_painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    paintLinks();
    paintNow();
    for (int item = 0; item < static_cast<int>(m_looks.axis.places().size()); ++item)
        paintItem(item);
    paintCaptions();
    paintTicks();
    paintEnds();
}

void TimeLinePainter::paintLinks()
{
    const auto& places = m_looks.axis.places();
    const double y = m_metrics.top + m_metrics.mark / 2.0;
    const auto link = [&](int from, int to, bool isExpected) {
        const QRect rect = mirrored(QRect(from, 0, to - from, 1));
        const QColor ink = isExpected ? hairline(m_looks.palette) : quietText(m_looks.palette);
        QPen pen(isExpected ? quietText(m_looks.palette) : ink, 1.5, Qt::CustomDashLine, Qt::FlatCap);
        pen.setDashPattern(isExpected ? QList<qreal> { 1, 3 } : QList<qreal> { 3, 2 });
        m_painter.setPen(pen);
        m_painter.drawLine(QPointF(rect.left(), y), QPointF(rect.left() + rect.width(), y));
    };
    for (std::size_t i = 1; i < places.size(); ++i)
        link(places[i - 1].right(), places[i].left, firstOf(places[i]).sort == AttemptRow::Sort::Expected);
    if (m_looks.isEndless && !places.empty())
        link(places.back().right(), m_looks.width - 2 * TimeLineMetrics::Margin, true);
}

void TimeLinePainter::paintItem(int item)
{
    const AttemptAxis::Place& place = m_looks.axis.places()[static_cast<std::size_t>(item)];
    const QRect rect = mirrored(QRect(place.left, m_metrics.top, place.width, m_metrics.mark));
    if (isFold(place))
        paintFold(place, rect);
    else
        paintMark(firstOf(place), rect, m_looks.hovered == item);
    if (m_looks.current != item)
        return;
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_looks.palette.color(QPalette::Active, QPalette::WindowText), 1, Qt::DotLine));
    m_painter.drawRoundedRect(QRectF(rect).adjusted(-4.5, -4.5, 4.5, 4.5), 4, 4);
}

void TimeLinePainter::paintMark(const AttemptRow& row, const QRect& rect, bool isHovered)
{
    const QPalette& palette = m_looks.palette;
    const bool isMade = row.sort == AttemptRow::Sort::Made;
    const QColor tone = toneColor(row.tone, palette);
    const QRectF box = QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75);
    const double radius = row.isRound ? box.height() / 2 : SquareRadius;
    const QColor ground = palette.color(QPalette::Base);
    QPen pen(isMade ? tone : quietText(palette), 1.5);
    if (!isMade) {
        pen.setWidthF(1);
        pen.setStyle(Qt::DashLine);
    }
    m_painter.setPen(pen);
    m_painter.setBrush(isMade ? mixed(ground, tone, row.isSelected ? 0.24 : isHovered ? 0.16 : 0.10) : ground);
    m_painter.drawRoundedRect(box, radius, radius);
    if (row.isSelected) {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(palette.color(QPalette::Active, QPalette::Highlight), 2));
        const double outer = row.isRound ? radius + 2 : SquareRadius + 2;
        m_painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), outer, outer);
    }
    drawText(rect, Qt::AlignCenter, hasWords(row, m_looks.words) ? row.mark : shortMark(row),
        isMade ? tone : quietText(palette));
}

void TimeLinePainter::paintFold(const AttemptAxis::Place& place, const QRect& rect)
{
    const QString text = foldCaption(foldedCount(m_looks.rows, place));
    drawText(rect, Qt::AlignCenter, u"\u22EF"_s, quietText(m_looks.palette));
    drawText(QRect(rect.left() - 10, TimeLineMetrics::Margin, rect.width() + 20, m_metrics.text), Qt::AlignCenter, text,
        quietText(m_looks.palette));
}

void TimeLinePainter::paintCaptions()
{
    const QFontMetrics metrics(m_looks.font);
    for (const AttemptAxis::Place& place : m_looks.axis.places()) {
        const AttemptRow& row = firstOf(place);
        if (isFold(place) || row.caption.isEmpty())
            continue;
        // Wider than its mark it may be, as long as it keeps to its half of the gaps
        const int room = place.width + AttemptAxis::MinGap - 2;
        const QRect rect
            = mirrored(QRect(place.left + (place.width - room) / 2, TimeLineMetrics::Margin, room, m_metrics.text));
        const QColor ink = row.sort == AttemptRow::Sort::Made ? m_looks.palette.color(QPalette::WindowText)
                                                              : quietText(m_looks.palette);
        drawText(rect, Qt::AlignCenter, metrics.elidedText(row.caption, Qt::ElideRight, room), ink);
    }
}

void TimeLinePainter::paintTicks()
{
    const QFontMetrics metrics(m_looks.font);
    const auto& places = m_looks.axis.places();
    const int all = m_looks.width - 2 * TimeLineMetrics::Margin;
    int free = 0;
    for (std::size_t i = 1; i < places.size(); ++i) {
        const AttemptRow& row = firstOf(places[i]);
        if (isFold(places[i]) || isFold(places[i - 1]) || row.tick.isEmpty())
            continue;
        const int width = metrics.horizontalAdvance(row.tick) + 1;
        const int middle = (places[i - 1].right() + places[i].left) / 2;
        const int left = std::clamp(middle - width / 2, 0, std::max(all - width, 0));
        if (left < free)
            continue;
        free = left + width + LabelGap;
        const QColor ink = row.tickTone ? toneColor(*row.tickTone, m_looks.palette) : quietText(m_looks.palette);
        drawText(mirrored(QRect(left, m_metrics.ticks, width, m_metrics.text)), Qt::AlignCenter, row.tick, ink);
    }
}

void TimeLinePainter::paintNow()
{
    if (!m_looks.nowX)
        return;
    const QColor ink = toneColor(Tone::Info, m_looks.palette);
    const QString word = QCoreApplication::translate("AttemptTimeLine", "now");
    const int width = QFontMetrics(m_looks.font).horizontalAdvance(word) + 2;
    const QRect line = mirrored(QRect(*m_looks.nowX, m_metrics.top - 2, 1, m_metrics.mark + 4));
    m_painter.setPen(QPen(ink, 1.5));
    m_painter.drawLine(QPointF(line.left() + 0.5, line.top()), QPointF(line.left() + 0.5, line.bottom()));
    const auto& places = m_looks.axis.places();
    const int left = *m_looks.nowX - width / 2;
    const bool isFree = std::none_of(places.begin(), places.end(), [&](const AttemptAxis::Place& place) {
        const int caption = QFontMetrics(m_looks.font).horizontalAdvance(firstOf(place).caption);
        const int middle = place.left + place.width / 2;
        return left < middle + caption / 2 + LabelGap && left + width > middle - caption / 2 - LabelGap;
    });
    if (isFree)
        drawText(mirrored(QRect(left, TimeLineMetrics::Margin, width, m_metrics.text)), Qt::AlignCenter, word, ink);
}

void TimeLinePainter::paintEnds()
{
    const auto& places = m_looks.axis.places();
    if (places.empty())
        return;
    const AttemptRow& first = firstOf(places.front());
    const AttemptRow& last = lastOf(places.back());
    const QFontMetrics metrics(m_looks.font);
    const QString from = shortMomentText(first.at, last.sort == AttemptRow::Sort::Made ? last.at : first.at);
    const int width = metrics.horizontalAdvance(from) + 1;
    drawText(
        mirrored(QRect(0, m_metrics.ends, width, m_metrics.text)), Qt::AlignCenter, from, quietText(m_looks.palette));
    if (places.size() < 2)
        return;
    const QString to = shortMomentText(last.at, first.at);
    const int toWidth = metrics.horizontalAdvance(to) + 1;
    const int left = std::max(places.back().right() - toWidth, width + LabelGap);
    drawText(mirrored(QRect(left, m_metrics.ends, toWidth, m_metrics.text)), Qt::AlignCenter, to,
        quietText(m_looks.palette));
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/pagedtextview.h"

#include "theme/theme.h"
#include "theme/tones.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QtMath>

#include <algorithm>
#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Margin = 6;
constexpr qint64 FewestWrapBytes = 20;
constexpr qint64 MostWrapBytes = 400;

bool isWordByte(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x80 || (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')
        || code == '_' || code == '-';
}

} // namespace

PagedTextView::PagedTextView(QWidget* parent)
    : ByteView(parent)
{
    setObjectName(u"pagedTextView"_s);
    setAccessibleName(tr("Bytes as text"));
    setFont(fixedFontLike(QApplication::font()));
    m_reindexTimer.setSingleShot(true);
    m_reindexTimer.setInterval(150ms);
    connect(&m_reindexTimer, &QTimer::timeout, this, &PagedTextView::startIndex);
    connect(&m_indexer, &LineIndexer::grown, this, &PagedTextView::takeMoreRows);
    relayout();
}

void PagedTextView::showLineEnds(bool shown)
{
    m_lineEnds = shown ? LineEnds::Shown : LineEnds::Hidden;
    viewport()->update();
}

void PagedTextView::setCharset(TextCharset charset)
{
    m_charset = charset;
    viewport()->update();
}

void PagedTextView::sourceChanged()
{
    m_awaited.reset();
    m_indexer.start(nullptr, fittingBytes());
    startIndex();
}

qint64 PagedTextView::fittingBytes() const
{
    return qBound(FewestWrapBytes, qint64((viewport()->width() - gutterWidth() - Margin) / m_charWidth), MostWrapBytes);
}

void PagedTextView::startIndex()
{
    m_reindexTimer.stop();
    const std::vector<TextRow> shown = screenRows();
    const qint64 top = shown.empty() ? 0 : shown.front().offset;
    m_widest = 0;
    m_indexer.start(source(), fittingBytes());
    updateRanges();
    // After a change of width the same bytes stay on top
    if (source() && top > 0 && top < m_indexer.index().covered())
        verticalScrollBar()->setValue(static_cast<int>(m_indexer.index().rowOf(*source(), top)));
    else if (top > 0)
        m_awaited = top;
    viewport()->update();
    if (!isIndexing())
        emit indexingFinished();
}

void PagedTextView::takeMoreRows()
{
    updateRanges();
    if (m_awaited && (*m_awaited < m_indexer.index().covered() || !isIndexing()))
        reveal(*std::exchange(m_awaited, std::nullopt));
    viewport()->update();
    if (!isIndexing())
        emit indexingFinished();
}

void PagedTextView::relayout()
{
    const QFontMetrics metrics(font());
    m_rowHeight = metrics.height() + 2;
    m_charWidth = qMax<qreal>(1, QFontMetricsF(font()).horizontalAdvance(u'0'));
    const bool isOutdated = source() && fittingBytes() != m_indexer.index().wrapBytes();
    if (isOutdated && source()->size() <= LineIndexer::AtOnceBytes)
        startIndex();
    else if (isOutdated)
        m_reindexTimer.start();
    updateRanges();
}

void PagedTextView::updateRanges()
{
    const qint64 hidden = rowCount() - visibleRows();
    verticalScrollBar()->setRange(
        0, static_cast<int>(qBound(qint64(0), hidden, qint64(std::numeric_limits<int>::max()))));
    verticalScrollBar()->setPageStep(visibleRows());
    const int room = viewport()->width() - gutterWidth() - Margin;
    horizontalScrollBar()->setRange(0, qMax(0, m_widest - room));
    horizontalScrollBar()->setPageStep(qMax(1, room));
    horizontalScrollBar()->setSingleStep(qCeil(m_charWidth));
}

int PagedTextView::visibleRows() const
{
    return qMax(1, viewport()->height() / m_rowHeight);
}

int PagedTextView::gutterWidth() const
{
    // Room is kept from the start: the width of the rows must not change while lines are still being counted
    const qsizetype reserved = byteCount() > LineIndexer::AtOnceBytes ? 7 : 3;
    const qsizetype digits = QString::number(m_indexer.index().lineCount()).size();
    return qCeil(static_cast<qreal>(qMax(reserved, digits) + 1) * m_charWidth) + 2 * Margin;
}

std::vector<TextRow> PagedTextView::screenRows() const
{
    if (!source())
        return {};
    return m_indexer.index().rows(*source(), verticalScrollBar()->value(), viewport()->height() / m_rowHeight + 1);
}

std::optional<TextRow> PagedTextView::rowWith(qint64 offset) const
{
    if (!source() || rowCount() == 0)
        return std::nullopt;
    const auto rows = m_indexer.index().rows(*source(), m_indexer.index().rowOf(*source(), offset), 1);
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

PagedTextView::Laid PagedTextView::laidOut(const TextRow& row) const
{
    Laid laid { row, visibleText(source()->read(row.offset, row.length), m_lineEnds, m_charset), nullptr };
    laid.layout = std::make_unique<QTextLayout>(laid.visible.text, font());
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight);
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(4 * m_charWidth);
    laid.layout->setTextOption(option);
    laid.layout->beginLayout();
    laid.layout->createLine();
    laid.layout->endLayout();
    return laid;
}

void PagedTextView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setFont(font());
    int y = 0;
    int widest = m_widest;
    for (const TextRow& row : screenRows()) {
        const Laid laid = laidOut(row);
        paintRow(painter, y, laid);
        y += m_rowHeight;
        widest = qMax(widest, qCeil(laid.layout->lineAt(0).naturalTextWidth()));
    }
    if (widest > m_widest) {
        m_widest = widest;
        QTimer::singleShot(0, this, &PagedTextView::updateRanges);
    }
}

void PagedTextView::paintRow(QPainter& painter, int y, const Laid& laid) const
{
    const int gutter = gutterWidth();
    const QColor dim = quietText(palette());
    QList<QTextLayout::FormatRange> formats;
    const auto addRange = [&formats](qsizetype from, qsizetype to, const QTextCharFormat& format) {
        if (from < to)
            formats.append({ static_cast<int>(from), static_cast<int>(to - from), format });
    };
    QTextCharFormat pictured;
    pictured.setForeground(dim);
    // Runs, for each range costs a shaping of its own
    const auto& marks = laid.visible.pictured;
    for (auto from = std::find(marks.begin(), marks.end(), true); from != marks.end();) {
        const auto to = std::find(from, marks.end(), false);
        addRange(from - marks.begin(), to - marks.begin(), pictured);
        from = std::find(to, marks.end(), true);
    }
    const qint64 begin = qMax(selectionBegin(), laid.row.offset) - laid.row.offset;
    const qint64 end = qMin(selectionEnd(), laid.row.offset + laid.row.length) - laid.row.offset;
    QTextCharFormat selected;
    const QPalette::ColorGroup group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    selected.setBackground(palette().brush(group, QPalette::Highlight));
    selected.setForeground(palette().brush(group, QPalette::HighlightedText));
    if (begin < end)
        addRange(laid.visible.unitOf(begin), laid.visible.unitOf(end), selected);

    painter.setClipRect(gutter, y, viewport()->width() - gutter, m_rowHeight);
    painter.setPen(palette().color(QPalette::Text));
    const QPointF origin(gutter - horizontalScrollBar()->value(), y + 1);
    laid.layout->draw(&painter, origin, formats);
    const qint64 caretByte = caret() - laid.row.offset;
    const bool isLast = laid.row.offset + laid.row.length == byteCount();
    if (hasFocus() && caretByte >= 0 && (caretByte < laid.row.length || (isLast && caretByte == laid.row.length)))
        laid.layout->drawCursor(
            &painter, origin, static_cast<int>(qMin(laid.visible.unitOf(caretByte), laid.visible.text.size())), 1);
    painter.setClipping(false);
    if (laid.row.startsLine) {
        painter.setPen(dim);
        painter.drawText(QRect(0, y + 1, gutter - 2 * Margin, m_rowHeight), Qt::AlignRight | Qt::AlignTop,
            QString::number(laid.row.line + 1));
    }
}

qint64 PagedTextView::placeInRow(const TextRow& row, qreal x) const
{
    const Laid laid = laidOut(row);
    const int unit = laid.layout->lineAt(0).xToCursor(x);
    return row.offset + laid.visible.bytes[static_cast<std::size_t>(unit)];
}

qreal PagedTextView::xInRow(const TextRow& row, qint64 offset) const
{
    const Laid laid = laidOut(row);
    const qsizetype unit = qMin(laid.visible.unitOf(offset - row.offset), laid.visible.text.size());
    return laid.layout->lineAt(0).cursorToX(static_cast<int>(unit));
}

qint64 PagedTextView::placeAt(QPoint position) const
{
    if (!source() || rowCount() == 0)
        return 0;
    const qint64 onScreen = position.y() < 0 ? -1 : position.y() / m_rowHeight;
    const qint64 number = qBound<qint64>(0, verticalScrollBar()->value() + onScreen, rowCount() - 1);
    if (verticalScrollBar()->value() + onScreen >= rowCount())
        return m_indexer.index().covered();
    const auto rows = m_indexer.index().rows(*source(), number, 1);
    return rows.empty() ? 0 : placeInRow(rows.front(), position.x() - gutterWidth() + horizontalScrollBar()->value());
}

qint64 PagedTextView::steppedByRows(qint64 from, qint64 rows) const
{
    const auto row = rowWith(from);
    if (!row)
        return from;
    const qint64 number = m_indexer.index().rowOf(*source(), from) + rows;
    const auto there = m_indexer.index().rows(*source(), qBound<qint64>(0, number, rowCount() - 1), 1);
    return there.empty() ? from : placeInRow(there.front(), xInRow(*row, from));
}

qint64 PagedTextView::steppedByCharacter(qint64 from, bool isForward) const
{
    const auto row = rowWith(isForward ? from : qMax<qint64>(0, from - 1));
    if (!row)
        return from;
    const Laid laid = laidOut(*row);
    const qint64 within = from - row->offset;
    const auto& bytes = laid.visible.bytes;
    if (isForward) {
        const auto next = std::upper_bound(bytes.begin(), bytes.end(), within);
        return next == bytes.end() ? row->offset + row->length : row->offset + *next;
    }
    const auto here = std::lower_bound(bytes.begin(), bytes.end(), within);
    return here == bytes.begin() ? row->offset : row->offset + *std::prev(here);
}

qint64 PagedTextView::stepped(qint64 from, Step step) const
{
    switch (step) {
    case Step::Left:
        return steppedByCharacter(from, false);
    case Step::Right:
        return steppedByCharacter(from, true);
    case Step::Up:
        return steppedByRows(from, -1);
    case Step::Down:
        return steppedByRows(from, 1);
    case Step::PageUp:
        return steppedByRows(from, -visibleRows());
    case Step::PageDown:
        return steppedByRows(from, visibleRows());
    case Step::RowBegin:
        return rowWith(from).value_or(TextRow()).offset;
    case Step::RowEnd:
        if (const auto row = rowWith(from))
            return placeInRow(*row, std::numeric_limits<int>::max() / 2);
        return from;
    case Step::Begin:
        return 0;
    case Step::End:
        break;
    }
    return byteCount();
}

std::pair<qint64, qint64> PagedTextView::unitAt(qint64 offset) const
{
    const auto row = rowWith(offset);
    if (!row)
        return { offset, offset };
    const QByteArray bytes = source()->read(row->offset, row->length);
    qint64 begin = qMin<qint64>(offset - row->offset, bytes.size());
    qint64 end = begin;
    while (begin > 0 && isWordByte(bytes[begin - 1]))
        --begin;
    while (end < bytes.size() && isWordByte(bytes[end]))
        ++end;
    if (begin == end && end < bytes.size())
        ++end;
    return { row->offset + begin, row->offset + end };
}

void PagedTextView::reveal(qint64 offset)
{
    if (!source())
        return;
    if (offset >= m_indexer.index().covered() && isIndexing()) {
        m_awaited = offset;
        return;
    }
    const qint64 row = m_indexer.index().rowOf(*source(), offset);
    const qint64 top = verticalScrollBar()->value();
    if (row < top)
        verticalScrollBar()->setValue(static_cast<int>(row));
    else if (row >= top + visibleRows())
        verticalScrollBar()->setValue(static_cast<int>(row - visibleRows() + 1));
}

QString PagedTextView::caretDescription() const
{
    const auto row = rowWith(caret());
    if (!row)
        return tr("Empty");
    const VisibleText text = visibleText(source()->read(row->offset, row->length), LineEnds::Hidden, m_charset);
    return tr("Line %1: %2").arg(QString::number(row->line + 1), text.text);
}

QString PagedTextView::selectedText() const
{
    const QByteArray bytes = selectedBytes();
    return m_charset == TextCharset::Latin1 ? QString::fromLatin1(bytes) : QString::fromUtf8(bytes);
}

QStringList PagedTextView::visibleRowTexts() const
{
    QStringList texts;
    for (const TextRow& row : screenRows())
        texts.append(visibleText(source()->read(row.offset, row.length), m_lineEnds, m_charset).text);
    return texts;
}

void PagedTextView::resizeEvent(QResizeEvent* event)
{
    ByteView::resizeEvent(event);
    relayout();
}

void PagedTextView::changeEvent(QEvent* event)
{
    ByteView::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(fixedFontLike(QApplication::font()));
    if (event->type() == QEvent::FontChange)
        relayout();
}

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/hexview.h"

#include "theme/theme.h"
#include "theme/tones.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QtMath>

#include <limits>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 6;
constexpr char Digits[] = "0123456789abcdef";

QString offsetText(qint64 offset, int digits)
{
    return QString::number(offset, 16).rightJustified(digits, u'0');
}

QChar asciiOf(char byte)
{
    return byte >= 0x20 && byte < 0x7f ? QChar(QLatin1Char(byte)) : QChar(u'\u00b7');
}

} // namespace

HexView::HexView(QWidget* parent)
    : ByteView(parent)
{
    setObjectName(u"hexView"_s);
    setAccessibleName(tr("Bytes in hexadecimal"));
    setFont(fixedFontLike(QApplication::font()));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    relayout();
}

HexView::Columns HexView::columns(int perRow) const
{
    Columns columns;
    columns.digits = byteCount() > 0xffffffffLL ? 12 : 8;
    columns.hex = Margin + (columns.digits + 2) * m_charWidth;
    // One more gap in the middle of the row
    columns.ascii = columns.hex + (perRow * 3 + 2) * m_charWidth;
    columns.end = columns.ascii + perRow * m_charWidth + Margin;
    return columns;
}

qreal HexView::hexX(qint64 index) const
{
    const int gap = index >= m_bytesPerRow / 2 ? 1 : 0;
    return columns(m_bytesPerRow).hex + static_cast<qreal>(index * 3 + gap) * m_charWidth;
}

qreal HexView::asciiX(qint64 index) const
{
    return columns(m_bytesPerRow).ascii + static_cast<qreal>(index) * m_charWidth;
}

qint64 HexView::rowCount() const
{
    // The place behind the last byte has a row too, so that the caret can stand there
    return byteCount() == 0 ? 0 : byteCount() / m_bytesPerRow + 1;
}

int HexView::visibleRows() const
{
    return qMax(1, viewport()->height() / m_rowHeight);
}

void HexView::relayout()
{
    const QFontMetrics metrics(font());
    m_charWidth = qMax<qreal>(1, QFontMetricsF(font()).horizontalAdvance(u'0'));
    m_rowHeight = metrics.height() + 2;
    const qint64 firstByte = qint64(verticalScrollBar()->value()) * m_bytesPerRow;
    m_bytesPerRow = viewport()->width() >= columns(16).end ? 16 : 8;
    const int width = qCeil(columns(m_bytesPerRow).end);
    horizontalScrollBar()->setRange(0, qMax(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(qCeil(m_charWidth));
    verticalScrollBar()->setRange(
        0, static_cast<int>(qBound(qint64(0), rowCount() - visibleRows(), qint64(std::numeric_limits<int>::max()))));
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setValue(static_cast<int>(firstByte / m_bytesPerRow));
    viewport()->update();
}

void HexView::sourceChanged()
{
    relayout();
}

void HexView::resizeEvent(QResizeEvent* event)
{
    ByteView::resizeEvent(event);
    relayout();
}

void HexView::changeEvent(QEvent* event)
{
    ByteView::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(fixedFontLike(QApplication::font()));
    if (event->type() == QEvent::FontChange)
        relayout();
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setFont(font());
    painter.translate(-horizontalScrollBar()->value(), 0);
    if (!source() || byteCount() == 0)
        return;
    const qint64 first = qint64(verticalScrollBar()->value()) * m_bytesPerRow;
    const int rows = viewport()->height() / m_rowHeight + 1;
    const QByteArray bytes = source()->read(first, qint64(rows) * m_bytesPerRow);
    for (int row = 0; row < rows; ++row) {
        const qsizetype at = qsizetype(row) * m_bytesPerRow;
        if (at > bytes.size() || first + at > byteCount())
            break;
        const auto part = QByteArrayView(bytes).sliced(at, qMin<qsizetype>(m_bytesPerRow, bytes.size() - at));
        paintRow(painter, row * m_rowHeight, first + at, part);
    }
}

void HexView::paintRow(QPainter& painter, int y, qint64 offset, QByteArrayView bytes) const
{
    const int base = y + QFontMetrics(font()).ascent() + 1;
    paintSelection(painter, y, offset, bytes.size());
    painter.setPen(quietText(palette()));
    painter.drawText(Margin, base, offsetText(offset, columns(m_bytesPerRow).digits));
    const int half = m_bytesPerRow / 2;
    const auto isSelected = [this, offset](qsizetype index) {
        return offset + index >= selectionBegin() && offset + index < selectionEnd();
    };
    for (qsizetype i = 0; i < bytes.size();) {
        // Runs of the same colour are drawn as one string
        const qsizetype begin = i;
        QString hex;
        QString ascii;
        for (; i < bytes.size() && isSelected(i) == isSelected(begin); ++i) {
            const auto byte = static_cast<unsigned char>(bytes[i]);
            hex += QLatin1Char(Digits[byte >> 4]);
            hex += QLatin1Char(Digits[byte & 15]);
            hex += i + 1 == half ? u"  "_s : u" "_s;
            ascii += asciiOf(bytes[i]);
        }
        painter.setPen(palette().color(isSelected(begin) ? QPalette::HighlightedText : QPalette::Text));
        painter.drawText(QPointF(hexX(begin), base), hex);
        painter.drawText(QPointF(asciiX(begin), base), ascii);
    }
}

void HexView::paintSelection(QPainter& painter, int y, qint64 offset, qsizetype count) const
{
    const qint64 begin = qMax<qint64>(0, selectionBegin() - offset);
    const qint64 end = qMin<qint64>(count, selectionEnd() - offset);
    if (begin < end) {
        const QBrush brush = palette().brush(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
        const qreal hexEnd = hexX(end - 1) + 2 * m_charWidth;
        painter.fillRect(QRectF(hexX(begin), y, hexEnd - hexX(begin), m_rowHeight), brush);
        painter.fillRect(QRectF(asciiX(begin), y, asciiX(end) - asciiX(begin), m_rowHeight), brush);
    }
    const qint64 index = caret() - offset;
    if (hasFocus() && index >= 0 && index < m_bytesPerRow && index <= count) {
        // The wider of the two carets stands in the column that copying takes from
        const QColor color = palette().color(QPalette::Text);
        painter.fillRect(QRectF(hexX(index) - 1, y, m_isAsciiActive ? 1 : 2, m_rowHeight), color);
        painter.fillRect(QRectF(asciiX(index) - 1, y, m_isAsciiActive ? 2 : 1, m_rowHeight), color);
    }
}

qint64 HexView::stepped(qint64 from, Step step) const
{
    const qint64 page = qint64(visibleRows()) * m_bytesPerRow;
    switch (step) {
    case Step::Left:
        return from - 1;
    case Step::Right:
        return from + 1;
    case Step::Up:
        return from >= m_bytesPerRow ? from - m_bytesPerRow : from;
    case Step::Down:
        return from + m_bytesPerRow <= byteCount() ? from + m_bytesPerRow : from;
    case Step::PageUp:
        return from >= page ? from - page : from % m_bytesPerRow;
    case Step::PageDown:
        return from + page;
    case Step::RowBegin:
        return from - from % m_bytesPerRow;
    case Step::RowEnd:
        return from - from % m_bytesPerRow + m_bytesPerRow - 1;
    case Step::Begin:
        return 0;
    case Step::End:
        break;
    }
    return byteCount();
}

qint64 HexView::placeAt(QPoint position) const
{
    const Columns place = columns(m_bytesPerRow);
    const qreal x = position.x() + horizontalScrollBar()->value();
    const int row = position.y() < 0 ? -1 : position.y() / m_rowHeight;
    qreal index = 0;
    if (x >= place.ascii - m_charWidth)
        index = (x - place.ascii) / m_charWidth + 0.5;
    else
        index = (x - place.hex - (x >= hexX(m_bytesPerRow / 2) ? m_charWidth : 0)) / (3 * m_charWidth) + 0.33;
    const qint64 offset = (qint64(verticalScrollBar()->value()) + row) * m_bytesPerRow;
    return qBound<qint64>(0, offset + qBound(0, qFloor(index), m_bytesPerRow), byteCount());
}

std::pair<qint64, qint64> HexView::unitAt(qint64 offset) const
{
    const qint64 begin = offset - offset % 4;
    return { begin, qMin(begin + 4, byteCount()) };
}

void HexView::reveal(qint64 offset)
{
    const qint64 row = offset / m_bytesPerRow;
    const qint64 top = verticalScrollBar()->value();
    if (row < top)
        verticalScrollBar()->setValue(static_cast<int>(row));
    else if (row >= top + visibleRows())
        verticalScrollBar()->setValue(
            static_cast<int>(qMin<qint64>(row - visibleRows() + 1, std::numeric_limits<int>::max())));
}

QString HexView::caretDescription() const
{
    const QByteArray byte = source() ? source()->read(caret(), 1) : QByteArray();
    if (byte.isEmpty())
        return tr("At the end, offset %1").arg(caret());
    return tr("Offset %1, byte %2").arg(QString::number(caret()), QString::fromLatin1(byte.toHex()));
}

QString HexView::selectedText() const
{
    if (m_isAsciiActive)
        return QString::fromUtf8(selectedBytes());
    return QString::fromLatin1(selectedBytes().toHex(' '));
}

void HexView::copyAsHex()
{
    m_isAsciiActive = false;
    copy();
}

void HexView::copyAsText()
{
    m_isAsciiActive = true;
    copy();
}

void HexView::extendMenu(QMenu& menu)
{
    menu.addAction(tr("Copy as Hexadecimal"), this, &HexView::copyAsHex)->setEnabled(hasSelection());
    menu.addAction(tr("Copy as Text"), this, &HexView::copyAsText)->setEnabled(hasSelection());
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    const qreal x = event->position().x() + horizontalScrollBar()->value();
    m_isAsciiActive = x >= columns(m_bytesPerRow).ascii - m_charWidth;
    ByteView::mousePressEvent(event);
}

} // namespace hookloupe

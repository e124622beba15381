// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/byteview.h"

namespace hookloupe {

/// Bytes as offset, hexadecimal and ASCII; 16 in a row, 8 where there is no room for more. Works the same for a byte
/// and for gigabytes: it reads what is visible.
class HexView final : public ByteView {
    Q_OBJECT

public:
    explicit HexView(QWidget* parent = nullptr);

    int bytesPerRow() const { return m_bytesPerRow; }
    /// "48 6f 6f 6b", or plain text while the ASCII column was clicked last.
    QString selectedText() const override;
    void copyAsHex();
    void copyAsText();

protected:
    void sourceChanged() override;
    qint64 stepped(qint64 from, Step step) const override;
    qint64 placeAt(QPoint position) const override;
    std::pair<qint64, qint64> unitAt(qint64 offset) const override;
    void reveal(qint64 offset) override;
    QString caretDescription() const override;
    void extendMenu(QMenu& menu) override;

    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Columns {
        int digits = 8; ///< of the offset
        qreal hex = 0; ///< x of the first hexadecimal byte
        qreal ascii = 0;
        qreal end = 0;
    };

    Columns columns(int perRow) const;
    qreal hexX(qint64 index) const;
    qreal asciiX(qint64 index) const;
    qint64 rowCount() const;
    int visibleRows() const;
    void relayout();
    void paintRow(QPainter& painter, int y, qint64 offset, QByteArrayView bytes) const;
    void paintSelection(QPainter& painter, int y, qint64 offset, qsizetype count) const;

    int m_bytesPerRow = 16;
    qreal m_charWidth = 8; ///< of the fixed font; seldom a whole number
    int m_rowHeight = 16;
    bool m_isAsciiActive = false;
};

} // namespace hookloupe

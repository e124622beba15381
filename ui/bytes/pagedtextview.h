// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/byteview.h"
#include "bytes/lineindexer.h"
#include "bytes/visibletext.h"

#include <QTextLayout>

#include <memory>
#include <optional>

namespace hookloupe {

/// Text of any size, a screenful at a time, with line numbers.
///
/// Read as UTF-8; what is not UTF-8 shows as U+FFFD, control and invisible characters as pictures. Lines longer than
/// the view are wrapped at a number of bytes, so that a line of 100 MiB costs no more than a short one.
class PagedTextView final : public ByteView {
    Q_OBJECT

public:
    explicit PagedTextView(QWidget* parent = nullptr);

    bool areLineEndsShown() const { return m_lineEnds == LineEnds::Shown; }
    void showLineEnds(bool shown);
    /// UTF-8 unless told otherwise.
    void setCharset(TextCharset charset);
    /// True while the line index is being built.
    bool isIndexing() const { return !m_indexer.index().isComplete(); }
    qint64 rowCount() const { return m_indexer.index().rowCount(); }
    /// What the rows on the screen show, for tests.
    QStringList visibleRowTexts() const;

    QString selectedText() const override;

signals:
    void indexingFinished();

protected:
    void sourceChanged() override;
    qint64 stepped(qint64 from, Step step) const override;
    qint64 placeAt(QPoint position) const override;
    std::pair<qint64, qint64> unitAt(qint64 offset) const override;
    void reveal(qint64 offset) override;
    QString caretDescription() const override;

    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// One row laid out for painting and for finding places in it.
    struct Laid {
        TextRow row;
        VisibleText visible;
        std::unique_ptr<QTextLayout> layout;
    };

    void relayout();
    void startIndex();
    void takeMoreRows();
    void updateRanges();
    int visibleRows() const;
    int gutterWidth() const;
    qint64 fittingBytes() const;
    Laid laidOut(const TextRow& row) const;
    std::vector<TextRow> screenRows() const;
    std::optional<TextRow> rowWith(qint64 offset) const;
    qint64 placeInRow(const TextRow& row, qreal x) const;
    qreal xInRow(const TextRow& row, qint64 offset) const;
    qint64 steppedByRows(qint64 from, qint64 rows) const;
    qint64 steppedByCharacter(qint64 from, bool isForward) const;
    void paintRow(QPainter& painter, int y, const Laid& laid) const;

    LineIndexer m_indexer;
    QTimer m_reindexTimer;
    std::optional<qint64> m_awaited; ///< the place to scroll to once the index reaches it
    LineEnds m_lineEnds = LineEnds::Hidden;
    TextCharset m_charset = TextCharset::Utf8;
    int m_rowHeight = 16;
    qreal m_charWidth = 8;
    int m_widest = 0; ///< of the rows seen so far, pixels
};

} // namespace hookloupe

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <utility>

class QMenu;

namespace hookloupe {

/// What the views of bytes share: a source, a caret, a selection in bytes, mouse, keyboard and copying.
///
/// Read-only. A subclass says where a byte stands and paints what is visible, never more.
class ByteView : public QAbstractScrollArea {
    Q_OBJECT

public:
    /// Most bytes that one copy puts on the clipboard.
    static constexpr qint64 CopyBytes = 8 << 20;

    explicit ByteView(QWidget* parent = nullptr);

    const ByteSourcePtr& source() const { return m_source; }
    /// \param source  may be null: nothing is shown
    void setSource(ByteSourcePtr source);

    qint64 caret() const { return m_caret; }
    qint64 selectionBegin() const { return qMin(m_anchor, m_caret); }
    qint64 selectionEnd() const { return qMax(m_anchor, m_caret); }
    bool hasSelection() const { return m_anchor != m_caret; }
    /// Selects from \p anchor to \p caret and scrolls to it; both are cut to the source.
    void select(qint64 anchor, qint64 caret);
    void selectAll();
    /// Puts the selection on the clipboard, at most CopyBytes of it.
    void copy();
    /// The text that copy() would put there.
    virtual QString selectedText() const = 0;

signals:
    void selectionChanged();
    /// More was selected than one copy takes.
    void copyCut(qint64 copiedBytes, qint64 selectedBytes);

protected:
    enum class Step { Left, Right, Up, Down, PageUp, PageDown, RowBegin, RowEnd, Begin, End };

    qint64 byteCount() const { return m_source ? m_source->size() : 0; }
    /// The selected bytes, at most CopyBytes.
    QByteArray selectedBytes() const;

    virtual void sourceChanged() = 0;
    /// Where the caret goes from \p from; cut to the source by the caller.
    virtual qint64 stepped(qint64 from, Step step) const = 0;
    /// The place between bytes that is nearest to \p position (in the viewport).
    virtual qint64 placeAt(QPoint position) const = 0;
    /// What a double click on the byte at \p offset selects.
    virtual std::pair<qint64, qint64> unitAt(qint64 offset) const = 0;
    virtual void reveal(qint64 offset) = 0;
    /// One line about the place of the caret, for screen readers.
    virtual QString caretDescription() const = 0;
    virtual void extendMenu(QMenu& menu);

    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void setSelection(qint64 anchor, qint64 caret);
    void dragTo(QPoint position);

    ByteSourcePtr m_source;
    qint64 m_anchor = 0;
    qint64 m_caret = 0;
    QTimer m_dragTimer; ///< scrolls on while the mouse is held outside
};

} // namespace hookloupe

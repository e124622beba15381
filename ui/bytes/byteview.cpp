// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/byteview.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace hookloupe {

using namespace std::chrono_literals;

ByteView::ByteView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    m_dragTimer.setInterval(50ms);
    connect(&m_dragTimer, &QTimer::timeout, this, [this] { dragTo(viewport()->mapFromGlobal(QCursor::pos())); });
}

void ByteView::setSource(ByteSourcePtr source)
{
    m_source = std::move(source);
    m_anchor = 0;
    m_caret = 0;
    m_dragTimer.stop();
    sourceChanged();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
    emit selectionChanged();
}

void ByteView::setSelection(qint64 anchor, qint64 caret)
{
    anchor = qBound<qint64>(0, anchor, byteCount());
    caret = qBound<qint64>(0, caret, byteCount());
    if (anchor == m_anchor && caret == m_caret)
        return;
    m_anchor = anchor;
    m_caret = caret;
    viewport()->update();
    if (QAccessible::isActive()) {
        setAccessibleDescription(caretDescription());
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    emit selectionChanged();
}

void ByteView::select(qint64 anchor, qint64 caret)
{
    setSelection(anchor, caret);
    reveal(m_anchor);
    reveal(m_caret);
}

void ByteView::selectAll()
{
    setSelection(0, byteCount());
}

QByteArray ByteView::selectedBytes() const
{
    if (!m_source)
        return {};
    return m_source->read(selectionBegin(), qMin(CopyBytes, selectionEnd() - selectionBegin()));
}

void ByteView::copy()
{
    if (!hasSelection())
        return;
    QApplication::clipboard()->setText(selectedText());
    const qint64 selected = selectionEnd() - selectionBegin();
    if (selected > CopyBytes)
        emit copyCut(CopyBytes, selected);
}

void ByteView::extendMenu(QMenu&) { }

namespace {

struct StepKeys {
    QKeySequence::StandardKey move;
    QKeySequence::StandardKey select;
};

/// In the order of ByteView::Step.
constexpr StepKeys Keys[] {
    { QKeySequence::MoveToPreviousChar, QKeySequence::SelectPreviousChar },
    { QKeySequence::MoveToNextChar, QKeySequence::SelectNextChar },
    { QKeySequence::MoveToPreviousLine, QKeySequence::SelectPreviousLine },
    { QKeySequence::MoveToNextLine, QKeySequence::SelectNextLine },
    { QKeySequence::MoveToPreviousPage, QKeySequence::SelectPreviousPage },
    { QKeySequence::MoveToNextPage, QKeySequence::SelectNextPage },
    { QKeySequence::MoveToStartOfLine, QKeySequence::SelectStartOfLine },
    { QKeySequence::MoveToEndOfLine, QKeySequence::SelectEndOfLine },
    { QKeySequence::MoveToStartOfDocument, QKeySequence::SelectStartOfDocument },
    { QKeySequence::MoveToEndOfDocument, QKeySequence::SelectEndOfDocument },
};

bool isOurs(const QKeyEvent& event)
{
    return event.matches(QKeySequence::Copy) || event.matches(QKeySequence::SelectAll)
        || std::any_of(std::begin(Keys), std::end(Keys),
            [&event](const StepKeys& keys) { return event.matches(keys.move) || event.matches(keys.select); });
}

} // namespace

bool ByteView::event(QEvent* event)
{
    // The window has shortcuts on some of these keys; within the view they are the view's.
    if (event->type() == QEvent::ShortcutOverride && isOurs(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void ByteView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    for (std::size_t i = 0; i < std::size(Keys); ++i) {
        const bool isSelecting = event->matches(Keys[i].select);
        if (!isSelecting && !event->matches(Keys[i].move))
            continue;
        const qint64 to = qBound<qint64>(0, stepped(m_caret, static_cast<Step>(i)), byteCount());
        setSelection(isSelecting ? m_anchor : to, to);
        reveal(to);
        return;
    }
    event->ignore();
}

void ByteView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const qint64 place = placeAt(event->position().toPoint());
    setSelection(event->modifiers().testFlag(Qt::ShiftModifier) ? m_anchor : place, place);
}

void ByteView::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    dragTo(event->position().toPoint());
    if (viewport()->rect().contains(event->position().toPoint()))
        m_dragTimer.stop();
    else if (!m_dragTimer.isActive())
        m_dragTimer.start();
}

void ByteView::mouseReleaseEvent(QMouseEvent*)
{
    m_dragTimer.stop();
}

void ByteView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto [begin, end] = unitAt(placeAt(event->position().toPoint()));
    setSelection(begin, end);
}

void ByteView::dragTo(QPoint position)
{
    const qint64 place = placeAt(position);
    setSelection(m_anchor, place);
    reveal(place);
}

void ByteView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ByteView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void ByteView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copyAction = menu->addAction(tr("Copy"), this, &ByteView::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(hasSelection());
    extendMenu(*menu);
    menu->addSeparator();
    QAction* allAction = menu->addAction(tr("Select All"), this, &ByteView::selectAll);
    allAction->setShortcut(QKeySequence::SelectAll);
    allAction->setEnabled(byteCount() > 0);
    menu->popup(event->globalPos());
}

} // namespace hookloupe

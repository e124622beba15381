// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/bytepane.h"

#include "bytes/hexview.h"
#include "bytes/pagedtextview.h"

#include <QStackedLayout>

namespace hookloupe {

BytePane::BytePane(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QStackedLayout(this))
    , m_text(new PagedTextView(this))
    , m_hex(new HexView(this))
{
    m_layout->addWidget(m_text);
    m_layout->addWidget(m_hex);
    setFocusProxy(m_text);
    connect(m_text, &ByteView::copyCut, this, &BytePane::copyCut);
    connect(m_hex, &ByteView::copyCut, this, &BytePane::copyCut);
}

ByteView* BytePane::view() const
{
    return m_form == Form::Text ? static_cast<ByteView*>(m_text) : m_hex;
}

void BytePane::setForm(Form form)
{
    if (form == m_form)
        return;
    ByteView* before = view();
    const bool hadFocus = before->hasFocus();
    m_form = form;
    ByteView* after = view();
    if (after->source() != m_source)
        after->setSource(m_source);
    after->select(before->hasSelection() ? before->selectionBegin() : before->caret(), before->caret());
    m_layout->setCurrentWidget(after);
    setFocusProxy(after);
    if (hadFocus)
        after->setFocus();
}

void BytePane::setSource(ByteSourcePtr source)
{
    m_source = std::move(source);
    // The other view lets go of the old bytes and takes the new ones when it comes to the front
    for (ByteView* each : { static_cast<ByteView*>(m_text), static_cast<ByteView*>(m_hex) })
        each->setSource(each == view() ? m_source : nullptr);
}

void BytePane::showLineEnds(bool shown)
{
    m_text->showLineEnds(shown);
}

void BytePane::setCharset(TextCharset charset)
{
    m_text->setCharset(charset);
}

} // namespace hookloupe
